#include "store/identity.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_insert_key{"identity.insert_key",
                       "INSERT INTO report_key (report, wrapped) VALUES ($1, $2)"};
const Sql k_key{"identity.key", "SELECT wrapped FROM report_key WHERE report = $1"};
const Sql k_insert{"identity.insert",
                   "INSERT INTO identity (report, name_sealed, phone_sealed, phone_blind,"
                   " phone_masked) VALUES ($1, $2, $3, $4, $5)"};
const Sql k_of{"identity.of",
               "SELECT name_sealed, phone_sealed, phone_blind, phone_masked FROM identity"
               " WHERE report = $1"};
const Sql k_insert_reveal{"identity.insert_reveal",
                          "INSERT INTO reveal (id, report, account, role, agency, at, reason_kind,"
                          " reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
const Sql k_reveals{"identity.reveals",
                    "SELECT id, report, account, role, agency, at, reason_kind, reason FROM reveal"
                    " WHERE report = $1 ORDER BY at, id"};

using Text = std::optional<std::string>;

}  // namespace

void insert_report_key(Tx& tx, std::string_view report, std::string_view wrapped) {
  tx.execute_later(k_insert_key, report, wrapped);
}

std::optional<std::string> report_key(Reader& reader, std::string_view report) {
  return reader.value<std::string>(k_key, report);
}

void insert_identity(Tx& tx, std::string_view report, const Identity& i) {
  tx.execute_later(k_insert, report, i.name_sealed, i.phone_sealed, i.phone_blind, i.phone_masked);
}

std::optional<Identity> identity_of(Reader& reader, std::string_view report) {
  auto row = reader.one<Text, Text, Text, Text>(k_of, report);
  if (!row) return {};
  auto& [name, phone, blind, masked] = *row;
  return Identity{std::move(name), std::move(phone), std::move(blind), std::move(masked)};
}

void insert_reveal(Tx& tx, const Reveal& r) {
  tx.execute_later(k_insert_reveal, r.id, r.report, r.account, r.role, r.agency, r.at,
                   r.reason_kind, r.reason);
}

std::vector<Reveal> reveals_of(Reader& reader, std::string_view report) {
  std::vector<Reveal> out;
  for (auto& [id, of, account, role, agency, at, kind, reason] :
       reader.all<std::string, std::string, std::string, std::string, Text, Instant, std::string,
                  std::string>(k_reveals, report)) {
    out.push_back({id, of, account, role, agency, at, kind, reason});
  }
  return out;
}

}  // namespace camaug::store
