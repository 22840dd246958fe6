// A calendar and a policy for the unit tests: the days of 2025 to 2027 that the examples touch.
// Must never be included by the program.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar.hpp"
#include "domain/policy.hpp"

namespace camaug::domain::for_test {

[[nodiscard]] inline LocalDate day(std::string_view text) {
  return parse_date(text).value();
}

// "2026-11-20 23:30" or with seconds and milliseconds, at +07:00.
[[nodiscard]] inline Instant at(std::string_view text) {
  std::string full(text);
  full[10] = 'T';
  if (full.size() == 16) full += ":00";
  return parse_rfc3339(full + "+07:00").value();
}

// Local time as people write it, for readable failures.
[[nodiscard]] inline std::string show(Instant t) {
  std::string text = format_rfc3339(t);
  text.resize(text.size() - 6);
  text[10] = ' ';
  return text.ends_with(":00") ? text.substr(0, 16) : text;
}

[[nodiscard]] inline std::vector<CalendarDay> sample_days() {
  std::vector<CalendarDay> days;
  const auto add = [&](std::string_view date, SpecialDay kind, bool provisional = false) {
    days.push_back({day(date), kind, "ngày", "day", provisional});
  };
  add("2025-04-26", SpecialDay::makeup_work);
  add("2025-04-30", SpecialDay::holiday);
  add("2025-05-01", SpecialDay::holiday);
  add("2025-05-02", SpecialDay::swap_off);
  add("2026-01-01", SpecialDay::holiday);
  add("2026-01-02", SpecialDay::swap_off);
  add("2026-01-10", SpecialDay::makeup_work);
  for (const char* tet : {"2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"}) {
    add(tet, SpecialDay::holiday);
  }
  add("2026-04-26", SpecialDay::holiday);
  add("2026-04-27", SpecialDay::comp);
  add("2026-04-30", SpecialDay::holiday);
  add("2026-05-01", SpecialDay::holiday);
  add("2026-11-24", SpecialDay::holiday);
  add("2027-01-01", SpecialDay::holiday);
  add("2027-02-05", SpecialDay::holiday, true);
  return days;
}

[[nodiscard]] inline Calendar sample_calendar() {
  return Calendar::make(sample_days(), {2025, 2026, 2027}).value();
}

[[nodiscard]] inline PolicyVersion sample_policy(LimitRule rule = LimitRule::by_start_day) {
  PolicyVersion policy;
  policy.id = "sample-1";
  policy.valid_from = day("2022-07-01");
  policy.rule = rule;
  policy.article = "Quyết định mẫu 01";
  policy.limits[std::size_t(ClockKind::dispatch)] = {120, 720};
  policy.limits[std::size_t(ClockKind::give_back)] = {60, 720};
  policy.limits[std::size_t(ClockKind::answer)] = {240, 1440};
  policy.limits[std::size_t(ClockKind::relay)] = {120, 720};
  policy.limits[std::size_t(ClockKind::reopen)] = {120, 720};
  return policy;
}

}  // namespace camaug::domain::for_test
