// Where kept files lie for good: a folder on this disk or a bucket elsewhere. Whoever keeps, reads
// or removes files does it through this, and must never need to know which of the two it is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::media {

struct StoredFacts {
  std::int64_t bytes = 0;
  Instant changed{};
  std::string etag;    // without quotes; another one when the content is another
  std::string sha256;  // hex; "" when the place does not keep it
};

// A part of a file to read.
struct Wanted {
  std::string id;
  std::string name;
  std::int64_t first = 0;
  std::int64_t bytes = 0;  // at most; 0: only the facts
  std::string etag{};      // not "": only while the file is still this one
};

struct Piece {
  StoredFacts facts;  // of the whole file
  std::string data;
};
using PieceDone = std::move_only_function<void(Result<Piece>)>;

// Ids are canonical UUIDs, names lower-case letters, digits, '.' and '-': anything else is a bug
// (std::logic_error). Every function may be called from many threads. Errors of all: not_found
// error.media.file_missing; unavailable error.media.store_away (it does not answer),
// error.media.store_refused (it does, and refuses), or what disk_failure() says.
class MediaStore {
 public:
  MediaStore() = default;
  MediaStore(const MediaStore&) = delete;
  MediaStore& operator=(const MediaStore&) = delete;
  virtual ~MediaStore() = default;

  struct Arrived {
    std::string path;  // on this disk
    std::string name;
  };
  // Takes them over as files of `id`: they survive a power cut when this returns, and are gone from
  // their old paths. An older file of the same name is replaced whole. Blocks.
  [[nodiscard]] virtual Result<void> keep(std::string_view id,
                                          const std::vector<Arrived>& files) const = 0;
  // Blocks. conflict error.media.changed: no longer the file of that etag.
  [[nodiscard]] virtual Result<Piece> read(const Wanted& wanted) const = 0;
  // The same without blocking; `done` may run on any thread.
  virtual void read_later(Wanted wanted, PieceDone done) const = 0;
  // A path to read the whole file at: its own, or a copy made in `folder`, whose SHA-256 was
  // compared with the one it was kept with (conflict error.media.damaged). Blocks.
  [[nodiscard]] virtual Result<std::string> local(std::string_view id, std::string_view name,
                                                  const std::string& folder) const = 0;
  // Its own path, when it lies on this disk; else "".
  [[nodiscard]] virtual std::string path_of(std::string_view id, std::string_view name) const = 0;
  // Every file of an id; true when there was one. Blocks.
  [[nodiscard]] virtual Result<bool> remove(std::string_view id) const = 0;
  // Whether keeping something now has a chance. Never blocks.
  [[nodiscard]] virtual Result<void> ready() const = 0;
  // Writes, reads and removes something of its own. Blocks.
  [[nodiscard]] virtual Result<void> check() const = 0;
  // For the person at the terminal, without secrets.
  [[nodiscard]] virtual std::string place() const = 0;
  // How many requests to it came to nothing since the start.
  [[nodiscard]] virtual std::int64_t failures() const { return 0; }
};
using MediaStorePtr = std::shared_ptr<const MediaStore>;

// A kept file, wherever it lies.
struct StoredFile {
  MediaStorePtr store;
  std::string id;
  std::string name;

  [[nodiscard]] std::string path() const { return store->path_of(id, name); }
};

// "ab/cd/<id>": the same below the folder and in the bucket. By the last digits: the first ones of
// a UUIDv7 are the time, all files of a month would meet.
[[nodiscard]] std::string place_of_id(std::string_view id);
// std::logic_error when it is none.
[[nodiscard]] std::string checked_name(std::string_view name);

// SHA-256 of a whole file, read in pieces. Errors: error.media.file_missing.
[[nodiscard]] Result<std::string> sha256_file(const std::string& path);

}  // namespace camaug::media
