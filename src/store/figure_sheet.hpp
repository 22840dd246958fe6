// One local day of one area as the leaders' figures count it: lines of numbers that change with
// every report, so that nobody counts reports again. Pure values and their text; knows no SQL.
//
// A line is one field at one agency; its tags say what is counted. Times are counted by the minute
// (rounded down), each minute by itself: a percentile of them equals a recount by the minute.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "domain/report.hpp"

namespace camaug::store {

enum class FigureSection : char {
  due = 'd',       // clocks met or late, on the day they were due; of the clock's owner
  handled = 'h',   // reports resolved, on the day they were closed; of their lead
  received = 'r',  // reports by what became of them, on the day they came; of their lead
};

struct FigureTag {
  std::int32_t tag = 0;
  std::int64_t n = 0;
  friend bool operator==(const FigureTag&, const FigureTag&) = default;
};

namespace figure_tag {
// received: the state's own number, then what people rated.
[[nodiscard]] constexpr std::int32_t of(domain::State state) {
  return static_cast<std::int32_t>(state);
}
inline constexpr std::int32_t k_rating_sum = 30;
inline constexpr std::int32_t k_ratings = 31;
// handled: how many.
inline constexpr std::int32_t k_closed = 0;
// due: of a clock that was met or late.
[[nodiscard]] constexpr std::int32_t of(domain::ClockKind kind, bool late) {
  return static_cast<std::int32_t>(kind) * 2 + (late ? 1 : 0);
}
// From here on minutes: of an answer, from the start of its clock (due); of a resolved report, from
// its coming to its closing (received).
inline constexpr std::int32_t k_minutes = 100;
inline constexpr std::int64_t k_minutes_max = 5'256'000;  // ten years; longer counts as this
[[nodiscard]] std::int32_t of_minutes(Millis time);
}  // namespace figure_tag

// What the figures must know of a report and of a clock. Texts live as long as the caller's.
struct FigureReport {
  Instant submitted_at{};
  std::optional<Instant> closed_at;
  domain::State state = domain::State::submitted;
  std::string_view field;
  std::string_view area;    // "": none
  std::string_view lead;    // "": none
  std::string_view named;   // the agency that the report is about; "": none
  std::int64_t rating = 0;  // 0: none
};
struct FigureClock {
  domain::ClockKind kind{};
  domain::ClockResult result{};
  std::string_view owner;
  Instant started_at{};
  std::optional<Instant> due_at;
  std::optional<Instant> ended_at;
  bool answered = false;  // an answer clock that an answer ended, not a give_back or a recall
};

class FigureSheet {
 public:
  // "section field owner named": `named` is 1 when the report is about its lead or the clock's
  // owner, who then does not see it.
  [[nodiscard]] static std::string key(FigureSection section, std::string_view field,
                                       std::string_view owner, bool named);
  void add(std::string line, std::int32_t tag, std::int64_t n);
  [[nodiscard]] bool empty() const { return lines_.empty(); }

  // `body` with these numbers added to its own; "" when nothing is left. Throws
  // std::invalid_argument when `body` is no sheet.
  [[nodiscard]] std::string added_to(std::string_view body) const;

 private:
  // Tags in order, without zeros only after they were written.
  std::map<std::string, std::vector<FigureTag>, std::less<>> lines_;
};

// Days since 1970-01-01 in the province's own time, and an area's id or "".
struct FigurePlace {
  std::int64_t day = 0;
  std::string area;
  auto operator<=>(const FigurePlace&) const = default;
};
[[nodiscard]] std::int64_t figure_day(Instant at);

class FigureSheets {
 public:
  // `n` = 1 adds, -1 takes away what was added before. Ordinary reports only.
  void count(const FigureReport& report, std::int64_t n);
  void count(const FigureReport& report, const FigureClock& clock, std::int64_t n);
  // The part of a report that came (was closed) on a day.
  void count_received(const FigureReport& report, std::int64_t n);
  void count_handled(const FigureReport& report, std::int64_t n);
  [[nodiscard]] const std::map<FigurePlace, FigureSheet>& sheets() const { return sheets_; }
  // Takes out the sheets of the days before this one.
  [[nodiscard]] FigureSheets take_before(std::int64_t day);

 private:
  FigureSheet& at(Instant day, std::string_view area);
  std::map<FigurePlace, FigureSheet> sheets_;
};

struct FigureLineText {
  FigureSection section{};
  std::string_view field;
  std::string_view owner;  // "": none
  bool named = false;
  std::string_view tags;  // for read_tags
};
// Takes the first line off `rest`; nullopt at the end. Throws std::invalid_argument.
[[nodiscard]] std::optional<FigureLineText> next_line(std::string_view& rest);
// Appends the tags of a line. Throws std::invalid_argument.
void read_tags(std::string_view text, std::vector<FigureTag>& out);

}  // namespace camaug::store
