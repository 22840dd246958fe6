// Pictures and videos as the rest of the program sees them: a file goes in, facts and public copies
// come out. The bytes are only ever decoded in a limited child process; the original is not
// changed.
#pragma once

#include <string>
#include <vector>

#include "media/facts.hpp"
#include "media/redaction.hpp"

namespace camaug::media {

struct ProcessJob {
  std::string original;  // path of the uploaded file, any name
  std::string out_dir;   // an existing, empty directory
  std::vector<Rectangle> rectangles =
      {};  // black in the public copy and its thumbnail; photos only
  std::string program = "/proc/self/exe";  // answers `media-worker`
  Millis limit_ms = Millis(90'000);  // wall clock; the worker limits its own CPU time and memory
};

// Photo: public.webp (long side 1600 px) and thumb.jpg (320 px). Video: public.mp4 or public.webm
// (copied streams, no metadata), poster.jpg (960 px) and thumb.jpg. Sound: public.mp4 or
// public.webm alone. On an Error out_dir may hold
// leftovers: the caller removes it. A child that crashes, hangs or lies gives error.media.broken.
// Blocks for up to limit_ms and takes up to 2 GiB in the child: call from a worker thread, and few
// at a time. Errors: error.media.* (invalid, too_large), error.disk_full (unavailable).
[[nodiscard]] Result<MediaFacts> process(const ProcessJob& job);

// The same for a photo with at least one rectangle: the new public version after a redaction.
// Errors besides: error.media.rectangles, error.media.redact_video.
[[nodiscard]] Result<MediaFacts> redact(const ProcessJob& job);

}  // namespace camaug::media
