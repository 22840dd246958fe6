// A clock goes into its row and comes back whole.
#include "domain/clock_row.hpp"

#include <doctest/doctest.h>

using namespace camaug;
using namespace camaug::domain;

TEST_CASE("a clock comes back from its row as it was") {
  ClockInstance clock;
  clock.id = 7;
  clock.kind = ClockKind::repair;
  clock.owner = "ubnd_31825";
  clock.started_at = from_epoch_ms(1'700'000'000'000);
  clock.due_at = from_epoch_ms(1'700'000'900'000);
  clock.paused_at = from_epoch_ms(1'700'000'100'000);
  clock.result = ClockResult::paused;
  clock.left = Millis(800'000);
  clock.why.policy = "p";
  clock.why.working_days = 3;
  clock.why.provisional = true;
  clock.why.off_shift = true;
  clock.promised = parse_date("2026-11-24");
  clock.breaks.push_back({from_epoch_ms(1), from_epoch_ms(2), true});
  clock.least_only = true;
  const ClockRow row = to_row(clock, "r");
  CHECK(row.report == "r");
  CHECK(row.left_ms == 800'000);
  const ClockInstance back = from_row(row);
  CHECK(back.promised == clock.promised);
  CHECK(back.breaks == clock.breaks);
  CHECK(back.why.working_days == 3);
  CHECK(back == clock);
  CHECK(to_row(back, "r") == row);
}

TEST_CASE("a damaged detail is told") {
  ClockRow row = to_row(ClockInstance{}, "r");
  row.detail = "{";
  CHECK_THROWS((void)from_row(row));
}
