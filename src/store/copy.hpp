// A whole database into another one, of the same or of the other engine: every table, row by row,
// in pages that are committed one after the other, so that a copy that broke off goes on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;  // on both sides, when the copy has ended
};

// Both databases have this program's schema; `from` is inside a reading transaction. Goes on with
// an earlier copy of the same state of the source. Errors: conflict error.copy.target_taken (the
// target has a province of its own), error.copy.source_moved (the source was written to since the
// copy began), error.copy.differs (detail: the table; both sides do not count the same in the end).
// Calls `said` with each table that is complete. Throws DatabaseError.
[[nodiscard]] Result<std::vector<CopiedTable>> copy_database(
    Reader& from, Connection& to, const std::function<void(const CopiedTable&)>& said);

}  // namespace camaug::store
