// `camaug simulate`: a made-up province of any size in a new data directory, for measuring.
#pragma once

#include <cstdint>
#include <string>

#include "app/simulate.hpp"
#include "cli/data_dir.hpp"

namespace camaug::cli {

struct SimulateCommand {
  DataDir place{"simulated"};
  std::string profile = "profiles/ca-mau";
  int stories = 2'000;  // true histories, which are then repeated
  app::SimulateOptions options;
};
// 0, or 1 after a plain error on standard error. Refuses a place that has a database already.
int run_simulate(const SimulateCommand& command);

}  // namespace camaug::cli
