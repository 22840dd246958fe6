// What a backup consists of: sets (a database each, with a manifest) over one pool of media files
// that they share. Reads and writes manifests and pool; must never hold a key.
//
//   BACKUP/sets/20261126T081500.000Z/camaug.sqlite, manifest.json
//   BACKUP/media/ab/cd/<id>/<name>
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::cli {

struct BackupFile {
  std::int64_t bytes = 0;
  std::string sha256;
  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};
// A media file: its id and its name.
using MediaName = std::pair<std::string, std::string>;

struct Manifest {
  Instant made_at{};
  std::int64_t schema = 0;
  std::int64_t reports = 0;
  std::int64_t head_n = 0;  // of the chain of events
  std::string head_hash;
  BackupFile database;
  std::map<MediaName, BackupFile> media;
  std::vector<std::string> missing;  // uploads whose original was not in the store any more
};

class Backup {
 public:
  explicit Backup(std::string root) : root_(std::move(root)) {}
  [[nodiscard]] const std::string& root() const { return root_; }
  // Makes the folders (0700). Error unavailable error.data_dir.unwritable.
  [[nodiscard]] Result<void> make() const;

  // Names of finished sets, oldest first. A set without a manifest was never finished.
  [[nodiscard]] std::vector<std::string> sets() const;
  // The set of that name, or the newest for "". Error not_found error.backup.none.
  [[nodiscard]] Result<std::string> find(const std::string& name) const;
  [[nodiscard]] std::string set_dir(const std::string& set) const { return root_ + "/sets/" + set; }
  [[nodiscard]] std::string pool_path(const MediaName& name) const;

  // Errors: error.backup.manifest (invalid) with the file's path.
  [[nodiscard]] Result<Manifest> read(const std::string& set) const;
  // The set is finished when this returns: the manifest is the last thing written.
  [[nodiscard]] Result<void> write(const std::string& set, const Manifest& manifest) const;
  // Brings a file into the pool; it is whole there or not at all.
  [[nodiscard]] Result<BackupFile> bring(const std::string& path, const MediaName& name) const;

  // Removes all but the newest `keep` sets, sets never finished but `current`, and the pool's files
  // that no manifest names any more. Gives the number of sets and files removed.
  [[nodiscard]] Result<std::pair<int, int>> prune(int keep, const std::string& current) const;

 private:
  std::string root_;
};

// "20261126T081500.000Z".
[[nodiscard]] std::string set_name(Instant at);
// Size and SHA-256 of a file. Error not_found error.media.file_missing.
[[nodiscard]] Result<BackupFile> backup_file(const std::string& path);

}  // namespace camaug::cli
