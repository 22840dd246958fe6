// The step from schema 12 to 13: rows that said ids, digests and packed texts as text move to
// tables that hold numbers and bytes (sql/0013_brief.sql).
#pragma once

#include "store/database.hpp"

namespace camaug::store {

// After the new tables were made, in the same transaction. Throws DatabaseError.
void move_to_brief_rows(Tx& tx);

}  // namespace camaug::store
