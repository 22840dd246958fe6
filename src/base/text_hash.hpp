// Looks a std::string key up by std::string_view without making a string.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace camaug {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

}  // namespace camaug
