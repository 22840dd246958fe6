// What is known about a picture or video after the worker looked at it. Place and time are claims
// of the sender's device; names of made files are relative to the directory they were made in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "media/kind.hpp"

namespace camaug::media {

struct MadeFile {
  std::string name;  // one of k_made_names
  std::int64_t bytes = 0;
};

inline constexpr std::string_view k_public_picture = "public.webp";
inline constexpr std::string_view k_thumb = "thumb.jpg";
inline constexpr std::string_view k_poster = "poster.jpg";
inline constexpr std::string_view k_public_mp4 = "public.mp4";
inline constexpr std::string_view k_public_webm = "public.webm";
inline constexpr std::string_view k_made_names[] = {k_public_picture, k_thumb, k_poster,
                                                    k_public_mp4, k_public_webm};

struct MediaFacts {
  MediaKind kind = MediaKind::photo;
  std::string mime;        // of the original, by its bytes
  std::int64_t width = 0;  // pixels of the original, held upright; 0 of a sound
  std::int64_t height = 0;
  std::optional<std::int64_t> duration_ms;  // videos; absent when the file does not tell
  std::optional<Instant> taken_at;
  std::optional<std::int64_t> exif_lat7;  // 1e-7 degree
  std::optional<std::int64_t> exif_lon7;
  std::vector<MadeFile> files;
};

// One line for the pipe between worker and parent.
[[nodiscard]] std::string to_line(const Result<MediaFacts>& outcome);
// Reads such a line. The worker handled hostile bytes, so its words are checked like a stranger's:
// anything unexpected is error.media.broken.
[[nodiscard]] Result<MediaFacts> from_line(std::string_view line);

}  // namespace camaug::media
