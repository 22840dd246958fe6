#include "media/store_path.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include "base/id.hpp"
#include "base/log.hpp"
#include "media/disk.hpp"
#include "media/folder_store.hpp"

namespace camaug::media {
namespace {

namespace fs = std::filesystem;

// What a file system may still hold for the database when uploads are refused.
constexpr std::int64_t k_reserve_bytes = 256LL * 1024 * 1024;
constexpr std::size_t k_token_characters = 22;

bool is_token(std::string_view token) {
  return token.size() == k_token_characters &&
         token.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
             std::string_view::npos;
}

Failure missing() {
  return fail(ErrorCode::not_found, "error.media.file_missing");
}

}  // namespace

Incoming::~Incoming() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<void> Incoming::write(std::string_view data) {
  while (!data.empty()) {
    const auto written = ::write(descriptor_, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_failure(errno, "write");
    bytes_ += written;
    data.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> Incoming::sync() {
  if (fsync(descriptor_) != 0) return disk_failure(errno, "fsync");
  return {};
}

Result<MediaRoot> MediaRoot::open(const std::string& path, MediaStorePtr store) {
  for (const std::string& dir : {path, path + "/incoming", path + "/noted"}) {
    std::error_code fault;
    fs::create_directories(dir, fault);
    if (fault) return disk_failure(fault.value(), "media folder");
    if (access(dir.c_str(), W_OK | X_OK) != 0) return disk_failure(errno, "media folder");
    fs::permissions(dir, fs::perms::owner_all, fault);
  }
  if (!store) store = std::make_shared<const FolderStore>(path);
  return MediaRoot(path, std::move(store));
}

Result<void> MediaRoot::check_space(std::int64_t bytes) const {
  struct statvfs disk{};
  if (statvfs(path_.c_str(), &disk) != 0) return disk_failure(errno, "statvfs");
  const auto free_bytes = static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize);
  if (free_bytes - k_reserve_bytes < bytes) return disk_failure(ENOSPC, "reserve");
  return store_->ready();
}

Result<Incoming> MediaRoot::reserve() const {
  std::string token = random_token();
  std::string path = incoming(token);
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return disk_failure(errno, "reserve");
  return Incoming(std::move(token), std::move(path), file, 0);
}

Result<Incoming> MediaRoot::resume(std::string_view token) const {
  if (!is_token(token)) return missing();
  std::string path = incoming(token);
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 && (errno == ENOENT || errno == EISDIR)) return missing();
  if (file < 0) return disk_failure(errno, "resume");
  struct stat info{};
  fstat(file, &info);
  return Incoming(std::string(token), std::move(path), file, info.st_size);
}

void MediaRoot::discard(std::string_view token) const {
  std::error_code ignored;
  if (is_token(token)) fs::remove_all(incoming(token), ignored);
}

Result<void> MediaRoot::keep(Incoming file, std::string_view id, std::string_view name) const {
  return keep(file.path(), id, name);
}

Result<void> MediaRoot::keep(const std::string& path, std::string_view id,
                             std::string_view name) const {
  return store_->keep(id, {{path, checked_name(name)}});
}

Result<MediaRoot::WorkDir> MediaRoot::make_work_dir() const {
  WorkDir dir{random_token(), {}};
  dir.path = incoming(dir.token);
  if (mkdir(dir.path.c_str(), 0700) != 0) return disk_failure(errno, "work directory");
  return dir;
}

Result<void> MediaRoot::keep_made(const WorkDir& work, std::string_view id,
                                  const std::vector<std::string>& names) const {
  std::vector<MediaStore::Arrived> files;
  files.reserve(names.size());
  for (const std::string& name : names) {
    files.push_back({work.path + '/' + checked_name(name), name});
  }
  auto kept = store_->keep(id, files);
  discard(work.token);
  return kept;
}

StoredFile MediaRoot::file(std::string_view id, std::string_view name) const {
  return {store_, std::string(id), checked_name(name)};
}

Result<bool> MediaRoot::remove(std::string_view id) const {
  return store_->remove(id);
}

void MediaRoot::note(std::string_view id, Instant now) const {
  const int file = ::open(noted(id).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const timespec time{.tv_sec = epoch_ms(now) / 1000, .tv_nsec = 0};
  const std::array<timespec, 2> times{time, time};
  // Without a note a file may stay for good, which is less bad than an upload that is refused.
  if (file < 0 || ::futimens(file, times.data()) != 0) log::warning("media.not_noted");
  if (file >= 0) ::close(file);
}

void MediaRoot::note_gone(std::string_view id) const {
  note(id, Instant{});
}

int MediaRoot::settle_noted(Instant before,
                            const std::function<bool(const std::string& id)>& has_row) const {
  int removed = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(path_ + "/noted", ignored)) {
    struct stat info{};
    const std::string id = entry.path().filename().string();
    if (parse_uuid(id) != id || lstat(entry.path().c_str(), &info) != 0) continue;
    if (from_epoch_ms(static_cast<std::int64_t>(info.st_mtime) * 1000) >= before) continue;
    if (!has_row(id)) {
      const auto gone = store_->remove(id);
      if (!gone) {
        log::warning("media.not_removed", {{"key", std::string_view(gone.error().key)}});
        break;  // a store that is away is not asked for each of them
      }
      if (*gone) ++removed;
    }
    fs::remove(entry.path(), ignored);
  }
  return removed;
}

int MediaRoot::sweep_incoming(Instant before) const {
  int removed = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(path_ + "/incoming", ignored)) {
    struct stat info{};
    if (lstat(entry.path().c_str(), &info) != 0) continue;
    if (from_epoch_ms(static_cast<std::int64_t>(info.st_mtime) * 1000) >= before) continue;
    if (fs::remove_all(entry.path(), ignored) > 0) ++removed;
  }
  return removed;
}

std::string MediaRoot::incoming(std::string_view token) const {
  return path_ + "/incoming/" + std::string(token);
}

std::string MediaRoot::arriving(std::string_view id) const {
  if (parse_uuid(id) != id) throw std::logic_error("media: not a canonical id");
  return incoming(std::string(id) + ".part");
}

std::string MediaRoot::noted(std::string_view id) const {
  if (parse_uuid(id) != id) throw std::logic_error("media: not a canonical id");
  return path_ + "/noted/" + std::string(id);
}

}  // namespace camaug::media
