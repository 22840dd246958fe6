// `camaug init`: a new data directory with a province, and for a demo its people and its history.
#pragma once

#include <cstdint>
#include <string>

#include "cli/data_dir.hpp"

namespace camaug::cli {

struct InitOptions {
  DataDir place{"demo-data"};
  std::string profile = "profiles/ca-mau";
  bool demo = false;
  std::uint64_t seed = 1;
  int reports = 240;
};
// The province of a profile, into a database that is new or has an older version of it.
[[nodiscard]] Result<void> load_province(const DataDir& dir, const std::string& profile);
// 0, or 1 after a plain error on standard error. Refuses a directory that has a database already.
int run_init(const InitOptions& options);
// `camaug profile load`: a new version of the profile into an existing data directory.
int run_profile_load(const DataDir& dir, const std::string& profile);

}  // namespace camaug::cli
