// `camaug copy`: a whole province, its media and its keys from one place to another.
#pragma once

#include "cli/data_dir.hpp"

namespace camaug::cli {

// Every row, into an empty database of either engine. Errors: error.schema_older, schema_newer,
// error.copy.*.
[[nodiscard]] Result<void> copy_rows(const DataDir& from, const DataDir& to);
// 0, or 1 after a plain error on standard error; called again it goes on.
int run_copy(const DataDir& from, const DataDir& to);

}  // namespace camaug::cli
