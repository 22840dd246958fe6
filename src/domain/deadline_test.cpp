// Due times under the four rules: the published examples, the edges of days and years, and the
// measure of what is left.
#include "domain/deadline.hpp"

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

using enum ClockKind;
using enum LimitRule;

std::string due(ClockKind kind, LimitRule rule, std::string_view start) {
  const auto result = deadline(kind, at(start), sample_policy(rule), sample_calendar());
  return result ? show(result->due) : result.error().key;
}

std::string repair_due(std::string_view start, int days, const char* promised = nullptr) {
  const auto date = promised == nullptr ? std::nullopt : std::optional(day(promised));
  const auto result = repair_deadline(at(start), days, date, sample_policy(), sample_calendar());
  return result ? show(result->due) : result.error().key;
}

}  // namespace

TEST_CASE("by_start_day: the day of the start picks the limit, then plain time") {
  CHECK(due(dispatch, by_start_day, "2026-11-20 23:30") == "2026-11-21 01:30");  // Fri to Sat
  CHECK(due(dispatch, by_start_day, "2026-11-21 00:00") == "2026-11-21 12:00");
  CHECK(due(dispatch, by_start_day, "2026-11-20 23:59:59.999") == "2026-11-21 01:59:59.999");
  CHECK(due(answer, by_start_day, "2026-03-02 08:12") == "2026-03-02 12:12");
  CHECK(due(answer, by_start_day, "2026-03-08 08:12") == "2026-03-09 08:12");
  CHECK(due(give_back, by_start_day, "2026-03-02 08:12") == "2026-03-02 09:12");
  CHECK(due(give_back, by_start_day, "2026-03-07 08:12") == "2026-03-07 20:12");
  CHECK(due(relay, by_start_day, "2026-03-02 16:30") == "2026-03-02 18:30");
  CHECK(due(reopen, by_start_day, "2026-03-07 16:30") == "2026-03-08 04:30");
  CHECK(due(dispatch, by_start_day, "2026-01-10 08:00") == "2026-01-10 10:00");  // make-up Sat
  CHECK(due(dispatch, by_start_day, "2026-01-02 08:00") == "2026-01-02 20:00");  // swapped off
  CHECK(due(dispatch, by_start_day, "2026-02-17 08:00") == "2026-02-17 20:00");  // Tet
  CHECK(due(dispatch, by_start_day, "2026-04-27 08:00") == "2026-04-27 20:00");  // substitute
}

TEST_CASE("by_start_shift: outside the shift of a working day counts like a day off") {
  CHECK(due(dispatch, by_start_shift, "2026-11-17 22:00") == "2026-11-18 10:00");  // Tue 22:00
  CHECK(due(dispatch, by_start_shift, "2026-11-17 06:59") == "2026-11-17 18:59");
  CHECK(due(dispatch, by_start_shift, "2026-11-17 07:00") == "2026-11-17 09:00");
  CHECK(due(dispatch, by_start_shift, "2026-11-17 16:59") == "2026-11-17 18:59");
  CHECK(due(dispatch, by_start_shift, "2026-11-17 17:00") == "2026-11-18 05:00");
  CHECK(due(dispatch, by_start_shift, "2026-11-21 09:00") == "2026-11-21 21:00");
  CHECK(due(dispatch, by_start_shift, "2026-01-10 09:00") == "2026-01-10 11:00");
}

TEST_CASE("by_share: each moment spends the share of its own kind of day") {
  CHECK(due(dispatch, by_share, "2026-11-20 23:30") == "2026-11-21 09:00");  // the published one
  CHECK(due(dispatch, by_share, "2026-11-20 22:00") == "2026-11-21 00:00");
  CHECK(due(dispatch, by_share, "2026-03-02 08:00") == "2026-03-02 10:00");
  CHECK(due(dispatch, by_share, "2026-03-08 18:00") == "2026-03-09 01:00");  // 50 % of Sunday
  CHECK(due(answer, by_share, "2026-03-06 23:00") == "2026-03-07 18:00");
  CHECK(due(answer, by_share, "2026-02-15 12:00") == "2026-02-16 12:00");
  CHECK(due(give_back, by_share, "2026-11-20 23:59:59.999") == "2026-11-21 11:59:59.988");
  PolicyVersion slow = sample_policy(by_share);
  slow.limits[std::size_t(answer)] = {60 * 48, 60 * 96};  // Friday noon: 25 %, weekend 50 %
  CHECK(show(deadline(answer, at("2026-03-06 12:00"), slow, sample_calendar())->due) ==
        "2026-03-09 12:00");
  CHECK(due(answer, by_share, "2027-12-31 23:00") == "error.calendar.year_missing");
}

TEST_CASE("office_hours: only the hours of working days count") {
  CHECK(due(dispatch, office_hours, "2026-03-02 08:00") == "2026-03-02 10:00");
  CHECK(due(dispatch, office_hours, "2026-03-02 09:00") == "2026-03-02 11:00");
  CHECK(due(dispatch, office_hours, "2026-03-02 10:00") == "2026-03-02 14:00");  // over lunch
  CHECK(due(dispatch, office_hours, "2026-03-02 12:00") == "2026-03-02 15:00");
  CHECK(due(dispatch, office_hours, "2026-03-02 03:00") == "2026-03-02 09:00");
  CHECK(due(dispatch, office_hours, "2026-03-06 16:30") == "2026-03-09 08:30");  // over weekend
  CHECK(due(answer, office_hours, "2026-03-06 16:00") == "2026-03-09 10:00");
  CHECK(due(answer, office_hours, "2026-03-06 17:00") == "2026-03-09 11:00");
  CHECK(due(dispatch, office_hours, "2026-02-13 16:00") == "2026-02-23 08:00");  // over Tet
  CHECK(due(dispatch, office_hours, "2026-01-09 16:00") == "2026-01-10 08:00");  // make-up Sat
  CHECK(due(dispatch, office_hours, "2025-12-31 16:30") == "2026-01-05 08:30");
  CHECK(due(dispatch, office_hours, "2027-12-31 16:30") == "error.calendar.year_missing");
}

TEST_CASE("year borders, missing years and kinds without a limit") {
  CHECK(due(dispatch, by_start_day, "2025-12-31 23:30") == "2026-01-01 01:30");
  CHECK(due(dispatch, by_start_day, "2027-12-31 23:30") == "2028-01-01 01:30");
  CHECK(due(dispatch, by_start_day, "2028-01-03 08:00") == "error.calendar.year_missing");
  CHECK(due(dispatch, by_start_day, "2024-12-31 08:00") == "error.calendar.year_missing");
  CHECK(due(total, by_start_day, "2026-03-02 08:00") == "error.deadline.no_limit");
  CHECK(due(repair, by_start_day, "2026-03-02 08:00") == "error.deadline.no_limit");
  PolicyVersion unset = sample_policy();
  unset.limits[std::size_t(relay)] = {};
  CHECK_FALSE(deadline(relay, at("2026-03-02 08:00"), unset, sample_calendar()));
}

TEST_CASE("a deadline explains itself") {
  const auto why = [](LimitRule rule, std::string_view start) {
    return deadline(dispatch, at(start), sample_policy(rule), sample_calendar())->why;
  };
  const Explanation night = why(by_start_shift, "2026-11-17 22:00");
  CHECK(night.rule == by_start_shift);
  CHECK(night.day_kind == DayKind::working);
  CHECK(night.off_shift);
  CHECK(night.limit == std::chrono::hours(12));
  CHECK(night.policy == "sample-1");
  CHECK(night.article == "Quyết định mẫu 01");
  CHECK_FALSE(night.provisional);
  CHECK(why(by_start_day, "2026-11-21 08:00").limit == std::chrono::hours(12));
  CHECK_FALSE(why(by_start_day, "2026-11-21 08:00").off_shift);
  CHECK(why(office_hours, "2026-11-21 08:00").limit == std::chrono::hours(2));
  CHECK(why(office_hours, "2026-11-21 08:00").day_kind == DayKind::off);
  CHECK(why(by_share, "2026-11-20 23:30").limit == std::chrono::hours(2));
  CHECK(why(by_start_day, "2027-03-02 08:00").provisional);
  CHECK_FALSE(why(by_start_day, "2026-12-31 23:30").provisional);  // looked at 2026 only
  CHECK(why(by_share, "2026-12-31 23:30").provisional);
}

TEST_CASE("repair: the end of the Nth working day, or of the promised day if earlier") {
  CHECK(repair_due("2026-03-02 10:00", 3) == "2026-03-05 17:00");
  CHECK(repair_due("2026-03-06 18:00", 3) == "2026-03-11 17:00");
  CHECK(repair_due("2026-02-13 10:00", 1) == "2026-02-23 17:00");
  CHECK(repair_due("2026-03-02 10:00", 3, "2026-03-04") == "2026-03-04 17:00");
  CHECK(repair_due("2026-03-02 10:00", 3, "2026-03-20") == "2026-03-05 17:00");
  CHECK(repair_due("2026-03-02 10:00", 30, "2026-03-08") == "2026-03-06 17:00");  // Sunday
  CHECK(repair_due("2026-03-02 10:00", 30, "2026-03-02") == "2026-03-02 17:00");
  CHECK(repair_due("2026-03-02 17:00", 30, "2026-03-02") == "2026-03-03 17:00");  // past already
  CHECK(repair_due("2026-03-07 10:00", 30, "2026-03-08") == "2026-03-09 17:00");
  CHECK(repair_due("2026-03-02 10:00", 30, "2026-01-01") == "2026-03-02 17:00");
  CHECK(repair_due("2026-03-02 10:00", 0) == "error.deadline.repair_days");
  CHECK(repair_due("2027-12-30 10:00", 5) == "error.calendar.year_missing");
  CHECK(repair_due("2027-12-29 10:00", 5, "2027-12-31") == "2027-12-31 17:00");
  const auto kept = repair_deadline(at("2026-03-02 10:00"), 3, day("2026-03-04"), sample_policy(),
                                    sample_calendar());
  CHECK(kept->why.rule == promised_date);
  CHECK(kept->why.working_days == 3);
}

TEST_CASE("what is left and what it gives back are inverse under every rule") {
  const Calendar calendar = sample_calendar();
  const char* starts[] = {"2026-03-02 08:00", "2026-03-06 16:59:59.123", "2026-02-13 11:30",
                          "2026-01-09 23:59", "2026-11-21 05:00:00.007"};
  for (const LimitRule rule : {by_start_day, by_start_shift, by_share, office_hours}) {
    const PolicyVersion policy = sample_policy(rule);
    for (const char* start : starts) {
      for (const ClockKind kind : {dispatch, give_back, answer, relay, reopen}) {
        const Instant from = at(start);
        const Instant until = deadline(kind, from, policy, calendar)->due;
        CHECK(until >= from);
        const Instant middle = from + (until - from) / 3;
        const auto left = time_left(kind, rule, middle, until, policy, calendar);
        REQUIRE(left);
        CHECK(show(due_after(kind, rule, middle, *left, policy, calendar).value()) == show(until));
        CHECK(time_left(kind, rule, until, from, policy, calendar).value() == Millis(0));
      }
    }
  }
}

TEST_CASE("after send_back an agency has at least an hour, six on a day off") {
  const auto least = [](LimitRule rule, std::string_view from) {
    return show(least_due(rule, at(from), sample_policy(rule), sample_calendar()).value());
  };
  CHECK(least(by_start_day, "2026-03-02 08:00") == "2026-03-02 09:00");
  CHECK(least(by_start_day, "2026-03-07 08:00") == "2026-03-07 14:00");
  CHECK(least(by_start_shift, "2026-03-02 20:00") == "2026-03-03 02:00");
  CHECK(least(by_share, "2026-03-06 23:30") == "2026-03-07 03:00");
  CHECK(least(office_hours, "2026-03-02 10:30") == "2026-03-02 13:30");
  CHECK(least(office_hours, "2026-03-07 10:30") == "2026-03-09 08:00");
}

TEST_CASE("durations are ISO 8601") {
  CHECK(iso_duration(std::chrono::hours(2)) == "PT2H");
  CHECK(iso_duration(std::chrono::hours(24)) == "PT24H");
  CHECK(iso_duration(std::chrono::minutes(90)) == "PT1H30M");
  CHECK(iso_duration(Millis(0)) == "PT0S");
  CHECK(iso_duration(Millis(45250)) == "PT45.25S");
}
