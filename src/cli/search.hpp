// `camaug search`: whether the index of the search agrees with what it was made of, and making it
// anew from the texts. Changes nothing else.
#pragma once

#include "cli/data_dir.hpp"

namespace camaug::cli {

// 0 when it agrees, else 1.
int run_search_check(const DataDir& dir);
int run_search_rebuild(const DataDir& dir);

}  // namespace camaug::cli
