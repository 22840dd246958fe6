// The fold over a report's events: what the projection must be. For verification and for undo.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/case.hpp"
#include "domain/projection.hpp"
#include "store/event.hpp"

namespace camaug::app {

struct Replayed {
  domain::Report report;
  std::map<std::int64_t, domain::ClockRow> clocks;
  std::vector<std::string> cooperating;
  std::map<std::string, std::string> commitments;  // content id -> commitment
  std::string fault;                               // "" or what does not fit, with the event's n
};

// Folds events[0, count).
[[nodiscard]] Replayed replay(const std::vector<store::Event>& events, std::size_t count);

}  // namespace camaug::app
