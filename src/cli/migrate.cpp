#include "cli/migrate.hpp"

#include <iostream>

#include "store/migrate.hpp"

namespace camaug::cli {

int run_migrate(const DataDir& dir, bool commit) {
  const auto connection = open_for_long(dir);
  const auto steps = store::try_migrations(*connection, SystemClock().now(), commit);
  if (!steps) {
    std::cerr << "camaug: " << error_line(steps.error()) << '\n';
    return 1;
  }
  for (const auto& step : *steps) {
    std::cout << step.number << ' ' << step.name << ": " << step.took.count() << " ms\n";
  }
  if (steps->empty()) {
    std::cout << "camaug: " << dir.place() << " has this program's schema ("
              << store::schema_version_wanted() << ")\n";
  } else if (commit) {
    std::cout << "camaug: " << dir.place() << " is at schema " << steps->back().number << '\n';
  } else {
    std::cout << "camaug: tried and taken back; --commit keeps it\n";
  }
  return 0;
}

}  // namespace camaug::cli
