// Where files live: root/ab/cd/<id>/<name>, and root/incoming/ for what is still arriving. What is
// kept here is on the disk (fsync of file and directories) before the call returns. Knows no SQL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::media {

// A file that is still arriving. Closed by its destructor, not removed: an upload may go on later.
class Incoming {
 public:
  Incoming(std::string token, std::string path, int descriptor, std::int64_t bytes)
      : token_(std::move(token)), path_(std::move(path)), descriptor_(descriptor), bytes_(bytes) {}
  ~Incoming();
  Incoming(Incoming&& other) noexcept
      : token_(std::move(other.token_)),
        path_(std::move(other.path_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        bytes_(other.bytes_) {}
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  Incoming& operator=(Incoming&&) = delete;

  // Appends. Errors (unavailable): error.disk_full, error.read_only.
  [[nodiscard]] Result<void> write(std::string_view data);
  // What was written is on the disk when this returns.
  [[nodiscard]] Result<void> sync();
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  std::string token_;
  std::string path_;
  int descriptor_ = -1;
  std::int64_t bytes_ = 0;
};

// One folder of media. Every function may be called from many threads; ids are canonical UUIDs and
// names are lower-case letters, digits, '.' and '-' (anything else is a bug: std::logic_error).
class MediaRoot {
 public:
  // Makes the folder when needed (mode 0700). Errors (unavailable): error.read_only, disk_full.
  [[nodiscard]] static Result<MediaRoot> open(const std::string& path);

  // Room for a file of `bytes` and the reserve that the database needs to go on.
  [[nodiscard]] Result<void> check_space(std::int64_t bytes) const;
  [[nodiscard]] Result<Incoming> reserve() const;
  // Goes on with an earlier upload; bytes() tells how much is there. Errors:
  // error.media.file_missing (not_found), also for a token that is none.
  [[nodiscard]] Result<Incoming> resume(std::string_view token) const;
  void discard(std::string_view token) const;

  // Moves a finished upload into place as `name` of `id`; replaces an older one at once and whole.
  [[nodiscard]] Result<void> keep(Incoming file, std::string_view id, std::string_view name) const;
  // An empty directory beside the uploads for the worker; the caller hands it to keep_made() or
  // discards it by its token.
  struct WorkDir {
    std::string token;
    std::string path;
  };
  [[nodiscard]] Result<WorkDir> make_work_dir() const;
  // Moves these files of the work directory into place, then removes the directory.
  [[nodiscard]] Result<void> keep_made(const WorkDir& dir, std::string_view id,
                                       const std::vector<std::string>& names) const;

  [[nodiscard]] std::string path_of(std::string_view id, std::string_view name) const;
  // Every file of an id; true when there was one. Gone from its place at once and for good.
  [[nodiscard]] Result<bool> remove(std::string_view id) const;
  // Removes uploads and work directories that nobody touched since `before`; gives their number.
  int sweep_incoming(Instant before) const;

 private:
  explicit MediaRoot(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::string dir_of(std::string_view id) const;
  [[nodiscard]] std::string incoming(std::string_view token) const;
  [[nodiscard]] Result<std::string> make_dir_of(std::string_view id) const;

  std::string path_;
};

// SHA-256 of a whole file, read in pieces. Errors: error.media.file_missing.
[[nodiscard]] Result<std::string> sha256_file(const std::string& path);

}  // namespace camaug::media
