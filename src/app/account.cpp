#include "app/account.hpp"

#include <algorithm>

#include "app/due.hpp"
#include "app/replay.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "store/event.hpp"
#include "vault/password.hpp"

namespace camaug::app {
namespace {

using domain::Role;

Failure locked(Instant until, Instant now) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(until - now).count();
  Error error{ErrorCode::too_many, "error.locked", {}, {}, {}};
  error.extra_json = "{\"retry_after\":" + std::to_string(minutes * 60) + "}";
  return Failure(std::move(error));
}

void count_failure(store::Tx& tx, store::Account account, Instant now) {
  if (now - account.failed_since > k_failure_window) {
    account.failed = 0;
    account.failed_since = now;
  }
  account.failed += 1;
  if (account.failed >= k_failures_max) {
    account.locked_until = now + k_failure_window;
    account.failed = 0;
  }
  store::update_account(tx, account);
}

// Accounts are referred to in the log by id and role, never by name.
void record(store::Tx& tx, const domain::Viewer& viewer, const store::Account& account,
            std::string_view action, boost::json::object body, Instant now) {
  store::NewEvent event;
  event.report = "account:" + account.id;
  event.actor = viewer.actor();
  event.role = word(viewer.role);
  event.action = action;
  event.body = std::move(body);
  event.schema = k_body_schema;
  store::append_event(tx, event, now);
}

bool needs_agency(Role role) {
  return role == Role::agency_leader || role == Role::officer;
}

Result<void> check_account(const Services& services, const NewAccount& account, Instant now) {
  static constexpr auto k_roles =
      domain::roles({Role::coordinator, Role::agency_leader, Role::officer, Role::supervisor,
                     Role::denunciation_keeper, Role::admin});
  Error error{ErrorCode::invalid, "error.invalid", {}, {}, {}};
  const auto fault = [&](std::string field, std::string key) {
    error.fields.push_back({std::move(field), std::move(key), {}});
  };
  const bool plain = std::ranges::all_of(account.username, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
  if (account.username.size() < 3 || !plain) fault("username", "error.username_malformed");
  if (account.name.empty()) fault("name", "error.field.missing");
  if (!domain::contains(k_roles, account.role)) fault("role", "error.role_unknown");
  if (needs_agency(account.role)) {
    const auto* agency = services.province->agencies.find(account.agency.value_or(""));
    if (agency == nullptr || !agency->valid_at(local_date(now))) {
      fault("agency", "error.field.missing");
    }
  }
  if (account.role == Role::supervisor &&
      services.province->areas.find(account.area.value_or("")) == nullptr) {
    fault("area", "error.field.missing");
  }
  if (error.fields.empty()) return {};
  return Failure(std::move(error));
}

}  // namespace

Checked check_password(store::Reader& reader, std::string_view username,
                       const std::string& password, Instant) {
  Checked checked;
  checked.account = store::account_by_username(reader, username);
  const std::string hash = checked.account ? checked.account->password_hash : std::string();
  checked.right = vault::verify_password(hash, password) && checked.account.has_value();
  if (checked.right && vault::needs_rehash(hash)) {
    checked.new_hash = vault::hash_password(password);
  }
  return checked;
}

Result<SignedIn> sign_in(store::Tx& tx, const Checked& checked, Instant now) {
  if (!checked.account) return fail(ErrorCode::unauthenticated, "error.sign_in_wrong");
  auto account = store::account_by_id(tx, checked.account->id);
  if (!account || !account->active) return fail(ErrorCode::unauthenticated, "error.sign_in_wrong");
  if (account->locked_until > now) return locked(account->locked_until, now);
  if (!checked.right) {
    count_failure(tx, *account, now);
    return fail(ErrorCode::unauthenticated, "error.sign_in_wrong");
  }
  account->failed = 0;
  if (!checked.new_hash.empty()) account->password_hash = checked.new_hash;
  store::update_account(tx, *account);
  SignedIn in{random_token(32), *account};
  store::insert_session(tx, {sha256_hex(in.token), account->id, now, now, now + k_session_idle});
  return in;
}

void sign_out(store::Tx& tx, std::string_view session) {
  store::delete_session(tx, session);
}

domain::Viewer viewer_of_session(store::Reader& reader, std::string_view token, Instant now) {
  domain::Viewer viewer;
  if (token.empty()) return viewer;
  const auto session = store::session_by_hash(reader, sha256_hex(token));
  if (!session || session->expires_at <= now) return viewer;
  const auto account = store::account_by_id(reader, session->account);
  if (!account || !account->active) return viewer;
  viewer.role = account->role;
  viewer.account = account->id;
  viewer.agency = account->agency.value_or("");
  viewer.area = account->area.value_or("");
  viewer.session = session->token_hash;
  return viewer;
}

void keep_session(store::Tx& tx, std::string_view session, Instant now) {
  const auto found = store::session_by_hash(tx, session);
  if (!found || found->expires_at - now > k_session_idle / 2) return;
  const Instant end = std::min(now + k_session_idle, found->created_at + k_session_longest);
  store::touch_session(tx, session, now, end);
}

AccountView account_view(const Services& services, const store::Account& a, Lang lang) {
  AccountView view{a.id,     a.username, a.name, std::string(word(a.role)),
                   a.agency, {},         a.area, a.active};
  if (a.agency) view.agency_name = agency_name(services, *a.agency, lang);
  return view;
}

Result<store::Account> create_account(const Services& services, store::Tx& tx,
                                      const domain::Viewer& viewer, const NewAccount& wanted,
                                      Instant now) {
  if (auto ok = check_account(services, wanted, now); !ok) return Failure(ok.error());
  store::Account account;
  account.id = make_uuid7(now);
  account.username = wanted.username;
  account.name = wanted.name;
  account.role = wanted.role;
  if (needs_agency(wanted.role)) account.agency = wanted.agency;
  if (wanted.role == Role::supervisor) account.area = wanted.area;
  account.password_hash = wanted.password_hash;
  account.created_at = now;
  if (!store::insert_account(tx, account)) {
    return fail(ErrorCode::conflict, "error.username_taken");
  }
  boost::json::object body{{"role", word(account.role)}};
  if (account.agency) body["agency"] = *account.agency;
  if (account.area) body["area"] = *account.area;
  record(tx, viewer, account, "create_account", std::move(body), now);
  return account;
}

Result<store::Account> change_account(store::Tx& tx, const domain::Viewer& viewer,
                                      std::string_view id, const AccountChange& change, Instant now,
                                      std::vector<std::string>& ended) {
  auto account = store::account_by_id(tx, id);
  if (!account) return fail(ErrorCode::not_found, "error.not_found");
  boost::json::object body;
  if (change.active) {
    account->active = *change.active;
    body["active"] = *change.active;
  }
  if (change.name) account->name = *change.name;
  if (change.password_hash) {
    account->password_hash = *change.password_hash;
    account->failed = 0;
    account->locked_until = Instant{};
    body["password"] = true;
  }
  store::update_account(tx, *account);
  if (!account->active || change.password_hash) ended = store::delete_sessions_of(tx, account->id);
  record(tx, viewer, *account, "change_account", std::move(body), now);
  return *account;
}

}  // namespace camaug::app
