// Small settings of the database itself (is it a demo, which profile, counters). Never secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace camaug::store {

[[nodiscard]] std::optional<std::string> meta(Reader& reader, std::string_view key);
void set_meta(Tx& tx, std::string_view key, std::string_view value);

}  // namespace camaug::store
