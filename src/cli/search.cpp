#include "cli/search.hpp"

#include <iostream>

#include "store/search_index.hpp"

namespace camaug::cli {

int run_search_check(const DataDir& dir) {
  const auto connection = open_for_long(dir);
  const bool agrees = store::search_index_agrees(*connection);
  std::cout << (agrees ? "the index of the search agrees\n"
                       : "BREAK the index of the search: camaug search rebuild makes it anew\n");
  return agrees ? 0 : 1;
}

int run_search_rebuild(const DataDir& dir) {
  const auto connection = open_for_long(dir);
  store::rebuild_search(*connection);
  std::cout << "camaug: the search was made anew\n";
  return 0;
}

}  // namespace camaug::cli
