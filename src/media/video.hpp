// Videos by libav, only ever called in the worker process: looks inside, takes the poster frame,
// copies sound and picture into a clean file. Nothing is re-encoded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "media/exif.hpp"
#include "media/kind.hpp"
#include "media/redaction.hpp"

struct AVFormatContext;

namespace camaug::media {

struct CloseInput {
  void operator()(AVFormatContext* input) const;
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;

struct VideoHead {
  Input input;
  int video = -1;  // stream numbers; -1 when there is none worth copying, but never both
  int audio = -1;
  std::int64_t width = 0;  // upright
  std::int64_t height = 0;
  int quarters = 0;  // clockwise turns to hold it upright
  std::optional<std::int64_t> duration_ms;
  std::optional<Instant> taken_at;
  std::optional<Position> position;
};

[[nodiscard]] Result<void> check_length(bool sound, std::int64_t ms);
// Errors: broken, truncated, no_video (and no sound either), codec, too_many_pixels, too_long,
// sound_too_long.
[[nodiscard]] Result<VideoHead> open_video(const std::string& path, FileType type);
// A frame near the first second, upright. Moves the reading position.
[[nodiscard]] Result<Raster> poster_frame(VideoHead& head);

// The public copy: the picture and sound streams and how to hold them, nothing else (no tags, no
// place, no time, no data streams, no SEI messages inside H.264 and HEVC). Reads from the front.
// Gives the duration as it was seen. Errors: broken, too_long, error.disk_full.
[[nodiscard]] Result<std::int64_t> copy_clean(VideoHead& head, const std::string& path);

}  // namespace camaug::media
