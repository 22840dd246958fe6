#include "media/worker.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "media/facts.hpp"
#include "media/picture.hpp"
#include "media/video.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAMAUG_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAMAUG_SHADOW_MEMORY 1
#endif
#endif

namespace camaug::media {
namespace {

struct Job {
  std::string input;
  std::string out_dir;
  std::vector<Rectangle> rectangles;

  [[nodiscard]] std::string out(std::string_view name) const {
    return out_dir + '/' + std::string(name);
  }
};

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(what, &both);
}

void limit_this_process() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 60);
  limit(RLIMIT_NOFILE, 64);
  limit(RLIMIT_FSIZE, static_cast<rlim_t>(k_video_bytes_max) * 3 / 2);
#ifndef CAMAUG_SHADOW_MEMORY
  // 100 megapixels as 16-bit RGBA that must be whole in memory (interlaced PNG) are 800 MB.
  limit(RLIMIT_AS, rlim_t{2} << 30);
#endif
}

Result<FileType> type_of(const std::string& path) {
  struct stat info{};
  std::ifstream file(path, std::ios::binary);
  if (!file || stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return fail(ErrorCode::invalid, "error.media.broken", "open");
  }
  std::string head(k_sniff_bytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  const auto type = sniff(head);
  if (!type) return type;
  if (auto fits = check_size(*type, info.st_size); !fits) return Failure(fits.error());
  return type;
}

// Writes one picture and notes it in the facts.
Result<void> add_picture(const Job& job, MediaFacts& facts, const Raster& raster,
                         std::string_view name, int side_max) {
  auto written = write_picture(raster, job.out(name), side_max);
  if (written) facts.files.push_back({std::string(name), 0});
  return written;
}

Result<MediaFacts> do_photo(const Job& job, FileType type) {
  auto head = read_head(job.input, type);
  if (!head) return Failure(head.error());
  auto raster = read_pixels(job.input, type, k_public_side_max);
  if (!raster) return Failure(raster.error());
  black_out(*raster, job.rectangles);
  MediaFacts facts;
  facts.mime = mime_of(type);
  facts.width = head->width;
  facts.height = head->height;
  facts.taken_at = head->taken_at;
  if (head->position) {
    facts.exif_lat7 = head->position->lat7;
    facts.exif_lon7 = head->position->lon7;
  }
  if (auto r = add_picture(job, facts, *raster, k_public_picture, k_public_side_max); !r) {
    return Failure(r.error());
  }
  if (auto r = add_picture(job, facts, *raster, k_thumb, k_thumb_side_max); !r) {
    return Failure(r.error());
  }
  return facts;
}

Result<MediaFacts> do_sound(const Job& job, FileType type, VideoHead& head) {
  MediaFacts facts;
  facts.kind = MediaKind::sound;
  facts.mime = sound_mime_of(type);
  const std::string_view name = type == FileType::webm ? k_public_webm : k_public_mp4;
  const auto seen_ms = copy_clean(head, job.out(name));
  if (!seen_ms) return Failure(seen_ms.error());
  facts.duration_ms = head.duration_ms ? head.duration_ms : *seen_ms;
  facts.files.push_back({std::string(name), 0});
  return facts;
}

Result<MediaFacts> do_video(const Job& job, FileType type) {
  if (!job.rectangles.empty()) return fail(ErrorCode::invalid, "error.media.redact_video");
  auto head = open_video(job.input, type);
  if (!head) return Failure(head.error());
  if (head->video < 0) return do_sound(job, type, *head);
  const auto poster = poster_frame(*head);
  if (!poster) return Failure(poster.error());
  MediaFacts facts;
  facts.kind = MediaKind::video;
  facts.mime = mime_of(type);
  facts.width = head->width;
  facts.height = head->height;
  facts.taken_at = head->taken_at;
  if (head->position) {
    facts.exif_lat7 = head->position->lat7;
    facts.exif_lon7 = head->position->lon7;
  }
  const std::string_view name = type == FileType::webm ? k_public_webm : k_public_mp4;
  const auto seen_ms = copy_clean(*head, job.out(name));
  if (!seen_ms) return Failure(seen_ms.error());
  facts.duration_ms = head->duration_ms ? head->duration_ms : *seen_ms;
  facts.files.push_back({std::string(name), 0});
  if (auto r = add_picture(job, facts, *poster, k_poster, k_poster_side_max); !r) {
    return Failure(r.error());
  }
  if (auto r = add_picture(job, facts, *poster, k_thumb, k_thumb_side_max); !r) {
    return Failure(r.error());
  }
  return facts;
}

Result<MediaFacts> do_job(const Job& job) {
  const auto type = type_of(job.input);
  if (!type) return Failure(type.error());
  return kind_of(*type) == MediaKind::photo ? do_photo(job, *type) : do_video(job, *type);
}

}  // namespace

int run_media_worker(int argc, char** argv) {
  constexpr int k_usage = 2;
  if (argc < 4) return k_usage;
  Job job{argv[2], argv[3], {}};
  for (int i = 4; i < argc; ++i) {
    const auto rectangle = parse_rectangle(argv[i]);
    if (!rectangle) return k_usage;
    job.rectangles.push_back(*rectangle);
  }
  limit_this_process();
  if (!start_vips(argv[0])) return 1;
  const std::string line = to_line(do_job(job));
  const auto written = write(STDOUT_FILENO, line.data(), line.size());
  // Not return: destructors of the picture libraries are no longer worth their risks.
  _exit(written == static_cast<ssize_t>(line.size()) ? 0 : 1);
}

}  // namespace camaug::media
