// What became of the texts of a report, read from its events: which answers the sender was told,
// and which words an undo took back. No I/O.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/case.hpp"

namespace camaug::app {

struct Said {
  std::set<std::string> told;        // answers and plans that were relayed
  std::set<std::string> taken_back;  // everything an undone step had said
};
// Ids of contents.
[[nodiscard]] Said said(const Case& c);

}  // namespace camaug::app
