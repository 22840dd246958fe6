// Finds a member that an object has twice. Parsers keep the last one silently, so two readers of
// one text could disagree about what was sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace camaug::json {

// The path of the first repeated member ("media.rectangles.x"; the place in a list is left out).
// `text` must be valid JSON. Takes O(n log n) for any text.
[[nodiscard]] std::optional<std::string> repeated_member(std::string_view text);

}  // namespace camaug::json
