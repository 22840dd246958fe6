#include "store/account.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

#define CAMAUG_ACCOUNT_COLUMNS                                                           \
  "id, username, name, role, agency, area, password_hash, active, failed, failed_since," \
  " locked_until, created_at"

const Sql k_insert{"account.insert", "INSERT INTO account (" CAMAUG_ACCOUNT_COLUMNS
                                     ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
                                     " ON CONFLICT (username) DO NOTHING"};
const Sql k_update{"account.update",
                   "UPDATE account SET name = $2, role = $3, agency = $4, area = $5,"
                   " password_hash = $6, active = $7, failed = $8, failed_since = $9,"
                   " locked_until = $10 WHERE id = $1"};
const Sql k_by_id{"account.by_id", "SELECT " CAMAUG_ACCOUNT_COLUMNS " FROM account WHERE id = $1"};
const Sql k_name{"account.name", "SELECT name FROM account WHERE id = $1"};
const Sql k_by_username{"account.by_username",
                        "SELECT " CAMAUG_ACCOUNT_COLUMNS " FROM account WHERE username = $1"};
const Sql k_all{"account.all", "SELECT " CAMAUG_ACCOUNT_COLUMNS " FROM account ORDER BY username"};
const Sql k_of_agency{"account.of_agency",
                      "SELECT " CAMAUG_ACCOUNT_COLUMNS
                      " FROM account WHERE agency = $1 AND role = $2 AND active ORDER BY name, id"};
const Sql k_with_role{"account.with_role", "SELECT " CAMAUG_ACCOUNT_COLUMNS
                                           " FROM account WHERE role = $1 AND active ORDER BY id"};
const Sql k_insert_session{"account.insert_session",
                           "INSERT INTO session (token_hash, account, created_at, seen_at,"
                           " expires_at) VALUES ($1, $2, $3, $4, $5)"};
const Sql k_session{"account.session",
                    "SELECT token_hash, account, created_at, seen_at, expires_at FROM session"
                    " WHERE token_hash = $1"};
const Sql k_touch{"account.touch_session",
                  "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1"};
const Sql k_delete_session{"account.delete_session", "DELETE FROM session WHERE token_hash = $1"};
const Sql k_delete_of{"account.delete_sessions_of",
                      "DELETE FROM session WHERE account = $1 RETURNING token_hash"};
const Sql k_delete_expired{"account.delete_expired", "DELETE FROM session WHERE expires_at <= $1"};

Account read(const Row& row) {
  Account a;
  a.id = row.text(0);
  a.username = row.text(1);
  a.name = row.text(2);
  a.role = domain::parse_role(row.text(3)).value();
  if (!row.is_null(4)) a.agency = std::string(row.text(4));
  if (!row.is_null(5)) a.area = std::string(row.text(5));
  a.password_hash = row.text(6);
  a.active = row.boolean(7);
  a.failed = row.integer(8);
  a.failed_since = from_epoch_ms(row.integer(9));
  a.locked_until = from_epoch_ms(row.integer(10));
  a.created_at = from_epoch_ms(row.integer(11));
  return a;
}

template <class... Args>
std::vector<Account> list(Reader& reader, std::string_view sql, const Args&... args) {
  std::vector<Account> out;
  reader.each(sql, [&](const Row& row) { out.push_back(read(row)); }, args...);
  return out;
}

template <class... Args>
std::optional<Account> first(Reader& reader, std::string_view sql, const Args&... args) {
  auto found = list(reader, sql, args...);
  if (found.empty()) return {};
  return std::move(found.front());
}

}  // namespace

bool insert_account(Tx& tx, const Account& a) {
  return tx.execute(k_insert, a.id, a.username, a.name, word(a.role), a.agency, a.area,
                    a.password_hash, a.active, a.failed, a.failed_since, a.locked_until,
                    a.created_at) == 1;
}

std::optional<std::string> account_name(Reader& reader, std::string_view id) {
  return reader.value<std::string>(k_name, id);
}

void update_account(Tx& tx, const Account& a) {
  tx.execute(k_update, a.id, a.name, word(a.role), a.agency, a.area, a.password_hash, a.active,
             a.failed, a.failed_since, a.locked_until);
}

std::optional<Account> account_by_id(Reader& reader, std::string_view id) {
  return first(reader, k_by_id, id);
}

std::optional<Account> account_by_username(Reader& reader, std::string_view username) {
  return first(reader, k_by_username, username);
}

std::vector<Account> accounts(Reader& reader) {
  return list(reader, k_all);
}

std::vector<Account> accounts_of(Reader& reader, std::string_view agency, domain::Role role) {
  return list(reader, k_of_agency, agency, word(role));
}

std::vector<Account> accounts_with(Reader& reader, domain::Role role) {
  return list(reader, k_with_role, word(role));
}

void insert_session(Tx& tx, const Session& s) {
  tx.execute(k_insert_session, s.token_hash, s.account, s.created_at, s.seen_at, s.expires_at);
}

std::optional<Session> session_by_hash(Reader& reader, std::string_view token_hash) {
  const auto row =
      reader.one<std::string, std::string, Instant, Instant, Instant>(k_session, token_hash);
  if (!row) return {};
  const auto& [hash, account, created, seen, expires] = *row;
  return Session{hash, account, created, seen, expires};
}

void touch_session(Tx& tx, std::string_view token_hash, Instant seen_at, Instant expires_at) {
  tx.execute_later(k_touch, token_hash, seen_at, expires_at);
}

void delete_session(Tx& tx, std::string_view token_hash) {
  tx.execute(k_delete_session, token_hash);
}

std::vector<std::string> delete_sessions_of(Tx& tx, std::string_view account) {
  std::vector<std::string> out;
  tx.each(k_delete_of, [&](const Row& row) { out.emplace_back(row.text(0)); }, account);
  return out;
}

void delete_expired_sessions(Tx& tx, Instant now) {
  tx.execute(k_delete_expired, now);
}

}  // namespace camaug::store
