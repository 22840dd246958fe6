#include "domain/calendar.hpp"

#include <algorithm>

namespace camaug::domain {

namespace ch = std::chrono;

namespace {

constexpr int k_days_searched_max = 400;  // no calendar has a longer run of days off

int year_of(LocalDate day) {
  return static_cast<int>(day.year());
}

bool is_weekend(LocalDate day) {
  const ch::weekday weekday{ch::sys_days(day)};
  return weekday == ch::Saturday || weekday == ch::Sunday;
}

LocalDate shifted(LocalDate day, int days) {
  return LocalDate(ch::sys_days(day) + ch::days(days));
}

Failure year_missing(int year) {
  Error error{ErrorCode::unavailable, "error.calendar.year_missing", {}, {}, {}};
  error.detail = "no calendar for the year " + std::to_string(year);
  error.fields.push_back({"start", "error.calendar.year_missing", {std::to_string(year)}});
  return Failure(std::move(error));
}

// Adds what is wrong with the sorted day `i` to `error`.
void check_day(const std::vector<CalendarDay>& days, std::size_t i, const std::vector<int>& years,
               Error& error) {
  const CalendarDay& day = days[i];
  const std::string field = "days[" + format_date(day.date) + "]";
  if (!day.date.ok()) {
    error.fields.push_back({field, "error.calendar.bad_date", {format_date(day.date)}});
    return;
  }
  if (i > 0 && days[i - 1].date == day.date) {
    error.fields.push_back({field, "error.calendar.duplicate_day", {format_date(day.date)}});
  }
  if (!std::ranges::binary_search(years, year_of(day.date))) {
    error.fields.push_back(
        {field, "error.calendar.year_not_listed", {std::to_string(year_of(day.date))}});
  }
  if (day.kind == SpecialDay::makeup_work && !is_weekend(day.date)) {
    error.fields.push_back({field, "error.calendar.makeup_on_weekday", {format_date(day.date)}});
  }
}

}  // namespace

Result<Calendar> Calendar::make(std::vector<CalendarDay> days, std::vector<int> years) {
  Calendar calendar;
  std::ranges::sort(years);
  years.erase(std::ranges::unique(years).begin(), years.end());
  std::ranges::sort(days, {}, &CalendarDay::date);
  Error error{ErrorCode::invalid, "error.invalid", "calendar", {}, {}};
  for (std::size_t i = 0; i < days.size(); ++i) {
    check_day(days, i, years, error);
    const int year = year_of(days[i].date);
    if (days[i].provisional && !calendar.provisional(year)) {
      calendar.provisional_years_.push_back(year);
    }
  }
  if (!error.fields.empty()) return Failure(std::move(error));
  calendar.days_ = std::move(days);
  calendar.years_ = std::move(years);
  return calendar;
}

const CalendarDay* Calendar::find(LocalDate day) const {
  const auto found = std::ranges::lower_bound(days_, day, {}, &CalendarDay::date);
  return found != days_.end() && found->date == day ? &*found : nullptr;
}

bool Calendar::covers(int year) const {
  return std::ranges::binary_search(years_, year);
}

bool Calendar::provisional(int year) const {
  return std::ranges::find(provisional_years_, year) != provisional_years_.end();
}

Result<DayKind> Calendar::day_kind(LocalDate day) const {
  if (!covers(year_of(day))) return year_missing(year_of(day));
  if (const CalendarDay* special = find(day)) {
    return special->kind == SpecialDay::makeup_work ? DayKind::working : DayKind::off;
  }
  return is_weekend(day) ? DayKind::off : DayKind::working;
}

Result<LocalDate> Calendar::working_day_after(LocalDate day, int count) const {
  for (int seen = 0; seen < count;) {
    day = shifted(day, 1);
    const auto kind = day_kind(day);
    if (!kind) return Failure(kind.error());
    if (*kind == DayKind::working) ++seen;
  }
  return day;
}

Result<LocalDate> Calendar::working_day_until(LocalDate day) const {
  for (int i = 0; i < k_days_searched_max; ++i, day = shifted(day, -1)) {
    const auto kind = day_kind(day);
    if (!kind) return Failure(kind.error());
    if (*kind == DayKind::working) return day;
  }
  return year_missing(year_of(day));
}

Result<LocalDate> Calendar::working_day_from(LocalDate day) const {
  const auto kind = day_kind(day);
  if (!kind) return Failure(kind.error());
  return *kind == DayKind::working ? Result<LocalDate>(day) : working_day_after(day, 1);
}

}  // namespace camaug::domain
