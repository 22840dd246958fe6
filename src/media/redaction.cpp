#include "media/redaction.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace camaug::media {

Result<void> check_rectangles(const std::vector<Rectangle>& rectangles) {
  const bool fine = !rectangles.empty() && rectangles.size() <= k_rectangles_max &&
                    std::all_of(rectangles.begin(), rectangles.end(), [](const Rectangle& r) {
                      return r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0 && r.x < k_whole &&
                             r.y < k_whole && r.width <= k_whole - r.x && r.height <= k_whole - r.y;
                    });
  if (!fine) return fail(ErrorCode::invalid, "error.media.rectangles");
  return {};
}

std::string to_text(const Rectangle& r) {
  return std::to_string(r.x) + ',' + std::to_string(r.y) + ',' + std::to_string(r.width) + ',' +
         std::to_string(r.height);
}

std::optional<Rectangle> parse_rectangle(std::string_view text) {
  std::array<std::int64_t, 4> values{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return {};
    const auto [next, fault] = std::from_chars(at, end, values[i]);
    if (fault != std::errc{}) return {};
    at = next;
  }
  if (at != end) return {};
  const Rectangle rectangle{values[0], values[1], values[2], values[3]};
  if (!check_rectangles({rectangle})) return {};
  return rectangle;
}

void black_out(Raster& raster, const std::vector<Rectangle>& rectangles) {
  const auto low = [](std::int64_t share, int size) { return share * size / k_whole; };
  const auto high = [](std::int64_t share, int size) {
    return std::min<std::int64_t>((share * size + k_whole - 1) / k_whole, size);
  };
  for (const Rectangle& r : rectangles) {
    const auto left = low(r.x, raster.width), right = high(r.x + r.width, raster.width);
    const auto top = low(r.y, raster.height), bottom = high(r.y + r.height, raster.height);
    for (std::int64_t y = top; y < bottom; ++y) {
      const auto row = raster.rgb.begin() + y * raster.width * 3;
      std::fill(row + left * 3, row + right * 3, std::uint8_t{0});
    }
  }
}

Raster turned(const Raster& raster, int quarters) {
  Raster now = raster;
  for (int turn = 0; turn < quarters; ++turn) {
    Raster next{now.height, now.width, std::vector<std::uint8_t>(now.rgb.size())};
    for (int y = 0; y < now.height; ++y) {
      for (int x = 0; x < now.width; ++x) {
        const auto from = (std::size_t(y) * std::size_t(now.width) + std::size_t(x)) * 3;
        const auto to_x = std::size_t(now.height - 1 - y);
        const auto to = (std::size_t(x) * std::size_t(next.width) + to_x) * 3;
        std::copy_n(now.rgb.begin() + std::ptrdiff_t(from), 3,
                    next.rgb.begin() + std::ptrdiff_t(to));
      }
    }
    now = std::move(next);
  }
  return now;
}

}  // namespace camaug::media
