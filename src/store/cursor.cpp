#include "store/cursor.hpp"

#include <charconv>

namespace camaug::store {

Cursor parse_cursor(std::string_view text) {
  Cursor cursor;
  std::size_t at = 0;
  for (auto& part : cursor) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc()) return {};
    part = value;
    at = static_cast<std::size_t>(end - text.data()) + 1;
    if (at > text.size()) at = text.size();
  }
  return cursor;
}

std::string cursor_text(std::int64_t rank, std::int64_t key, std::int64_t number) {
  return std::to_string(rank) + "." + std::to_string(key) + "." + std::to_string(number);
}

}  // namespace camaug::store
