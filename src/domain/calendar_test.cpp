// Kinds of days, make-up Saturdays, counting working days and the refusal of unknown years.
#include "domain/calendar.hpp"

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

DayKind kind(std::string_view date) {
  return sample_calendar().day_kind(day(date)).value();
}

std::string first_key(const Result<Calendar>& result) {
  return result ? "" : result.error().fields.at(0).key;
}

}  // namespace

TEST_CASE("ordinary weeks, holidays, substitutes, swaps and make-up Saturdays") {
  CHECK(kind("2026-03-02") == DayKind::working);  // Monday
  CHECK(kind("2026-03-06") == DayKind::working);  // Friday
  CHECK(kind("2026-03-07") == DayKind::off);      // Saturday
  CHECK(kind("2026-03-08") == DayKind::off);
  CHECK(kind("2026-01-01") == DayKind::off);      // holiday on a Thursday
  CHECK(kind("2026-01-02") == DayKind::off);      // swapped for
  CHECK(kind("2026-01-10") == DayKind::working);  // this Saturday
  CHECK(kind("2026-04-26") == DayKind::off);      // holiday on a Sunday
  CHECK(kind("2026-04-27") == DayKind::off);      // its substitute
  CHECK(kind("2026-04-28") == DayKind::working);
}

TEST_CASE("a year without a calendar is an error that names it") {
  const Calendar calendar = sample_calendar();
  for (const char* date : {"2024-12-31", "2028-01-01"}) {
    const auto answer = calendar.day_kind(day(date));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::unavailable);
    CHECK(answer.error().key == "error.calendar.year_missing");
    CHECK(answer.error().fields.at(0).args.at(0) == std::string(date).substr(0, 4));
  }
  CHECK_FALSE(Calendar().day_kind(day("2026-03-02")));
  CHECK_FALSE(calendar.working_day_after(day("2027-12-31"), 1));
  CHECK_FALSE(calendar.working_day_until(day("2028-01-01")));
  CHECK(calendar.covers(2025));
  CHECK_FALSE(calendar.covers(2028));
}

TEST_CASE("a provisional day makes its year provisional, and only its year") {
  CHECK(sample_calendar().provisional(2027));
  CHECK_FALSE(sample_calendar().provisional(2026));
}

TEST_CASE("working days are counted without the first day, over holidays and make-up days") {
  const Calendar c = sample_calendar();
  CHECK(c.working_day_after(day("2026-03-02"), 1).value() == day("2026-03-03"));
  CHECK(c.working_day_after(day("2026-03-06"), 1).value() == day("2026-03-09"));
  CHECK(c.working_day_after(day("2026-03-07"), 5).value() == day("2026-03-13"));
  CHECK(c.working_day_after(day("2026-02-13"), 1).value() == day("2026-02-23"));  // over Tet
  CHECK(c.working_day_after(day("2026-01-09"), 1).value() == day("2026-01-10"));  // make-up
  CHECK(c.working_day_after(day("2025-12-31"), 1).value() == day("2026-01-05"));
  CHECK(c.working_day_until(day("2026-02-22")).value() == day("2026-02-13"));
  CHECK(c.working_day_until(day("2026-03-04")).value() == day("2026-03-04"));
  CHECK(c.working_day_from(day("2026-04-26")).value() == day("2026-04-28"));
  CHECK(c.working_day_from(day("2026-01-10")).value() == day("2026-01-10"));
}

TEST_CASE("wrong calendars name their row") {
  auto days = sample_days();
  days.push_back(days.front());
  CHECK(first_key(Calendar::make(days, {2025, 2026, 2027})) == "error.calendar.duplicate_day");
  CHECK(first_key(Calendar::make(sample_days(), {2025, 2026})) == "error.calendar.year_not_listed");
  CHECK(first_key(Calendar::make({{day("2026-03-04"), SpecialDay::makeup_work, "", "", false}},
                                 {2026})) == "error.calendar.makeup_on_weekday");
  const LocalDate no_day = std::chrono::year(2026) / 2 / 30;
  CHECK(first_key(Calendar::make({{no_day, SpecialDay::holiday, "", "", false}}, {2026})) ==
        "error.calendar.bad_date");
  const auto unsorted = Calendar::make({{day("2026-05-01"), SpecialDay::holiday, "b", "", false},
                                        {day("2026-01-01"), SpecialDay::holiday, "a", "", false}},
                                       {2026, 2026});
  REQUIRE(unsorted);
  CHECK(unsorted->days().front().name_vi == "a");
  CHECK(unsorted->years().size() == 1);
  CHECK(unsorted->find(day("2026-05-01"))->name_vi == "b");
  CHECK(unsorted->find(day("2026-05-02")) == nullptr);
}
