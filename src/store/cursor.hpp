// "rank.key.number" of the last row of a page, from which the next page goes on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace camaug::store {

using Cursor = std::array<std::optional<std::int64_t>, 3>;
// Nothing at all when the text is not a cursor.
[[nodiscard]] Cursor parse_cursor(std::string_view text);
[[nodiscard]] std::string cursor_text(std::int64_t rank, std::int64_t key, std::int64_t number);

}  // namespace camaug::store
