// Staff accounts and their sign-ins. Passwords are here as argon2id strings only, session tokens as
// digests only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/report.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct Account {
  std::string id;
  std::string username;
  std::string name;
  domain::Role role = domain::Role::officer;
  std::optional<std::string> agency;
  std::optional<std::string> area;
  std::string password_hash;
  bool active = true;
  std::int64_t failed = 0;
  Instant failed_since{};
  Instant locked_until{};
  Instant created_at{};
};

// False when the user name is taken.
[[nodiscard]] bool insert_account(Tx& tx, const Account& account);
void update_account(Tx& tx, const Account& account);
[[nodiscard]] std::optional<Account> account_by_id(Reader& reader, std::string_view id);
// The name alone.
[[nodiscard]] std::optional<std::string> account_name(Reader& reader, std::string_view id);
[[nodiscard]] std::optional<Account> account_by_username(Reader& reader, std::string_view username);
[[nodiscard]] std::vector<Account> accounts(Reader& reader);
// Active accounts of a role in an agency.
[[nodiscard]] std::vector<Account> accounts_of(Reader& reader, std::string_view agency,
                                               domain::Role role);
[[nodiscard]] std::vector<Account> accounts_with(Reader& reader, domain::Role role);

struct Session {
  std::string token_hash;
  std::string account;
  Instant created_at{};
  Instant seen_at{};
  Instant expires_at{};
};
void insert_session(Tx& tx, const Session& session);
[[nodiscard]] std::optional<Session> session_by_hash(Reader& reader, std::string_view token_hash);
void touch_session(Tx& tx, std::string_view token_hash, Instant seen_at, Instant expires_at);
void delete_session(Tx& tx, std::string_view token_hash);
// Digests of the sessions that were ended.
[[nodiscard]] std::vector<std::string> delete_sessions_of(Tx& tx, std::string_view account);
void delete_expired_sessions(Tx& tx, Instant now);

}  // namespace camaug::store
