// `camaug figures`: counts the leaders' figures anew from the reports. Changes nothing else.
#pragma once

#include "cli/data_dir.hpp"

namespace camaug::cli {

// 0 when camaug verify would find them right now, else 1.
int run_figures_recount(const DataDir& dir);

}  // namespace camaug::cli
