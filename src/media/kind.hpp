// What a file truly is, told from its first bytes and never from its name or from what the sender
// says. Pure functions; types outside this list are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace camaug::media {

enum class FileType : std::uint8_t { jpeg, png, webp, heic, mp4, mov, webm };
// sound: a voice note, kept in the container of a video without a picture.
enum class MediaKind : std::uint8_t { photo, video, sound };

// How much of the front sniff() wants to see; fewer bytes are fine when the file is shorter.
inline constexpr std::size_t k_sniff_bytes = 4096;
inline constexpr std::int64_t k_photo_bytes_max = 40LL * 1024 * 1024;
inline constexpr std::int64_t k_video_bytes_max = 100LL * 1024 * 1024;
inline constexpr std::int64_t k_pixels_max = 100'000'000;
inline constexpr std::int64_t k_video_ms_max = 10LL * 60 * 1000;
inline constexpr std::int64_t k_sound_ms_max = 65LL * 1000;  // a minute, and how phones stop

// Errors: error.media.empty, error.media.unknown_type.
[[nodiscard]] Result<FileType> sniff(std::string_view head);
// Errors (too_large): error.media.photo_too_large, error.media.video_too_large.
[[nodiscard]] Result<void> check_size(FileType type, std::int64_t bytes);

[[nodiscard]] constexpr MediaKind kind_of(FileType type) {
  return type >= FileType::mp4 ? MediaKind::video : MediaKind::photo;
}
[[nodiscard]] constexpr std::string_view word(MediaKind kind) {
  return kind == MediaKind::photo ? "photo" : kind == MediaKind::video ? "video" : "sound";
}
[[nodiscard]] std::string_view mime_of(FileType type);
// Of a container with sound alone.
[[nodiscard]] constexpr std::string_view sound_mime_of(FileType type) {
  return type == FileType::webm ? "audio/webm" : "audio/mp4";
}

// True when the container's own lengths point behind the end of the file. `tail_too`: also look for
// the end marks of JPEG and PNG; only meaningful after decoding failed, because cameras append
// data.
[[nodiscard]] bool cut_short(std::string_view path, FileType type, bool tail_too);

}  // namespace camaug::media
