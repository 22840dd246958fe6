// Which parts of a picture the public must not see (faces, names, plates). Rectangles count in
// 1/10000 of the upright picture, so that they hold for every size of it. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace camaug::media {

inline constexpr std::int64_t k_whole = 10'000;
inline constexpr std::size_t k_rectangles_max = 50;

struct Rectangle {
  std::int64_t x = 0, y = 0, width = 0, height = 0;  // 0..10000, inside the picture
};

// Errors: error.media.rectangles when there is none, too many, or one that is empty or outside.
[[nodiscard]] Result<void> check_rectangles(const std::vector<Rectangle>& rectangles);

// "x,y,width,height", as it stands on the worker's command line.
[[nodiscard]] std::string to_text(const Rectangle& rectangle);
[[nodiscard]] std::optional<Rectangle> parse_rectangle(std::string_view text);

// Pixels of an upright picture, 8-bit RGB without gaps.
struct Raster {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

// Fills with black; borders are rounded outward, so that no sliver remains. Filled, not pixelated:
// a pixelated number plate can be read again.
void black_out(Raster& raster, const std::vector<Rectangle>& rectangles);
// Turned clockwise by `quarters` times 90 degrees (0..3).
[[nodiscard]] Raster turned(const Raster& raster, int quarters);

}  // namespace camaug::media
