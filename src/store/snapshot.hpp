// The whole database as it is at one moment, into a file of its own. SQLite only.
#pragma once

#include <cstdint>
#include <string>

#include "store/database.hpp"

namespace camaug::store {

// Beside readers and the writer, which go on. The file must not be there. Throws DatabaseError.
void snapshot_into(Connection& connection, const std::string& path);
[[nodiscard]] std::int64_t count_reports(Reader& reader);

}  // namespace camaug::store
