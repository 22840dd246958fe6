// The media of a province: root/incoming/ on this disk for what is still arriving, and a MediaStore
// for what is kept, by default the same folder. Knows no SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "media/store.hpp"

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

// Every function may be called from many threads; ids are canonical UUIDs and names are lower-case
// letters, digits, '.' and '-' (anything else is a bug: std::logic_error).
class MediaRoot {
 public:
  // Makes the folder when needed (mode 0700). Errors (unavailable): error.read_only, disk_full.
  // Without `store`, what is kept lies in the same folder.
  [[nodiscard]] static Result<MediaRoot> open(const std::string& path, MediaStorePtr store = {});

  // Whether an upload has a chance: the store is there, and the disk has room for a file of `bytes`
  // and the reserve that the database needs to go on. Never blocks.
  [[nodiscard]] Result<void> check_space(std::int64_t bytes) const;
  [[nodiscard]] Result<Incoming> reserve() const;
  // Goes on with an earlier upload; bytes() tells how much is there. Errors:
  // error.media.file_missing (not_found), also for a token that is none.
  [[nodiscard]] Result<Incoming> resume(std::string_view token) const;
  void discard(std::string_view token) const;

  // Moves a finished upload into place as `name` of `id`; replaces an older one at once and whole.
  [[nodiscard]] Result<void> keep(Incoming file, std::string_view id, std::string_view name) const;
  // The same for a file of this disk.
  [[nodiscard]] Result<void> keep(const std::string& path, std::string_view id,
                                  std::string_view name) const;
  // Where an upload that arrives in parts lies while it does: its path, whether there or not.
  [[nodiscard]] std::string arriving(std::string_view id) const;
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

  [[nodiscard]] const MediaStore& store() const { return *store_; }
  [[nodiscard]] StoredFile file(std::string_view id, std::string_view name) const;
  // Every file of an id; true when there was one. Gone from its place at once and for good. Blocks:
  // never in a transaction.
  [[nodiscard]] Result<bool> remove(std::string_view id) const;

  // Notes on this disk that the files of `id` may have no row: because it is written after them, or
  // because it is gone. settle_noted() finds out; so a crash leaves no file without an owner.
  void note(std::string_view id, Instant now) const;
  // The same for files whose row is gone for sure, or will never come: they need not wait.
  void note_gone(std::string_view id) const;
  // Removes the files of what was noted before `before` unless `has_row`; gives their number. What
  // the store does not remove now stays noted. Blocks: never in a transaction.
  int settle_noted(Instant before, const std::function<bool(const std::string& id)>& has_row) const;
  // Removes uploads and work directories that nobody touched since `before`; gives their number.
  int sweep_incoming(Instant before) const;

 private:
  MediaRoot(std::string path, MediaStorePtr store)
      : path_(std::move(path)), store_(std::move(store)) {}
  [[nodiscard]] std::string incoming(std::string_view token) const;
  [[nodiscard]] std::string noted(std::string_view id) const;

  std::string path_;
  MediaStorePtr store_;
};

}  // namespace camaug::media
