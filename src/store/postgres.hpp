// Opens PostgreSQL connections (libpq). Parameters and results travel as text and statements are
// prepared once per connection, so that the same SQL means the same on both engines.
#pragma once

#include <memory>
#include <string>

#include "store/database.hpp"

namespace camaug::store {

// `url` is a libpq connection URI. Throws DatabaseError::connection.
[[nodiscard]] std::unique_ptr<Connection> open_postgres(const std::string& url);

}  // namespace camaug::store
