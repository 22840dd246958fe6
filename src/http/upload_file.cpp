// See upload_file.hpp.
#include "http/upload_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/id.hpp"

namespace camaug::http {
namespace {

Failure disk_failure(int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    return fail(ErrorCode::unavailable, "error.disk_full");
  }
  if (error == EROFS || error == EACCES || error == EPERM) {
    return fail(ErrorCode::unavailable, "error.read_only");
  }
  return fail(ErrorCode::unavailable, "error.unavailable");
}

}  // namespace

UploadFile::~UploadFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (created_) ::unlink(file_.path.c_str());
}

void UploadFile::start() {
  crypto_hash_sha256_init(&hash_);
}

Result<void> UploadFile::create(const std::string& directory) {
  file_.path = directory + "/" + random_token(16) + ".part";
  descriptor_ = ::open(file_.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor_ < 0) return disk_failure(errno);
  created_ = true;
  start();
  return {};
}

Result<void> UploadFile::append(const std::string& path, std::int64_t offset, std::int64_t whole) {
  file_.path = path;
  file_.offset = offset;
  const int make = offset == 0 ? O_CREAT : 0;
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | make, 0600);
  if (descriptor_ < 0) return disk_failure(errno);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::conflict, "error.upload_in_progress");
  }
  // Only the lock makes the length sure.
  struct stat info{};
  if (::fstat(descriptor_, &info) != 0) return disk_failure(errno);
  if (std::min<std::int64_t>(info.st_size, whole - 1) != offset) {
    return fail(ErrorCode::conflict, "error.upload.offset");
  }
  if (::ftruncate(descriptor_, offset) != 0 || ::lseek(descriptor_, offset, SEEK_SET) != offset) {
    return disk_failure(errno);
  }
  start();
  return {};
}

Result<void> UploadFile::write(std::string_view bytes) {
  crypto_hash_sha256_update(&hash_, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_failure(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    file_.bytes += written;
  }
  return {};
}

Result<UploadedFile> UploadFile::finish() {
  // An acknowledged upload must survive a power cut, as an acknowledged report does.
  if (::fdatasync(descriptor_) != 0) return disk_failure(errno);
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&hash_, reinterpret_cast<unsigned char*>(digest.data()));
  file_.sha256_hex = to_hex(digest);
  ::close(descriptor_);
  descriptor_ = -1;
  return std::move(file_);
}

}  // namespace camaug::http
