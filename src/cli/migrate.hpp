// `camaug migrate`: what is missing of the schema, tried and taken back, or kept.
#pragma once

#include "cli/data_dir.hpp"

namespace camaug::cli {

// 0, or 1 after a plain error on standard error.
int run_migrate(const DataDir& dir, bool commit);

}  // namespace camaug::cli
