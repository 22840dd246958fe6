#include "store/figure_count.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "base/log.hpp"
#include "domain/workflow.hpp"
#include "store/meta.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

// Raised whenever a sheet's text changes its meaning, also when State or ClockKind are reordered.
constexpr std::string_view k_form = "1";
constexpr std::string_view k_form_key = "figure_sheets";

const Sql k_body{"figure_count.body", "SELECT body FROM figure_sheet WHERE day = $1 AND area = $2"};
// All of a day in one question, where each costs a way to the server and back.
const Sql k_bodies{"figure_count.bodies",
                   "SELECT area, body FROM figure_sheet WHERE day = $1"
                   " AND area = ANY (string_to_array($2, ' '))",
                   Engine::postgres};
const Sql k_write{"figure_count.write",
                  "INSERT INTO figure_sheet (day, area, body) VALUES ($1, $2, $3)"
                  " ON CONFLICT (day, area) DO UPDATE SET body = excluded.body"};
const Sql k_delete{"figure_count.delete", "DELETE FROM figure_sheet WHERE day = $1 AND area = $2"};
const Sql k_clear{"figure_count.clear", "DELETE FROM figure_sheet"};

// One day of everything, to be counted anew. $1 from, $2 until.
#define CAMAUG_COUNTED_REPORT \
  "r.submitted_at, r.closed_at, r.state, r.field, r.area, r.lead, r.named_agency, r.rating"
const Sql k_received{"figure_count.received",
                     "SELECT " CAMAUG_COUNTED_REPORT
                     " FROM report r WHERE r.submitted_at >= $1 AND r.submitted_at < $2"
                     " AND r.register = 'ordinary'"};
const Sql k_closed{"figure_count.closed",
                   "SELECT " CAMAUG_COUNTED_REPORT
                   " FROM report r WHERE r.closed_at >= $1 AND r.closed_at < $2"
                   " AND r.register = 'ordinary'"};
const Sql k_due{"figure_count.due",
                "SELECT " CAMAUG_COUNTED_REPORT
                ", c.kind, c.result, c.owner, c.started_at, c.due_at, c.ended_at, c.answered"
                " FROM clock c JOIN report r ON r.number = c.report"
                " WHERE c.kind IN ('dispatch', 'give_back', 'answer', 'relay', 'repair', 'reopen')"
                " AND c.result IN ('met', 'late') AND c.result <> 'void' AND c.counted"
                " AND c.due_at >= $1 AND c.due_at < $2"};
const Sql k_of_day{"figure_count.of_day",
                   "SELECT area, body FROM figure_sheet WHERE day = $1 ORDER BY area"};
// The first of anything at or after $1, each from an index; up to year 9999, for no sheet is later.
#define CAMAUG_NEXT(column, table, condition)                                \
  "SELECT min(" column ") FROM " table " WHERE " column " >= $1 AND " column \
  " < 253402275600000" condition
const Sql k_next_received{"figure_count.next_received", CAMAUG_NEXT("submitted_at", "report", "")};
const Sql k_next_closed{"figure_count.next_closed", CAMAUG_NEXT("closed_at", "report", "")};
const Sql k_next_due{
    "figure_count.next_due",
    CAMAUG_NEXT("due_at", "clock",
                " AND kind = $2 AND result = $3 AND result <> 'void' AND counted")};
const Sql k_next_sheet{"figure_count.next_sheet",
                       "SELECT min(day) FROM figure_sheet WHERE day >= $1"};
const Sql k_any{"figure_count.any", "SELECT r.number FROM report r LIMIT 1"};

std::optional<Instant> instant(const Row& row, int column) {
  const auto ms = row.maybe_integer(column);
  return ms ? std::optional(from_epoch_ms(*ms)) : std::nullopt;
}

FigureReport report_of(const Row& row) {
  FigureReport out;
  out.submitted_at = from_epoch_ms(row.integer(0));
  out.closed_at = instant(row, 1);
  out.state = domain::parse_state(row.text(2)).value();
  out.field = row.text(3);
  out.area = row.maybe_text(4).value_or("");
  out.lead = row.maybe_text(5).value_or("");
  out.named = row.maybe_text(6).value_or("");
  out.rating = row.maybe_integer(7).value_or(0);
  return out;
}

FigureClock clock_of(const Row& row) {
  FigureClock out;
  out.kind = domain::parse_clock(row.text(8)).value();
  out.result = domain::parse_clock_result(row.text(9)).value();
  out.owner = row.text(10);
  out.started_at = from_epoch_ms(row.integer(11));
  out.due_at = instant(row, 12);
  out.ended_at = instant(row, 13);
  out.answered = row.boolean(14);
  return out;
}

// What the sheets of one day must say.
FigureSheets counted(Reader& reader, std::int64_t day) {
  const Instant from = instant_of(LocalDate(std::chrono::local_days(std::chrono::days(day))));
  const Instant until = from + std::chrono::days(1);
  FigureSheets out;
  reader.each(
      k_received, [&](const Row& row) { out.count_received(report_of(row), 1); }, from, until);
  reader.each(k_closed, [&](const Row& row) { out.count_handled(report_of(row), 1); }, from, until);
  reader.each(
      k_due, [&](const Row& row) { out.count(report_of(row), clock_of(row), 1); }, from, until);
  return out;
}

// The first day from this one on of which there is a sheet or should be one. (Not every day between
// the first and the last: a time that somebody falsified must not keep a verification busy for
// good.)
std::optional<std::int64_t> next_day(Reader& reader, std::int64_t from) {
  using Ms = std::optional<std::int64_t>;
  using domain::ClockKind, domain::ClockResult;
  const Instant start = instant_of(LocalDate(std::chrono::local_days(std::chrono::days(from))));
  Ms next = reader.value<Ms>(k_next_sheet, from).value_or(Ms());
  const auto take = [&](const std::optional<Ms>& found) {
    if (!found || !*found) return;
    const std::int64_t day = figure_day(from_epoch_ms(**found));
    next = std::min(next.value_or(day), day);
  };
  take(reader.value<Ms>(k_next_received, start));
  take(reader.value<Ms>(k_next_closed, start));
  for (const auto& rule : domain::k_clock_rules) {
    if (rule.kind == ClockKind::total) continue;
    for (const auto result : {ClockResult::met, ClockResult::late}) {
      take(reader.value<Ms>(k_next_due, start, word(rule.kind), word(result)));
    }
  }
  return next;
}

constexpr std::int64_t k_first_day = 0;

// A sheet that cannot be read is counted anew: no report may wait for what is derived from it.
std::string added(Tx& tx, const FigurePlace& place, const FigureSheet& sheet,
                  const std::string& old) {
  try {
    return sheet.added_to(old);
  } catch (const std::invalid_argument&) {
    log::error("store.figures_recounted", {{"day", place.day}});
    const FigureSheets of_day = counted(tx, place.day);
    const auto found = of_day.sheets().find(place);
    return found == of_day.sheets().end() ? std::string() : found->second.added_to("");
  }
}

void add_sheet(Tx& tx, const FigurePlace& place, const FigureSheet& sheet,
               const std::optional<std::string>& old) {
  const auto body = added(tx, place, sheet, old.value_or(""));
  if (!body.empty()) {
    tx.execute_later(k_write, place.day, place.area, body);
  } else if (old) {
    tx.execute_later(k_delete, place.day, place.area);
  }
}

using Sheets = std::map<FigurePlace, FigureSheet>;

void add_days(Tx& tx, const Sheets& sheets) {
  for (auto first = sheets.begin(); first != sheets.end();) {
    const std::int64_t day = first->first.day;
    std::string areas = "-";  // no area; an empty list would lose the one without a name
    auto last = first;
    for (; last != sheets.end() && last->first.day == day; ++last) {
      areas += ' ' + last->first.area;
    }
    std::map<std::string, std::string> bodies;
    for (auto& [area, body] : tx.all<std::string, std::string>(k_bodies, day, areas)) {
      bodies.emplace(std::move(area), std::move(body));
    }
    for (; first != last; ++first) {
      const auto found = bodies.find(first->first.area);
      add_sheet(tx, first->first, first->second,
                found == bodies.end() ? std::nullopt : std::optional(found->second));
    }
  }
}

std::string name_of(std::int64_t day, const std::string& area) {
  return format_date(LocalDate(std::chrono::local_days(std::chrono::days(day)))) + ' ' +
         (area.empty() ? "without a place" : area);
}

}  // namespace

FigureSheets& figure_changes(Tx& tx) {
  auto& changes = tx.numbers().figures;
  if (!changes) changes = std::make_shared<FigureSheets>();
  return *changes;
}

void write_figure_changes(Tx& tx) {
  const auto changes = std::exchange(tx.numbers().figures, nullptr);
  if (changes) write_figures(tx, *changes);
}

void write_figures(Tx& tx, const FigureSheets& counted) {
  if (tx.engine() == Engine::postgres) return add_days(tx, counted.sheets());
  for (const auto& [place, sheet] : counted.sheets()) {
    add_sheet(tx, place, sheet, tx.value<std::string>(k_body, place.day, place.area));
  }
}

bool has_figures(Reader& reader) {
  return meta(reader, k_form_key) == k_form || !reader.value<std::int64_t>(k_any);
}

void start_figures(Tx& tx) {
  if (!tx.value<std::int64_t>(k_any)) set_meta(tx, k_form_key, k_form);
}

void ensure_figures(Tx& tx) {
  if (has_figures(tx)) return;
  recount_figures(tx);
  set_meta(tx, k_form_key, k_form);
}

void recount_figures(Tx& tx) {
  tx.execute(k_clear);
  for (auto day = next_day(tx, k_first_day); day; day = next_day(tx, *day + 1)) {
    const FigureSheets of_day = counted(tx, *day);
    for (const auto& [place, sheet] : of_day.sheets()) {
      const auto body = sheet.added_to("");
      if (!body.empty()) tx.execute_later(k_write, place.day, place.area, body);
    }
  }
}

std::vector<std::string> wrong_figures(Reader& reader) {
  std::vector<std::string> out;
  for (auto day = next_day(reader, k_first_day); day; day = next_day(reader, *day + 1)) {
    std::map<std::string, std::string> must;
    const FigureSheets of_day = counted(reader, *day);
    for (const auto& [place, sheet] : of_day.sheets()) {
      auto body = sheet.added_to("");
      if (!body.empty()) must.emplace(place.area, std::move(body));
    }
    for (auto& [area, body] : reader.all<std::string, std::string>(k_of_day, *day)) {
      const auto found = must.find(area);
      if (found == must.end() || found->second != body) out.push_back(name_of(*day, area));
      if (found != must.end()) must.erase(found);
    }
    for (const auto& [area, body] : must) out.push_back(name_of(*day, area));
  }
  return out;
}

}  // namespace camaug::store
