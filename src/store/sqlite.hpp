// Opens SQLite connections. The write-ahead log lets readers run beside the one writer; a commit is
// on disk when it returns (synchronous=FULL) unless the caller asks for less.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/database.hpp"

namespace camaug::store {

struct SqliteOptions {
  enum class Mode { read_only, read_write, create };
  enum class Durability { full, normal, off };

  std::string path;
  Mode mode = Mode::read_write;
  Durability durability = Durability::full;
  int busy_timeout_ms = 5'000;
  std::int64_t cache_kib = 8 * 1024;  // per connection
  // Off: mapped pages count as resident memory, and a cut file would end the process by SIGBUS
  // where an ordinary read returns an error.
  std::int64_t mmap_bytes = 0;
};

// Throws DatabaseError: read_only when write access is wanted and refused, corrupt when the file is
// no database, connection when there is none.
[[nodiscard]] std::unique_ptr<Connection> open_sqlite(const SqliteOptions& options);

}  // namespace camaug::store
