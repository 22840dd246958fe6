// The leaders' figures (DOMAIN.md section 4, "Honest figures"): what was received and what became
// of it, clocks in time, spreads, ratings; and the reports behind each figure. Counts only what the
// viewer may see; every report is in exactly one part, and every table's rows add up to the whole.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "domain/access.hpp"
#include "store/database.hpp"

namespace camaug::app {

// Stands for reports without a place or not at an agency, as key of a row and as filter.
inline constexpr std::string_view k_none = "none";

struct FiguresQuery {
  LocalDate from{};  // local days, both included
  LocalDate to{};
  std::string field;    // "" = all
  std::string area;     // id: the area and everything counted below it; or k_none
  std::string agency;   // lead of the reports, owner of the clocks; or k_none
  std::string edition;  // of the rows of by_area
};
// The last 30 days, the edition in force on the last of them. Errors: invalid (from, to, field,
// area, agency, edition). Texts are as sent; "" means the default.
struct FiguresAsked {
  std::string_view from{}, to{}, field{}, area{}, agency{}, edition{};
};
[[nodiscard]] Result<FiguresQuery> figures_query(const Services& services,
                                                 const FiguresAsked& asked, Instant now);

struct ShareView {
  std::int64_t met = 0;
  std::int64_t late = 0;
  std::int64_t open_late = 0;
  std::int64_t n = 0;
  std::optional<double> share;
};
BOOST_DESCRIBE_STRUCT(ShareView, (), (met, late, open_late, n, share))

// Nearest rank: the smallest value that at least half (nine tenths) of the values do not exceed.
// Whole minutes, rounded down.
struct SpreadView {
  OptInt median_ms;
  OptInt p90_ms;
  std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(SpreadView, (), (median_ms, p90_ms, n))

struct PartsView {
  std::int64_t received = 0;
  std::int64_t handled = 0;
  std::int64_t open = 0;
  std::int64_t refused = 0;
  std::int64_t handed_over = 0;
  std::int64_t merged = 0;
  std::int64_t withdrawn = 0;
};
BOOST_DESCRIBE_STRUCT(PartsView, (),
                      (received, handled, open, refused, handed_over, merged, withdrawn))

struct FigureRowView {
  std::string key;
  std::string name;
  PartsView parts;
  std::int64_t overdue = 0;
  ShareView answer;
  SpreadView spread;
  std::optional<double> rating_average;
  std::int64_t rating_n = 0;
};
BOOST_DESCRIBE_STRUCT(FigureRowView, (),
                      (key, name, parts, overdue, answer, spread, rating_average, rating_n))

struct DayView {
  std::string day;
  std::int64_t received = 0;
  std::int64_t handled = 0;
};
BOOST_DESCRIBE_STRUCT(DayView, (), (day, received, handled))

struct FiguresView {
  Instant at{};
  std::string from;
  std::string to;
  std::string edition;
  PartsView parts;
  std::int64_t overdue = 0;
  std::map<std::string, ShareView> on_time;
  SpreadView total_time;
  std::optional<double> rating_average;
  std::int64_t rating_n = 0;
  std::map<std::string, std::int64_t> states;
  std::vector<FigureRowView> by_field;
  std::vector<FigureRowView> by_area;
  std::vector<FigureRowView> by_agency;
  std::vector<DayView> by_day;
  std::map<std::string, std::string> formulas;
};
BOOST_DESCRIBE_STRUCT(FiguresView, (),
                      (at, from, to, edition, parts, overdue, on_time, total_time, rating_average,
                       rating_n, states, by_field, by_area, by_agency, by_day, formulas))

[[nodiscard]] FiguresView figures(const Services& services, store::Reader& reader,
                                  const domain::Viewer& viewer, const FiguresQuery& query,
                                  Instant now, Lang lang);

struct FiguresListView {
  std::string list;                            // the part
  std::map<std::string, std::int64_t> counts;  // part -> what the figure says
  std::vector<QueueItemView> items;
  OptText next;
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(FiguresListView, (), (list, counts, items, next, at))

// The reports behind a figure: a part of received, `overdue`, `late:{clock}` (open past due too) or
// `met:{clock}`; a report with several such clocks stands there once. Newest first, overdue ones by
// due time, those with a clock by its due time, the latest first. Errors: invalid (part).
[[nodiscard]] Result<FiguresListView> figures_list(const Services& services, store::Reader& reader,
                                                   const domain::Viewer& viewer,
                                                   const FiguresQuery& query, std::string_view part,
                                                   std::string_view cursor, int limit, Instant now,
                                                   Lang lang);

}  // namespace camaug::app
