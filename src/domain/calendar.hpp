// Working days and days off of the years for which a calendar was published. Plain data in, plain
// answers out; it never guesses a year that it was not given.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::domain {

enum class DayKind : std::uint8_t { working, off };
inline constexpr std::array<std::string_view, 2> k_day_kind_words = {"working", "off"};
[[nodiscard]] constexpr std::string_view word(DayKind v) {
  return k_day_kind_words[std::size_t(v)];
}

// What a published day is: holiday (statutory), comp (substitute day), swap_off (working day
// swapped for a Saturday), makeup_work (the Saturday that is worked instead). Spelled as in the
// data.
enum class SpecialDay : std::uint8_t { holiday, comp, swap_off, makeup_work };
inline constexpr std::array<std::string_view, 4> k_special_day_words = {"holiday", "comp",
                                                                        "swap_off", "makeup_work"};
[[nodiscard]] constexpr std::string_view word(SpecialDay v) {
  return k_special_day_words[std::size_t(v)];
}

struct CalendarDay {
  LocalDate date{};
  SpecialDay kind = SpecialDay::holiday;
  std::string name_vi;
  std::string name_en;
  bool provisional = false;  // the official notice was not seen yet
};

class Calendar {
 public:
  // A calendar of no year: every question is an error.
  Calendar() = default;

  // `years` are the years covered (a year without any special day must be named too). A year with a
  // provisional day is provisional. Errors (fields "days[i]..."): error.calendar.bad_date,
  // error.calendar.duplicate_day, error.calendar.year_not_listed, error.calendar.makeup_on_weekday.
  [[nodiscard]] static Result<Calendar> make(std::vector<CalendarDay> days, std::vector<int> years);

  // Monday to Friday that is no holiday, substitute or swapped day, plus make-up days.
  // Error unavailable error.calendar.year_missing, whose only field carries the year.
  [[nodiscard]] Result<DayKind> day_kind(LocalDate day) const;

  // The `count`-th working day after `day` (`day` itself is never counted); count >= 1.
  [[nodiscard]] Result<LocalDate> working_day_after(LocalDate day, int count) const;
  // `day` itself when it is a working day, else the nearest one before or after it.
  [[nodiscard]] Result<LocalDate> working_day_until(LocalDate day) const;
  [[nodiscard]] Result<LocalDate> working_day_from(LocalDate day) const;

  // The special day on this date; nullptr for an ordinary one.
  [[nodiscard]] const CalendarDay* find(LocalDate day) const;
  [[nodiscard]] bool covers(int year) const;
  [[nodiscard]] bool provisional(int year) const;
  [[nodiscard]] const std::vector<CalendarDay>& days() const { return days_; }
  [[nodiscard]] const std::vector<int>& years() const { return years_; }

 private:
  std::vector<CalendarDay> days_;  // sorted by date
  std::vector<int> years_;         // sorted
  std::vector<int> provisional_years_;
};

}  // namespace camaug::domain
