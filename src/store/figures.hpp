// What the leaders' figures are counted from: the visible reports of a period, their clocks, what
// is overdue and what was closed, read from covering indexes. Ordinary reports only; holds no text
// of a person. What the numbers mean is said in app/figures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "store/database.hpp"
#include "store/queue.hpp"

namespace camaug::store {

// Place of a word in FigureRows::words; words[k_no_word] is "" and stands for NULL.
using WordPlace = std::uint32_t;
inline constexpr WordPlace k_no_word = 0;

struct FigureReport {
  std::int64_t number = 0;  // Report::number
  Instant submitted_at{};
  std::optional<Instant> closed_at;
  std::optional<Instant> due_at;
  domain::State state = domain::State::submitted;
  WordPlace field = k_no_word;
  WordPlace area = k_no_word;
  WordPlace lead = k_no_word;
  std::uint8_t rating = 0;  // 0: none
};

struct FigureClock {
  std::size_t report = 0;  // place in FigureRows::reports
  domain::ClockKind kind{};
  domain::ClockResult result{};  // running, met or late
  WordPlace owner = k_no_word;
  Instant started_at{};
  Instant due_at{};
  std::optional<Instant> ended_at;
  bool answered = false;  // an answer clock that an answer ended, not a give_back or a recall
};

struct FigureCount {
  domain::ClockKind kind{};
  domain::ClockResult result{};  // running, met or late
  std::int64_t n = 0;
};

struct FigureRows {
  std::vector<std::string> words;
  // Those submitted in the period come first: reports[0, received).
  std::vector<FigureReport> reports;
  std::size_t received = 0;
  std::vector<FigureClock> clocks;   // due in the period; neither void nor paused
  std::vector<std::size_t> overdue;  // open past due at `now`, of whatever day
  std::vector<std::size_t> handled;  // resolved in the period, of whatever day
  std::vector<FigureCount> counts;   // of the clocks that are not in `clocks`
};

// answers_and_counts: rows for the answer clocks, only how many for the others; right for a viewer
// who sees every ordinary report and a question that narrows nothing.
enum class FigureClocks { all, answers_and_counts };

struct FigurePeriod {
  Instant from{};
  Instant until{};  // excluded
  Instant now{};
};

// Who sees what: a coordinator all, a supervisor the reports below the own area, an agency's leader
// the reports that the agency leads and the clocks that it owns. Nobody else anything.
[[nodiscard]] FigureRows figure_rows(Reader& reader, const domain::Viewer& viewer,
                                     const FigurePeriod& period,
                                     FigureClocks wanted = FigureClocks::all);
// The report with this number as a row of a list, nullopt when the viewer may not see it.
[[nodiscard]] std::optional<QueueRow> figure_report(Reader& reader, const domain::Viewer& viewer,
                                                    std::int64_t number);

}  // namespace camaug::store
