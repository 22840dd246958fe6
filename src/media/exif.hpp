// Reads the device's claims of place and time out of metadata texts (EXIF as libvips prints it, ISO
// 6709, ISO 8601). Pure functions on hostile text: a malformed value is no value, never an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace camaug::media {

// "9/1 10/1 3684/100 (...)" and reference N, S, E or W -> 1e-7 degree; nullopt outside 90 / 180.
[[nodiscard]] std::optional<std::int64_t> parse_exif_degrees(std::string_view value,
                                                             char reference);
// "2026:07:01 08:15:00" with "+07:00" or "" (then +07:00, the province's own time). Years before
// 2000 are a camera whose clock was never set.
[[nodiscard]] std::optional<Instant> parse_exif_time(std::string_view value,
                                                     std::string_view offset);
// "2026-07-01T08:15:00+0700", "...Z", with or without fractions of a second.
[[nodiscard]] std::optional<Instant> parse_video_time(std::string_view value);

struct Position {
  std::int64_t lat7 = 0;
  std::int64_t lon7 = 0;
};
// "+9.1769+105.1524/" or "+09.1769+105.1524+002.000/". 0, 0 is a device without a fix: nullopt.
[[nodiscard]] std::optional<Position> parse_iso6709(std::string_view value);
[[nodiscard]] std::optional<Position> make_position(std::optional<std::int64_t> lat7,
                                                    std::optional<std::int64_t> lon7);

}  // namespace camaug::media
