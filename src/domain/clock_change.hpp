// What an action does to the clocks of a report: the one place that knows which clock starts,
// pauses, goes on and ends when. The application stores what comes back, in the transaction of the
// action.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/clock.hpp"
#include "domain/workflow.hpp"

namespace camaug::domain {

// The step being taken, and whose clocks it moves.
struct ClockStep {
  Action action{};
  std::optional<State> from;  // none for submit
  State to{};
  bool plan = false;    // answer, approve, relay: the answer is an interim one
  std::string portal;   // agency code of the portal
  std::string lead;     // agency code of the lead after the step, or before it when it leaves
  int repair_days = 1;  // of the sub-field
  std::optional<LocalDate> promised;  // of the plan
};

struct ClockContext {
  Instant now{};  // the server's receipt; for a report by telephone the time of the call
  std::span<const PolicyVersion> policies;
  std::span<const std::string> areas;  // codes of the commune and all its ancestors
  const Calendar& calendar;
};

// `before` is none for a clock that starts; `after.id` is then 0.
struct ClockChange {
  std::optional<ClockInstance> before;
  ClockInstance after;
};

// `clocks` are all clocks of the report, oldest first, ended ones too. The answer holds each
// changed clock once, ended ones before started ones. Errors: those of deadline() and policy_for();
// unavailable error.policy.unknown when a clock's own version is gone.
[[nodiscard]] Result<std::vector<ClockChange>> clock_changes(const ClockStep& step,
                                                             std::span<const ClockInstance> clocks,
                                                             const ClockContext& context);

// Undo: brings `now_clocks` back to what they were in `before` (matched by id); a clock the undone
// action started becomes void.
[[nodiscard]] std::vector<ClockChange> undo_clocks(std::span<const ClockInstance> before,
                                                   std::span<const ClockInstance> now_clocks,
                                                   Instant now);

// A holiday announced late: the open clocks whose due time changes under the calendar of `context`.
[[nodiscard]] Result<std::vector<ClockChange>> recompute_clocks(
    std::span<const ClockInstance> clocks, const ClockContext& context);

// The clock whose due time people see first: the earliest due one that runs (a paused one if none
// does). Never one that informs only. nullptr when there is none.
[[nodiscard]] const ClockInstance* next_due(std::span<const ClockInstance> clocks);
// The same for the report's own due_at, by which lists sort and everybody counts what is overdue:
// a clock that was paused in time has no due time until it goes on, one that was late stays late.
[[nodiscard]] const ClockInstance* counted_due(std::span<const ClockInstance> clocks);

}  // namespace camaug::domain
