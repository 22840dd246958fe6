// The life of one clock of a report: started, paused, resumed, ended met, late or void, continued
// after send_back, recomputed when a holiday is announced late. Pure functions on a value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "domain/calendar.hpp"
#include "domain/deadline.hpp"
#include "domain/policy.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

// A span in which the clock consumed nothing: waiting for the reporter, or (sent_back) lying at the
// portal between the answer and its return. Kept so that a due time can be computed again.
struct ClockBreak {
  Instant from{};
  Instant until{};
  bool sent_back = false;  // afterwards at least policy.send_back_least is left

  friend bool operator==(const ClockBreak&, const ClockBreak&) = default;
};

struct ClockInstance {
  std::int64_t id = 0;  // 0 until stored
  ClockKind kind = ClockKind::dispatch;
  std::string owner;  // agency code: who is late when it is late
  Instant started_at{};
  std::optional<Instant> due_at;   // none for the total clock
  std::optional<Instant> warn_at;  // when three quarters of its time are gone
  std::optional<Instant> ended_at;
  ClockResult result = ClockResult::running;
  std::optional<Instant> paused_at;
  std::optional<Millis> left;  // while paused, in the measure of time_left()
  Explanation why;
  std::vector<ClockBreak> breaks;
  std::optional<LocalDate> promised;  // repair clock
  bool least_only = false;            // began after a late answer was sent back
  bool recomputed = false;            // a late announcement moved it

  [[nodiscard]] bool open() const { return !ended_at; }
  // Past due: now, or when it was paused or ended. Never for a clock without a due time.
  [[nodiscard]] bool overdue(Instant now) const;
  friend bool operator==(const ClockInstance&, const ClockInstance&) = default;
};

// Starts a clock (repair excepted: start_repair). The total clock has no due time.
[[nodiscard]] Result<ClockInstance> start_clock(ClockKind kind, std::string owner, Instant now,
                                                const PolicyVersion& policy,
                                                const Calendar& calendar);
[[nodiscard]] Result<ClockInstance> start_repair(std::string owner, Instant now, int repair_days,
                                                 std::optional<LocalDate> promised,
                                                 const PolicyVersion& policy,
                                                 const Calendar& calendar);

// Stops the count. Paused or ended clocks stay as they are.
[[nodiscard]] Result<void> pause(ClockInstance& clock, Instant now, const PolicyVersion& policy,
                                 const Calendar& calendar);
// Goes on: the due time moves by the span (by_start_day, by_start_shift) or to where the rest of
// the share or of the office time ends. What was late stays late. The repair clock's date stands.
[[nodiscard]] Result<void> unpause(ClockInstance& clock, Instant now, const PolicyVersion& policy,
                                   const Calendar& calendar);
// Ends it met or late.
void finish(ClockInstance& clock, Instant now);
// Ends it void, or late when it was overdue (unless the clock informs only).
void annul(ClockInstance& clock, Instant now);

// After send_back: an answer that was in time goes on with what was left when it was given, at
// least policy.send_back_least; one that was late stays late, and what is returned is a new clock
// with the least. The repair clock keeps its date, or gets the least when that has passed.
[[nodiscard]] Result<ClockInstance> continue_clock(const ClockInstance& ended, Instant now,
                                                   const PolicyVersion& policy,
                                                   const Calendar& calendar);

// The same clock with its due time computed again from its start and its breaks. Ended clocks and
// the total clock come back unchanged.
[[nodiscard]] Result<ClockInstance> recompute(const ClockInstance& clock,
                                              const PolicyVersion& policy,
                                              const Calendar& calendar);

}  // namespace camaug::domain
