// Who sent a report: sealed with a key per report, apart from everything else; and the list of
// those who looked. Nothing here is ever logged.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct Identity {
  std::optional<std::string> name_sealed;
  std::optional<std::string> phone_sealed;
  std::optional<std::string> phone_blind;
  std::optional<std::string> phone_masked;
};

// The wrapped key and salt of the report with this number (vault).
void insert_report_key(Tx& tx, std::int64_t report, std::string_view wrapped);
[[nodiscard]] std::optional<std::string> report_key(Reader& reader, std::string_view report);

void insert_identity(Tx& tx, std::int64_t report, const Identity& identity);
[[nodiscard]] std::optional<Identity> identity_of(Reader& reader, std::string_view report);

void delete_identity(Tx& tx, std::string_view report);

struct Reveal {
  std::string id;
  std::string report;
  std::string account;
  std::string role;
  std::optional<std::string> agency;
  Instant at{};
  std::string reason_kind;
  std::string reason;
};
void insert_reveal(Tx& tx, const Reveal& reveal);
[[nodiscard]] std::vector<Reveal> reveals_of(Reader& reader, std::string_view report);

}  // namespace camaug::store
