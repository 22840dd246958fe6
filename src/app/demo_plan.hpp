// The course that an invented report takes: which steps, by whom, how fast. Keeps to the workflow
// table by construction; the use cases refuse what it gets wrong.
#pragma once

#include <string>
#include <vector>

#include "app/demo_dice.hpp"
#include "app/demo_story.hpp"

namespace camaug::app {

struct DemoFacts {
  std::string field;
  std::string public_text;
  bool urgent = false;
  bool can_publish = true;
};

// Where a report of the last hours stands, whatever the hour of the day.
enum class DemoStanding : std::uint8_t { sent, taken_on, waiting_reporter, answered };

// Keys are numbered from 1; one of those that there are.
[[nodiscard]] std::string demo_key(DemoDice& dice, const std::string& prefix);
[[nodiscard]] std::string demo_text(DemoDice& dice, const std::string& prefix);

[[nodiscard]] std::vector<DemoStep> plan_story(DemoDice& dice, const DemoFacts& facts, Instant at);
// Nothing happens after the last of its steps, less than an hour after `at`.
[[nodiscard]] std::vector<DemoStep> plan_standing(DemoDice& dice, const DemoFacts& facts,
                                                  Instant at, DemoStanding standing);
[[nodiscard]] std::vector<DemoStep> plan_merge(DemoDice& dice, Instant at);

}  // namespace camaug::app
