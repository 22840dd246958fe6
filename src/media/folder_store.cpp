#include "media/folder_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/id.hpp"
#include "media/disk.hpp"

namespace camaug::media {
namespace {

namespace fs = std::filesystem;

Failure missing() {
  return fail(ErrorCode::not_found, "error.media.file_missing");
}

Failure unreadable(int fault) {
  if (fault == ENOENT || fault == ENOTDIR || fault == ELOOP) return missing();
  return disk_failure(fault, "read");
}

struct Opened {
  explicit Opened(const std::string& path)
      : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)), fault(errno) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (number >= 0) ::close(number);
  }
  int number;
  int fault;
};

}  // namespace

Result<void> FolderStore::keep(std::string_view id, const std::vector<Arrived>& files) const {
  for (const auto& file : files) {
    if (auto synced = sync_path(file.path); !synced) return synced;
  }
  const auto dir = make_dir_of(id);
  if (!dir) return Failure(dir.error());
  for (const auto& file : files) {
    if (::rename(file.path.c_str(), path_of(id, file.name).c_str()) != 0) {
      return disk_failure(errno, "rename");
    }
  }
  return sync_path(*dir);
}

Result<Piece> FolderStore::read(const Wanted& wanted) const {
  const Opened file(path_of(wanted.id, wanted.name));
  if (file.number < 0) return unreadable(file.fault);
  struct stat info{};
  if (::fstat(file.number, &info) != 0 || !S_ISREG(info.st_mode)) return missing();
  Piece piece;
  piece.facts.bytes = info.st_size;
  piece.facts.changed = from_epoch_ms(static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000);
  piece.facts.etag = std::to_string(info.st_size) + "-" + std::to_string(info.st_mtim.tv_sec) +
                     "-" + std::to_string(info.st_mtim.tv_nsec);
  if (!wanted.etag.empty() && wanted.etag != piece.facts.etag) {
    return fail(ErrorCode::conflict, "error.media.changed");
  }
  const auto left = std::max<std::int64_t>(0, info.st_size - wanted.first);
  piece.data.resize(static_cast<std::size_t>(std::min(wanted.bytes, left)));
  std::size_t got = 0;
  while (got < piece.data.size()) {
    const auto bytes = ::pread(file.number, piece.data.data() + got, piece.data.size() - got,
                               wanted.first + static_cast<std::int64_t>(got));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return disk_failure(errno, "read");
    if (bytes == 0) return fail(ErrorCode::conflict, "error.media.changed");
    got += static_cast<std::size_t>(bytes);
  }
  return piece;
}

Result<std::string> FolderStore::local(std::string_view id, std::string_view name,
                                       const std::string& /*folder*/) const {
  std::string path = path_of(id, name);
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) return unreadable(errno);
  return path;
}

std::string FolderStore::path_of(std::string_view id, std::string_view name) const {
  return root_ + '/' + place_of_id(id) + '/' + checked_name(name);
}

Result<bool> FolderStore::remove(std::string_view id) const {
  const std::string dir = root_ + '/' + place_of_id(id);
  const std::string gone = root_ + "/incoming/" + random_token();
  // Renamed first: whoever asks during the removal finds all or nothing.
  if (::rename(dir.c_str(), gone.c_str()) != 0) {
    if (errno == ENOENT) return false;
    return disk_failure(errno, "remove");
  }
  std::error_code fault;
  fs::remove_all(gone, fault);
  if (fault) return disk_failure(fault.value(), "remove");
  if (auto synced = sync_path(fs::path(dir).parent_path()); !synced) return Failure(synced.error());
  return true;
}

Result<void> FolderStore::check() const {
  if (::access(root_.c_str(), W_OK | X_OK) != 0) return disk_failure(errno, "media folder");
  return {};
}

Result<std::string> FolderStore::make_dir_of(std::string_view id) const {
  const fs::path dir = root_ + '/' + place_of_id(id);
  std::error_code fault;
  fs::create_directories(dir, fault);
  // Also when they were there: whoever made them may not have come to the sync.
  if (fault) return disk_failure(fault.value(), "directory");
  for (const fs::path& parent :
       {dir.parent_path(), dir.parent_path().parent_path(), fs::path(root_)}) {
    if (auto synced = sync_path(parent); !synced) return Failure(synced.error());
  }
  return dir.string();
}

}  // namespace camaug::media
