// Pictures by libvips, only ever called in the worker process. Everything written here is rebuilt
// from bare pixels: libvips 8.14 keeps the GPS place in a "stripped" WebP otherwise.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "media/exif.hpp"
#include "media/kind.hpp"
#include "media/redaction.hpp"

namespace camaug::media {

inline constexpr int k_public_side_max = 1600;
inline constexpr int k_poster_side_max = 960;
inline constexpr int k_thumb_side_max = 320;

struct PictureHead {
  std::int64_t width = 0;  // upright
  std::int64_t height = 0;
  std::optional<Instant> taken_at;
  std::optional<Position> position;
};

// Once per process, before anything else here; blocks the loaders libvips calls untrusted.
[[nodiscard]] bool start_vips(const char* program);

// Size, place and time without decoding. Errors: broken, truncated, too_many_pixels.
[[nodiscard]] Result<PictureHead> read_head(const std::string& path, FileType type);
// Decoded, upright, sRGB, without transparency, long side at most `side_max`.
[[nodiscard]] Result<Raster> read_pixels(const std::string& path, FileType type, int side_max);
// Writes .webp or .jpg by the name's ending, long side at most `side_max`, no metadata at all.
// Errors: error.disk_full, error.media.broken.
[[nodiscard]] Result<void> write_picture(const Raster& raster, const std::string& path,
                                         int side_max);

// error.disk_full when the directory's file system is full, else error.media.broken.
[[nodiscard]] Failure write_failure(const std::string& path, std::string detail);

}  // namespace camaug::media
