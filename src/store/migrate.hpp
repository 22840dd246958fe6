// Brings a database to this program's schema by the forward migrations of sql/, embedded in the
// program. There is no way back; a schema newer than the program is refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace camaug::store {

// sql/NNNN_name.sql runs on both engines, NNNN_name.sqlite.sql and NNNN_name.postgres.sql on one
// after it. One number is one transaction.
struct SqlFile {
  const char* name;
  const char* text;
};
[[nodiscard]] const std::vector<SqlFile>& embedded_sql();

// Applies what is missing, fills the search with what it lacks, and returns the schema's version.
// Error unavailable "error.schema_newer"
// when the database is ahead. Throws DatabaseError when a migration fails (it leaves no trace), and
// std::logic_error when file names are wrong.
[[nodiscard]] Result<std::int64_t> migrate(Connection& connection, Instant now);
[[nodiscard]] Result<std::int64_t> migrate(Connection& connection, Instant now,
                                           std::span<const SqlFile> files);

struct MigrationStep {
  std::int64_t number = 0;
  std::string name;
  std::chrono::milliseconds took{};
};
// Applies what is missing in one transaction, and takes it back unless `keep` (the search is filled
// after it). Errors as above.
[[nodiscard]] Result<std::vector<MigrationStep>> try_migrations(Connection& connection, Instant now,
                                                                bool keep);

// The version of the newest migration applied; 0 for an empty database.
[[nodiscard]] std::int64_t schema_version(Reader& reader);
// The version that this program needs.
[[nodiscard]] std::int64_t schema_version_wanted();

}  // namespace camaug::store
