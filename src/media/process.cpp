#include "media/process.hpp"

#include <sys/stat.h>

#include "media/child.hpp"

namespace camaug::media {
namespace {

// The sizes of the made files by our own look, and no link or device under their names.
Result<MediaFacts> measure(MediaFacts facts, const std::string& out_dir) {
  for (MadeFile& file : facts.files) {
    struct stat info{};
    const std::string path = out_dir + '/' + file.name;
    if (lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) {
      return fail(ErrorCode::invalid, "error.media.broken", "made file missing");
    }
    file.bytes = info.st_size;
  }
  return facts;
}

}  // namespace

Result<MediaFacts> process(const ProcessJob& job) {
  if (!job.rectangles.empty()) {
    if (auto fine = check_rectangles(job.rectangles); !fine) return Failure(fine.error());
  }
  ChildJob child;
  child.program = job.program;
  child.arguments = {"camaug", "media-worker", job.original, job.out_dir};
  for (const Rectangle& r : job.rectangles) child.arguments.push_back(to_text(r));
  child.environment = {"LANG=C.UTF-8", "VIPS_CONCURRENCY=1", "PATH=/nonexistent"};
  child.limit_ms = job.limit_ms;
  const auto line = run_child(child);
  if (!line) return fail(ErrorCode::invalid, "error.media.broken", "worker failed");
  auto facts = from_line(*line);
  if (!facts) return facts;
  return measure(std::move(*facts), job.out_dir);
}

Result<MediaFacts> redact(const ProcessJob& job) {
  if (auto fine = check_rectangles(job.rectangles); !fine) return Failure(fine.error());
  return process(job);
}

}  // namespace camaug::media
