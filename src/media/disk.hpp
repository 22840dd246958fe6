// The refusals of a disk and the way onto it (fsync), for everything here that keeps files.
#pragma once

#include <string>

#include "base/error.hpp"

namespace camaug::media {

// From an errno: no room is error.disk_full, a read-only or forbidden place error.read_only, any
// other fault error.unavailable; all of them "unavailable", for the sender can only wait.
[[nodiscard]] Failure disk_failure(int fault, std::string detail);
// fsync of a file or directory.
[[nodiscard]] Result<void> sync_path(const std::string& path);

}  // namespace camaug::media
