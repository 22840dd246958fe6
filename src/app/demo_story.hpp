// One invented report and everything that will happen to it, planned before anything is done: pure
// data from a seed. What only the running case knows (who is competent, which account) is filled in
// by demo_history.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/submit.hpp"
#include "domain/profile.hpp"

namespace camaug::app {

enum class DemoActor : std::uint8_t {
  reporter,
  coordinator,
  other_coordinator,
  officer,
  leader,
  system
};

struct DemoStep {
  Instant at{};
  DemoActor by{};
  domain::Action action{};
  boost::json::object body;
};

struct DemoStory {
  NewReport report;
  std::string secret;
  Instant submitted_at{};
  std::vector<DemoStep> steps;        // in order of time, without the submission
  std::optional<std::size_t> master;  // merge: the story it goes into
};

// `count` stories of the days before `until`, in order of submission.
[[nodiscard]] std::vector<DemoStory> demo_stories(const domain::Province& province,
                                                  std::uint64_t seed, int count, Instant until);

}  // namespace camaug::app
