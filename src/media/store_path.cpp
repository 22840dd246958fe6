#include "media/store_path.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include "base/id.hpp"
#include "media/disk.hpp"

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

std::string checked_name(std::string_view name) {
  const bool fine =
      !name.empty() && name.size() <= 40 && name.front() != '.' &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
  if (!fine) throw std::logic_error("media: not a file name");
  return std::string(name);
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

Result<MediaRoot> MediaRoot::open(const std::string& path) {
  for (const std::string& dir : {path, path + "/incoming"}) {
    std::error_code fault;
    fs::create_directories(dir, fault);
    if (fault) return disk_failure(fault.value(), "media folder");
    if (access(dir.c_str(), W_OK | X_OK) != 0) return disk_failure(errno, "media folder");
    fs::permissions(dir, fs::perms::owner_all, fault);
  }
  return MediaRoot(path);
}

Result<void> MediaRoot::check_space(std::int64_t bytes) const {
  struct statvfs disk{};
  if (statvfs(path_.c_str(), &disk) != 0) return disk_failure(errno, "statvfs");
  const auto free_bytes = static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize);
  if (free_bytes - k_reserve_bytes < bytes) return disk_failure(ENOSPC, "reserve");
  return {};
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
  const std::string target = path_of(id, name);
  if (auto synced = file.sync(); !synced) return synced;
  const auto dir = make_dir_of(id);
  if (!dir) return Failure(dir.error());
  if (rename(file.path().c_str(), target.c_str()) != 0) return disk_failure(errno, "rename");
  return sync_path(*dir);
}

Result<MediaRoot::WorkDir> MediaRoot::make_work_dir() const {
  WorkDir dir{random_token(), {}};
  dir.path = incoming(dir.token);
  if (mkdir(dir.path.c_str(), 0700) != 0) return disk_failure(errno, "work directory");
  return dir;
}

Result<void> MediaRoot::keep_made(const WorkDir& work, std::string_view id,
                                  const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    if (auto synced = sync_path(work.path + '/' + checked_name(name)); !synced) return synced;
  }
  const auto dir = make_dir_of(id);
  if (!dir) return Failure(dir.error());
  for (const std::string& name : names) {
    const std::string from = work.path + '/' + name;
    if (rename(from.c_str(), path_of(id, name).c_str()) != 0) return disk_failure(errno, "rename");
  }
  discard(work.token);
  return sync_path(*dir);
}

std::string MediaRoot::path_of(std::string_view id, std::string_view name) const {
  return dir_of(id) + '/' + checked_name(name);
}

Result<bool> MediaRoot::remove(std::string_view id) const {
  const std::string dir = dir_of(id);
  const std::string gone = incoming(random_token());
  // Renamed first: whoever asks during the removal finds all or nothing.
  if (rename(dir.c_str(), gone.c_str()) != 0) {
    if (errno == ENOENT) return false;
    return disk_failure(errno, "remove");
  }
  std::error_code fault;
  fs::remove_all(gone, fault);
  if (fault) return disk_failure(fault.value(), "remove");
  if (auto synced = sync_path(fs::path(dir).parent_path()); !synced) return Failure(synced.error());
  return true;
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

std::string MediaRoot::dir_of(std::string_view id) const {
  if (parse_uuid(id) != id) throw std::logic_error("media: not a canonical id");
  // The last digits: the first ones of a UUIDv7 are the time, all files of a month would meet.
  return path_ + '/' + std::string(id.substr(32, 2)) + '/' + std::string(id.substr(34, 2)) + '/' +
         std::string(id);
}

std::string MediaRoot::incoming(std::string_view token) const {
  return path_ + "/incoming/" + std::string(token);
}

Result<std::string> MediaRoot::make_dir_of(std::string_view id) const {
  const fs::path dir = dir_of(id);
  std::error_code fault;
  fs::create_directories(dir, fault);
  // Also when they were there: whoever made them may not have come to the sync.
  if (fault) return disk_failure(fault.value(), "directory");
  for (const fs::path& parent :
       {dir.parent_path(), dir.parent_path().parent_path(), fs::path(path_)}) {
    if (auto synced = sync_path(parent); !synced) return Failure(synced.error());
  }
  return dir.string();
}

Result<std::string> sha256_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return missing();
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<unsigned char, 65'536> buffer{};
  ssize_t bytes = 0;
  while ((bytes = read(file, buffer.data(), buffer.size())) != 0) {
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) break;
    crypto_hash_sha256_update(&state, buffer.data(), static_cast<unsigned long long>(bytes));
  }
  close(file);
  if (bytes < 0) return missing();
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  return to_hex(digest);
}

}  // namespace camaug::media
