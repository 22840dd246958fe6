// Opens PostgreSQL connections (libpq). Parameters and results travel as text and statements are
// prepared once per connection, so that the same SQL means the same on both engines.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct PostgresOptions {
  std::string url;  // a libpq connection URI; what it says counts before the defaults here
  bool read_only = false;
  // Of one statement and of waiting for a lock; beyond it DatabaseError of kind timeout or busy.
  std::chrono::milliseconds statement_time{10'000};
  // Of one answer, whatever holds it up: a COMMIT that waits for a replica is under no limit of the
  // server, and a network may swallow packets. Beyond it the connection is lost: nobody knows what
  // became of the statement. Zero with statement_time: no limit.
  std::chrono::milliseconds answer_time{20'000};
};
// Throws DatabaseError::connection.
[[nodiscard]] std::unique_ptr<Connection> open_postgres(const PostgresOptions& options);
[[nodiscard]] inline std::unique_ptr<Connection> open_postgres(const std::string& url) {
  return open_postgres(PostgresOptions{url});
}
// Which database a URI names, without user and password: "camaug at db1,db2". Error invalid
// error.database_url when it is no URI of PostgreSQL.
[[nodiscard]] Result<std::string> postgres_place(const std::string& url);

}  // namespace camaug::store
