// The life of one clock: met, late, void, pauses under each rule, send_back, late holidays.
#include "domain/clock.hpp"

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

const Calendar& calendar() {
  static const Calendar calendar = sample_calendar();
  return calendar;
}

ClockInstance started(std::string_view start, LimitRule rule = LimitRule::by_start_day,
                      ClockKind kind = ClockKind::answer) {
  return start_clock(kind, "police", at(start), sample_policy(rule), calendar()).value();
}

// Due time after one wait for the reporter.
std::string waited(LimitRule rule, std::string_view start, std::string_view from,
                   std::string_view until) {
  ClockInstance clock = started(start, rule);
  const PolicyVersion policy = sample_policy(rule);
  REQUIRE(pause(clock, at(from), policy, calendar()));
  CHECK(clock.result == ClockResult::paused);
  REQUIRE(unpause(clock, at(until), policy, calendar()));
  CHECK(clock.result == ClockResult::running);
  CHECK_FALSE(clock.paused_at);
  CHECK_FALSE(clock.left);
  CHECK(recompute(clock, policy, calendar()).value() == clock);
  return show(clock.due_at.value());
}

ClockInstance sent_back(LimitRule rule, std::string_view start, std::string_view answered,
                        std::string_view back) {
  ClockInstance clock = started(start, rule);
  finish(clock, at(answered));
  const PolicyVersion policy = sample_policy(rule);
  const ClockInstance next = continue_clock(clock, at(back), policy, calendar()).value();
  CHECK(next.open());
  CHECK(recompute(next, policy, calendar()).value() == next);
  return next;
}

}  // namespace

TEST_CASE("a clock ends met until its due instant, late after it") {
  ClockInstance clock = started("2026-03-02 08:00");
  CHECK(show(*clock.due_at) == "2026-03-02 12:00");
  CHECK(clock.owner == "police");
  CHECK_FALSE(clock.overdue(at("2026-03-02 12:00")));
  CHECK(clock.overdue(at("2026-03-02 12:00:00.001")));
  ClockInstance late = clock;
  finish(clock, at("2026-03-02 12:00"));
  finish(late, at("2026-03-02 12:00:00.001"));
  CHECK(clock.result == ClockResult::met);
  CHECK(late.result == ClockResult::late);
  finish(late, at("2026-03-02 13:00"));  // nothing ends twice
  CHECK(show(*late.ended_at) == "2026-03-02 12:00:00.001");
}

TEST_CASE("void, except that an overdue clock stays late; a window is never late by being void") {
  ClockInstance in_time = started("2026-03-02 08:00");
  annul(in_time, at("2026-03-02 09:00"));
  CHECK(in_time.result == ClockResult::voided);
  ClockInstance overdue = started("2026-03-02 08:00");
  annul(overdue, at("2026-03-02 13:00"));
  CHECK(overdue.result == ClockResult::late);
  ClockInstance window = started("2026-03-02 08:00", LimitRule::by_start_day, ClockKind::give_back);
  annul(window, at("2026-03-02 13:00"));
  CHECK(window.result == ClockResult::voided);
}

TEST_CASE("waiting for the reporter: the due time moves by the span, or the share rests") {
  using enum LimitRule;
  CHECK(waited(by_start_day, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-04 10:00") ==
        "2026-03-04 13:00");
  CHECK(waited(by_start_shift, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-07 10:00") ==
        "2026-03-07 13:00");
  // 1 h of 4 h used; the other 75 % on a Saturday are 18 h.
  CHECK(waited(by_share, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-07 04:00") ==
        "2026-03-07 22:00");
  CHECK(waited(office_hours, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-07 10:00") ==
        "2026-03-09 10:00");
  CHECK(waited(by_start_day, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-02 09:00") ==
        "2026-03-02 12:00");
}

TEST_CASE("what was late when the wait began stays late") {
  for (const LimitRule rule : {LimitRule::by_start_day, LimitRule::by_share}) {
    CHECK(waited(rule, "2026-03-02 08:00", "2026-03-02 13:00", "2026-03-03 13:00") ==
          "2026-03-02 12:00");
  }
  ClockInstance clock = started("2026-03-02 08:00");
  REQUIRE(pause(clock, at("2026-03-02 11:00"), sample_policy(), calendar()));
  CHECK_FALSE(clock.overdue(at("2026-03-09 11:00")));  // a paused clock does not become late
  annul(clock, at("2026-03-09 11:00"));
  CHECK(clock.result == ClockResult::voided);
}

TEST_CASE("two waits add up, and pausing twice changes nothing") {
  const PolicyVersion policy = sample_policy();
  ClockInstance clock = started("2026-03-02 08:00");
  REQUIRE(pause(clock, at("2026-03-02 09:00"), policy, calendar()));
  REQUIRE(pause(clock, at("2026-03-02 09:30"), policy, calendar()));
  CHECK(show(*clock.paused_at) == "2026-03-02 09:00");
  REQUIRE(unpause(clock, at("2026-03-02 10:00"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-02 10:30"), policy, calendar()));
  REQUIRE(pause(clock, at("2026-03-02 11:00"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-02 11:15"), policy, calendar()));
  CHECK(show(*clock.due_at) == "2026-03-02 13:15");
  CHECK(clock.breaks.size() == 2);
}

TEST_CASE("the total clock has no limit and counts through everything") {
  ClockInstance total = started("2026-03-02 08:00", LimitRule::by_start_day, ClockKind::total);
  CHECK_FALSE(total.due_at);
  CHECK_FALSE(total.overdue(at("2027-03-02 08:00")));
  REQUIRE(pause(total, at("2026-03-02 09:00"), sample_policy(), calendar()));
  REQUIRE(unpause(total, at("2026-03-03 09:00"), sample_policy(), calendar()));
  CHECK(total.breaks.empty());
  finish(total, at("2026-03-09 08:00"));
  const ClockInstance again =
      continue_clock(total, at("2026-03-10 08:00"), sample_policy(), calendar()).value();
  CHECK(again.open());
  CHECK(show(again.started_at) == "2026-03-02 08:00");
}

TEST_CASE("send_back: what was left goes on, at least an hour or six") {
  using enum LimitRule;
  const auto due = [](const ClockInstance& clock) { return show(clock.due_at.value()); };
  CHECK(due(sent_back(by_start_day, "2026-03-02 08:00", "2026-03-02 09:00", "2026-03-02 10:00")) ==
        "2026-03-02 13:00");
  CHECK(due(sent_back(by_start_day, "2026-03-02 08:00", "2026-03-02 11:30", "2026-03-02 13:00")) ==
        "2026-03-02 14:00");
  CHECK(due(sent_back(by_start_day, "2026-03-06 20:00", "2026-03-06 23:30", "2026-03-07 01:00")) ==
        "2026-03-07 07:00");
  CHECK(due(sent_back(by_share, "2026-03-06 20:00", "2026-03-06 22:00", "2026-03-07 01:00")) ==
        "2026-03-07 13:00");
  CHECK(due(sent_back(office_hours, "2026-03-06 13:00", "2026-03-06 16:30", "2026-03-06 16:30")) ==
        "2026-03-09 07:30");
  const ClockInstance same =
      sent_back(by_start_day, "2026-03-02 08:00", "2026-03-02 12:00", "2026-03-02 13:00");
  CHECK(show(same.started_at) == "2026-03-02 08:00");
  CHECK_FALSE(same.least_only);
}

TEST_CASE("send_back of a late answer: it stays late, a new clock has the least time") {
  const ClockInstance next = sent_back(LimitRule::by_start_day, "2026-03-02 08:00",
                                       "2026-03-02 15:00", "2026-03-02 16:00");
  CHECK(next.id == 0);
  CHECK(next.least_only);
  CHECK(show(next.started_at) == "2026-03-02 16:00");
  CHECK(show(*next.due_at) == "2026-03-02 17:00");
  CHECK(next.owner == "police");
}

TEST_CASE("the repair clock keeps its date through waits and send_back") {
  const PolicyVersion policy = sample_policy();
  ClockInstance clock =
      start_repair("police", at("2026-03-02 08:00"), 3, {}, policy, calendar()).value();
  CHECK(show(*clock.due_at) == "2026-03-05 17:00");
  REQUIRE(pause(clock, at("2026-03-03 08:00"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-04 08:00"), policy, calendar()));
  CHECK(show(*clock.due_at) == "2026-03-05 17:00");
  finish(clock, at("2026-03-05 16:30"));
  CHECK(clock.result == ClockResult::met);
  const auto soon = continue_clock(clock, at("2026-03-05 16:45"), policy, calendar()).value();
  CHECK(show(*soon.due_at) == "2026-03-05 17:00");
  const auto after = continue_clock(clock, at("2026-03-05 17:30"), policy, calendar()).value();
  CHECK(show(*after.due_at) == "2026-03-05 18:30");
  CHECK(recompute(after, policy, calendar()).value() == after);
  ClockInstance late = clock;
  late.result = ClockResult::late;
  const auto fresh = continue_clock(late, at("2026-03-07 08:00"), policy, calendar()).value();
  CHECK(show(*fresh.due_at) == "2026-03-07 14:00");
  CHECK(recompute(fresh, policy, calendar()).value() == fresh);
}

TEST_CASE("a holiday announced late moves open clocks and leaves closed ones") {
  auto days = sample_days();
  days.push_back({day("2026-03-02"), SpecialDay::holiday, "mới", "new", false});
  const Calendar later = Calendar::make(days, {2025, 2026, 2027}).value();
  const PolicyVersion policy = sample_policy();
  ClockInstance clock = started("2026-03-02 08:00");
  REQUIRE(pause(clock, at("2026-03-02 09:00"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-02 10:00"), policy, calendar()));
  const ClockInstance moved = recompute(clock, policy, later).value();
  CHECK(show(*moved.due_at) == "2026-03-03 09:00");
  CHECK(moved.recomputed);
  CHECK(moved.why.day_kind == DayKind::off);
  CHECK(moved.why.limit == std::chrono::hours(24));
  REQUIRE(pause(clock, at("2026-03-02 11:00"), policy, calendar()));
  CHECK(recompute(clock, policy, later)->left == std::chrono::hours(22));
  ClockInstance ended = started("2026-03-02 08:00");
  finish(ended, at("2026-03-02 09:00"));
  CHECK(recompute(ended, policy, later).value() == ended);
  const ClockInstance repair =
      start_repair("police", at("2026-02-27 08:00"), 1, {}, policy, calendar()).value();
  CHECK(show(*recompute(repair, policy, later)->due_at) == "2026-03-03 17:00");
}

TEST_CASE("the warning comes when a quarter of the time is left, whatever the clock waited") {
  ClockInstance clock = started("2026-03-02 08:00");  // 4 h
  CHECK(show(*clock.warn_at) == "2026-03-02 11:00");
  const PolicyVersion policy = sample_policy();
  REQUIRE(pause(clock, at("2026-03-02 08:30"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-03 08:30"), policy, calendar()));
  CHECK(show(*clock.due_at) == "2026-03-03 12:00");
  CHECK(show(*clock.warn_at) == "2026-03-03 11:00");  // not at once: 3.5 h of 4 are left
  REQUIRE(pause(clock, at("2026-03-03 11:30"), policy, calendar()));
  REQUIRE(unpause(clock, at("2026-03-03 15:00"), policy, calendar()));
  CHECK(show(*clock.warn_at) == "2026-03-03 15:00");  // less than a quarter was left already

  CHECK(show(*started("2026-03-06 16:00", LimitRule::office_hours).warn_at) == "2026-03-09 09:00");
  // by_share: 3 of 4 quarters of a day off's 24 h, begun with half an hour of a working day.
  CHECK(show(*started("2026-03-06 23:30", LimitRule::by_share).warn_at) == "2026-03-07 15:00");
  ClockInstance late = started("2026-03-02 08:00");
  finish(late, at("2026-03-02 13:00"));
  const ClockInstance again =
      continue_clock(late, at("2026-03-02 14:00"), policy, calendar()).value();
  CHECK(show(*again.warn_at) == "2026-03-02 14:45");
  const ClockInstance repair =
      start_repair("police", at("2026-03-02 09:00"), 1, {}, policy, calendar()).value();
  CHECK(show(*repair.warn_at) == "2026-03-03 09:00");  // 32 h until 17:00
  CHECK_FALSE(started("2026-03-02 08:00", LimitRule::by_start_day, ClockKind::total).warn_at);
}
