// Kept media from one store into another, and whether a store has what the rows say: file by file,
// by their SHA-256. Never removes or changes a file of the source.
#pragma once

#include <ostream>

#include "cli/data_dir.hpp"

namespace camaug::cli {

// Every file that the rows of `from` name and `to` does not have with the same SHA-256. Says how
// many; also which are missing in the source, for they stay so, or damaged: false when one is. Goes
// on where it broke off when it is called again. Errors: a store that is away or refuses, a disk
// that is full.
[[nodiscard]] Result<bool> copy_media(const DataDir& from, const DataDir& to, std::ostream& out);

struct MediaCheck {
  std::int64_t compared = 0;
  std::int64_t missing = 0;
  std::int64_t broken = 0;
};
// Reads every original whole and compares it with its row. Names each that is another one or is
// missing. Errors: a store that is away or refuses.
[[nodiscard]] Result<MediaCheck> check_media(const DataDir& dir, std::ostream& out);

}  // namespace camaug::cli
