// From a start, a policy version and a calendar to the instant when something is due, and why.
// Pure: the same input gives the same due time for ever.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "domain/calendar.hpp"
#include "domain/policy.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

// Why a clock is due when it is due ("Vì sao hạn này?"). Stored with the clock.
struct Explanation {
  LimitRule rule = LimitRule::by_start_day;
  DayKind day_kind = DayKind::working;  // of the local day on which the clock started
  bool off_shift = false;               // by_start_shift: a working day, outside its shift
  Millis limit{0};                      // the limit that was applied; 0 for the repair clock
  int working_days = 0;                 // repair clock: the N of the Nth working day
  std::string policy;                   // PolicyVersion::id
  std::string article;                  // PolicyVersion::article
  bool provisional = false;             // a day of a provisional year was consulted

  friend bool operator==(const Explanation&, const Explanation&) = default;
};

struct Deadline {
  Instant due{};
  Explanation why;
};

// Due time of dispatch, give_back, answer, relay or reopen. Errors: invalid error.deadline.no_limit
// for the other kinds and for a limit that is not set; unavailable error.calendar.year_missing.
[[nodiscard]] Result<Deadline> deadline(ClockKind kind, Instant start, const PolicyVersion& policy,
                                        const Calendar& calendar);

// Due time of the repair clock: policy.repair_until_minute of the `repair_days`-th working day
// after the day of `start`, or of the promised date if that is earlier; a promised day off becomes
// the working day before, or the first possible one when that has passed already. Errors: invalid
// error.deadline.repair_days below 1; unavailable error.calendar.year_missing.
[[nodiscard]] Result<Deadline> repair_deadline(Instant start, int repair_days,
                                               std::optional<LocalDate> promised,
                                               const PolicyVersion& policy,
                                               const Calendar& calendar);

// What is left of a clock of `kind` between `from` and its due time, in the rule's own measure:
// plain time (by_start_day, by_start_shift), time on a day off's scale (by_share), office time
// (office_hours). 0 when `due` is not after `from`.
[[nodiscard]] Result<Millis> time_left(ClockKind kind, LimitRule rule, Instant from, Instant due,
                                       const PolicyVersion& policy, const Calendar& calendar);
// The inverse: the due time of a clock that has `left` (same measure) at `from`.
[[nodiscard]] Result<Instant> due_after(ClockKind kind, LimitRule rule, Instant from, Millis left,
                                        const PolicyVersion& policy, const Calendar& calendar);
// The earliest due time policy.send_back_least allows for a clock that goes on at `from`.
[[nodiscard]] Result<Instant> least_due(LimitRule rule, Instant from, const PolicyVersion& policy,
                                        const Calendar& calendar);

// "PT2H", "PT1H30M", "PT45S", "PT0S": ISO 8601, hours not folded into days.
[[nodiscard]] std::string iso_duration(Millis span);

}  // namespace camaug::domain
