#include "app/demo_accounts.hpp"

#include <array>

#include "app/account.hpp"
#include "app/due.hpp"
#include "vault/password.hpp"

namespace camaug::app {
namespace {

using domain::Role;

constexpr std::string_view k_password = "camau-demo-2026";

struct Person {
  std::string_view username;
  std::string_view name_key;  // texts/*/demo.json
  Role role;
  std::string_view agency;  // code, or "" for none
};

constexpr std::array k_people = {
    Person{"dieuphoi", "demo.name.dieuphoi", Role::coordinator, ""},
    Person{"dieuphoi2", "demo.name.dieuphoi2", Role::coordinator, ""},
    Person{"lanhdao.phuong", "demo.name.lanhdao_phuong", Role::agency_leader, "commune"},
    Person{"canbo.phuong", "demo.name.canbo_phuong", Role::officer, "commune"},
    Person{"lanhdao.dien", "demo.name.lanhdao_dien", Role::agency_leader, "power"},
    Person{"canbo.dien", "demo.name.canbo_dien", Role::officer, "power"},
    Person{"lanhdao.tinh", "demo.name.lanhdao_tinh", Role::supervisor, ""},
    Person{"giudon", "demo.name.giudon", Role::denunciation_keeper, ""},
    Person{"quantri", "demo.name.quantri", Role::admin, ""},
};

// The agency of a demo person: the committee of the ward where the province's centre lies, and the
// power company there.
std::optional<std::string> agency_of(const Services& services, std::string_view which,
                                     Instant now) {
  if (which.empty()) return {};
  const auto& province = *services.province;
  const auto centre = province.areas.centre(province.areas.edition_at(local_date(now)).code + "-" +
                                            province.info.province_code);
  if (!centre) return {};
  const auto commune = province.index.commune_at(*centre);
  if (!commune) return {};
  const auto* agency = province.agencies.resolve(
      province.areas, which == "power" ? "power_company" : "commune_committee", *commune,
      local_date(now));
  if (agency == nullptr) return {};
  return agency->code;
}

}  // namespace

std::vector<DemoAccount> demo_accounts(const Services& services, Lang lang) {
  std::vector<DemoAccount> out;
  const Instant now = services.demo_clock != nullptr ? services.demo_clock->now() : Instant{};
  for (const Person& person : k_people) {
    DemoAccount account;
    account.username = person.username;
    account.password = k_password;
    account.name = text(Lang::vi, person.name_key);
    account.role = word(person.role);
    if (const auto agency = agency_of(services, person.agency, now)) {
      account.agency_name = agency_name(services, *agency, lang);
    }
    out.push_back(std::move(account));
  }
  return out;
}

Result<void> create_demo_accounts(const Services& services, store::Tx& tx, Instant now) {
  const std::string hash = vault::hash_password(k_password);
  domain::Viewer system;
  system.role = Role::system;
  for (const Person& person : k_people) {
    NewAccount account;
    account.username = person.username;
    account.name = text(Lang::vi, person.name_key);
    account.role = person.role;
    account.agency = agency_of(services, person.agency, now);
    if (person.role == Role::supervisor) {
      account.area = services.province->areas.edition_at(local_date(now)).code + "-" +
                     services.province->info.province_code;
    }
    account.password_hash = hash;
    const auto made = create_account(services, tx, system, account, now);
    if (!made) return Failure(made.error());
  }
  return {};
}

}  // namespace camaug::app
