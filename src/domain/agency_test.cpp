// Who is competent where and when, in both editions and across the cutover.
#include "domain/agency.hpp"

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

std::string resolve(std::string_view wanted, std::string_view area, std::string_view day) {
  const Province& province = shipped_province();
  const Agency* agency = province.agencies.resolve(province.areas, wanted, area, date(day));
  return agency == nullptr ? "" : agency->code;
}

constexpr std::string_view k_2022 = "2022-08-01";
constexpr std::string_view k_2026 = "2026-08-01";

}  // namespace

TEST_CASE("agency: all 278 are there, with their dates") {
  const Agencies& agencies = shipped_province().agencies;
  CHECK(agencies.all().size() == 278);
  CHECK(agencies.find("ubnd_964")->name == "UBND thành phố Cà Mau");
  CHECK(agencies.find("nobody") == nullptr);
  std::size_t committees_2022 = 0;
  for (const Agency* agency : agencies.valid_at(date(k_2022))) {
    committees_2022 += agency->agency_class == "district_committee" ? 1 : 0;
  }
  CHECK(committees_2022 == 9);
  std::size_t committees_2026 = 0;
  for (const Agency* agency : agencies.valid_at(date(k_2026))) {
    CHECK(agency->agency_class != "district_committee");
    committees_2026 += agency->agency_class == "commune_committee" ? 1 : 0;
  }
  CHECK(committees_2026 == 64);
  CHECK(agencies.find("ubnd_964")->valid_at(date("2025-06-30")));
  CHECK_FALSE(agencies.find("ubnd_964")->valid_at(date("2025-07-01")));
}

TEST_CASE("agency: classes resolved by the place") {
  CHECK(resolve("commune_committee", "2025-32002", k_2026) == "ubnd_32002");
  CHECK(resolve("commune_police", "2025-31825", k_2026) == "ca_31825");
  CHECK(resolve("power_company", "2025-31825", k_2026) == "dien_luc_bl");
  CHECK(resolve("power_company", "2025-32002", k_2026) == "dien_luc_cm");
  CHECK(resolve("water_company", "2025-31825", k_2026) == "cap_nuoc_bl");
  CHECK(resolve("urban_services", "2025-32002", k_2026) == "mtdt_cm");
  CHECK(resolve("civil_defence", "2025-31825", k_2026) == "pctt");
  CHECK(resolve("border_guard", "2025-sea", k_2026) == "bien_phong");
  CHECK(resolve("border_guard", "2025-32098", k_2026) == "bien_phong");  // reported from the port
  CHECK(resolve("commune_committee", "2025-sea", k_2026).empty());
  CHECK(resolve("commune_committee", "nowhere", k_2026).empty());
  CHECK(resolve("no_such_class", "2025-32002", k_2026).empty());
}

TEST_CASE("agency: before July 2025 the districts stand in") {
  CHECK(resolve("commune_committee", "2022-32005", k_2022) == "ubnd_32005_2022");
  CHECK(resolve("district_committee", "2022-32005", k_2022) == "ubnd_964");
  CHECK(resolve("district_committee", "2025-32002", k_2026) == "ubnd_32002");
  CHECK(resolve("commune_police", "2022-32005", k_2022) == "ca_964");
  CHECK(resolve("commune_police", "2022-32005", "2025-03-01") == "ca_tinh");
  CHECK(resolve("power_company", "2022-32005", k_2022) == "dien_luc_cm");
  CHECK(resolve("power_company", "2022-31813", k_2022).empty());  // another province then
  CHECK(resolve("commune_committee", "2022-964", k_2022) == "ubnd_964");
}

TEST_CASE("agency: codes follow mergers forwards and backwards") {
  CHECK(resolve("so_gtvt", "2022-32005", k_2022) == "so_gtvt");
  CHECK(resolve("so_gtvt", "2025-32002", k_2026) == "so_xd");
  CHECK(resolve("so_tnmt", "2025-32002", "2025-03-01") == "so_nnmt");
  CHECK(resolve("so_nnmt", "2022-32005", "2025-02-28") == "so_tnmt");
  CHECK(resolve("portal", "2025-32002", k_2026) == "portal");  // a code that is a class as well
  CHECK(resolve("ubnd_31825", "2022-32005", k_2022).empty());
}

TEST_CASE("agency: the successor of an abolished one depends on the place of the case") {
  const Province& province = shipped_province();
  const auto successor = [&](std::string_view code, std::string_view area, std::string_view day) {
    const Agency* agency = province.agencies.successor(province.areas, code, area, date(day));
    return agency == nullptr ? std::string() : agency->code;
  };
  CHECK(successor("ubnd_964", "2022-32005", "2025-07-01") ==
        "ubnd_" + province.areas.find(province.areas.find("2022-32005")->successors.at(0))->code);
  CHECK(successor("ubnd_964", "2025-32002", k_2026) == "ubnd_32002");
  CHECK(successor("ca_964", "2025-32002", k_2026) == "ca_32002");
  CHECK(successor("ca_964", "2022-32005", "2025-03-01") == "ca_tinh");
  CHECK(successor("ubnd_964", "2022-32005", "2025-06-30") == "ubnd_964");
  CHECK(successor("nobody", "2022-32005", k_2026).empty());
}

TEST_CASE("agency: every abolished agency has a successor at every place it served") {
  const Province& province = shipped_province();
  for (const Agency& agency : province.agencies.all()) {
    if (!agency.valid_until) continue;
    const Area* own = Agencies::area_of(province.areas, agency, agency.valid_from);
    REQUIRE(own != nullptr);
    for (const std::string& id : province.areas.subtree(own->id)) {
      if (!province.areas.find(id)->is_unit()) continue;
      const Agency* next =
          province.agencies.successor(province.areas, agency.code, id, date("2025-07-01"));
      REQUIRE_MESSAGE(next != nullptr, agency.code << " at " << id);
    }
  }
}
