#include "media/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace camaug::media {

Failure disk_failure(int fault, std::string detail) {
  switch (fault) {
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorCode::unavailable, "error.disk_full", std::move(detail));
    case EROFS:
    case EACCES:
    case EPERM:
      return fail(ErrorCode::unavailable, "error.read_only", std::move(detail));
    default:
      return fail(ErrorCode::unavailable, "error.unavailable", std::move(detail));
  }
}

Result<void> sync_path(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return disk_failure(errno, "open for sync");
  const int result = fsync(file);
  const int fault = errno;
  close(file);
  if (result != 0) return disk_failure(fault, "fsync");
  return {};
}

}  // namespace camaug::media
