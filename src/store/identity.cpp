#include "store/identity.hpp"

#include "store/brief.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_insert_key{"identity.insert_key",
                       "INSERT INTO report_key (report, wrapped) VALUES ($1, $2)"};
const Sql k_key{"identity.key", "SELECT wrapped FROM report_key WHERE " CAMAUG_OF_REPORT};
const Sql k_insert{"identity.insert",
                   "INSERT INTO identity (report, name_sealed, phone_sealed, phone_blind,"
                   " phone_masked) VALUES ($1, $2, $3, $4, $5)"};
const Sql k_of{"identity.of",
               "SELECT name_sealed, phone_sealed, phone_blind, phone_masked FROM identity"
               " WHERE " CAMAUG_OF_REPORT};
const Sql k_delete{"identity.delete", "DELETE FROM identity WHERE " CAMAUG_OF_REPORT};
const Sql k_insert_reveal{"identity.insert_reveal",
                          "INSERT INTO reveal (id, report, account, role, agency, at, reason_kind,"
                          " reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
const Sql k_reveals{"identity.reveals",
                    "SELECT id, report, account, role, agency, at, reason_kind, reason FROM reveal"
                    " WHERE report = $1 ORDER BY at, id"};

using Text = std::optional<std::string>;

Text turned(const Text& text, std::string (*turn)(std::string_view)) {
  return text ? Text(turn(*text)) : Text();
}

std::optional<Bytes> bytes(const Text& text) {
  return text ? std::optional(Bytes{*text}) : std::nullopt;
}

}  // namespace

void delete_identity(Tx& tx, std::string_view report) {
  tx.execute(k_delete, report);
}

void insert_report_key(Tx& tx, std::int64_t report, std::string_view wrapped) {
  const auto bytes = bytes_of_sealed(wrapped);
  tx.execute_later(k_insert_key, report, Bytes{bytes});
}

std::optional<std::string> report_key(Reader& reader, std::string_view report) {
  Text out;
  reader.each(k_key, [&](const Row& row) { out = sealed_of_bytes(row.bytes(0)); }, report);
  return out;
}

void insert_identity(Tx& tx, std::int64_t report, const Identity& i) {
  const auto name = turned(i.name_sealed, bytes_of_sealed);
  const auto phone = turned(i.phone_sealed, bytes_of_sealed);
  const auto blind = turned(i.phone_blind, bytes_of_hex);
  tx.execute_later(k_insert, report, bytes(name), bytes(phone), bytes(blind), i.phone_masked);
}

std::optional<Identity> identity_of(Reader& reader, std::string_view report) {
  std::optional<Identity> out;
  reader.each(
      k_of,
      [&](const Row& row) {
        auto& found = out.emplace();
        if (!row.is_null(0)) found.name_sealed = sealed_of_bytes(row.bytes(0));
        if (!row.is_null(1)) found.phone_sealed = sealed_of_bytes(row.bytes(1));
        if (!row.is_null(2)) found.phone_blind = hex_of_bytes(row.bytes(2));
        if (!row.is_null(3)) found.phone_masked = std::string(row.text(3));
      },
      report);
  return out;
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
