// What the leaders' figures are made of: the lines of the days of a period (figure_sheet.hpp), what
// is overdue now, and the reports behind a figure, page by page. Ordinary reports only; holds no
// text of a person. What the numbers mean is said in app/figures.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "domain/workflow.hpp"
#include "store/database.hpp"
#include "store/figure_sheet.hpp"
#include "store/queue.hpp"

namespace camaug::store {

// Place of a word in FigureLines::words; words[k_no_word] is "" and stands for none.
using WordPlace = std::uint32_t;
inline constexpr WordPlace k_no_word = 0;

struct FigureLine {
  std::int64_t day = 0;  // as in figure_day()
  FigureSection section{};
  WordPlace area = k_no_word;
  WordPlace field = k_no_word;
  WordPlace owner = k_no_word;  // the lead of reports, the owner of clocks
  std::uint32_t first = 0;      // its tags: FigureLines::tags[first, last)
  std::uint32_t last = 0;
};
// A report that is overdue, or a clock that runs past due.
struct FigureLate {
  domain::ClockKind kind{};
  WordPlace area = k_no_word;
  WordPlace field = k_no_word;
  WordPlace owner = k_no_word;
};

struct FigureLines {
  std::vector<std::string> words;
  std::vector<FigureLine> lines;
  std::vector<FigureTag> tags;
  std::vector<FigureLate> overdue;  // reports open past due at `now`, of whatever day
  std::vector<FigureLate> running;  // clocks due in the period that run past due at `now`

  [[nodiscard]] std::span<const FigureTag> tags_of(const FigureLine& line) const {
    return std::span(tags).subspan(line.first, line.last - line.first);
  }
};

struct FigurePeriod {
  Instant from{};   // both at local midnight
  Instant until{};  // excluded
  Instant now{};
};

// Whether anybody of this role sees any figure.
[[nodiscard]] bool may_see_figures(const domain::Viewer& viewer);
// Who sees what: a coordinator all, a supervisor the reports below the own area, an agency's leader
// the reports that the agency leads and the clocks that it owns. Nobody else anything.
[[nodiscard]] FigureLines figure_lines(Reader& reader, const domain::Viewer& viewer,
                                       const FigurePeriod& period);

// Which reports stand behind a figure.
struct FigurePart {
  enum class Of : std::uint8_t { received, overdue, met, late };
  Of of{};
  domain::StateSet states = 0;  // of received ones
  domain::ClockKind kind{};     // of met and late ones; late ones may run still
};
// Smaller comes first; the number makes it unique.
struct FigureCursor {
  std::int64_t key = 0;
  std::int64_t number = 0;
  auto operator<=>(const FigureCursor&) const = default;
};
struct FigurePick {
  FigureCursor at;
  std::int64_t number = 0;  // Report::number
  std::string field;
  std::string area;
  std::string owner;                  // the lead, or the owner of the clock
  std::optional<Instant> started_at;  // of the clock that the figure counts
  std::optional<Instant> due_at;
};
// The next `limit` after `after`: received ones newest first, overdue ones by due time, those with
// a clock by its due time, the latest first and each report once.
[[nodiscard]] std::vector<FigurePick> figure_picks(Reader& reader, const domain::Viewer& viewer,
                                                   const FigurePeriod& period,
                                                   const FigurePart& part,
                                                   const std::optional<FigureCursor>& after,
                                                   int limit);
// The report with this number as a row of a list, nullopt when the viewer may not see it.
[[nodiscard]] std::optional<QueueRow> figure_report(Reader& reader, const domain::Viewer& viewer,
                                                    std::int64_t number);

}  // namespace camaug::store
