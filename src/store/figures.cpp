#include "store/figures.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstring>

#include "domain/workflow.hpp"
#include "store/queue_columns.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

// $1 role, $2 agency, $3 area of a supervisor. Reports without a place belong to the province.
#define CAMAUG_NOT_NAMED "(r.named_agency IS NULL OR r.named_agency <> $2)"
#define CAMAUG_ROOT "(SELECT b.path FROM area b WHERE b.id = $3)"
#define CAMAUG_SEES(below)                                          \
  "($1 = 'coordinator'"                                             \
  " OR ($1 = 'agency_leader' AND r.lead = $2 AND " CAMAUG_NOT_NAMED \
  ")"                                                               \
  " OR ($1 = 'supervisor' AND (" below "     OR (r.area IS NULL AND " CAMAUG_ROOT " = '/96/'))))"
// For many reports: the areas are collected once. For one: its own path is looked up.
#define CAMAUG_SEES_MANY \
  CAMAUG_SEES("r.area IN (SELECT a.id FROM area a WHERE a.path LIKE " CAMAUG_ROOT " || '%')")
#define CAMAUG_SEES_ONE \
  CAMAUG_SEES("(SELECT a.path FROM area a WHERE a.id = r.area) LIKE " CAMAUG_ROOT " || '%'")
#define CAMAUG_FIGURE_COLUMNS \
  "r.number, r.submitted_at, r.state, r.field, r.area, r.lead, r.rating, r.closed_at, r.due_at"

// The conditions that stand inside a CASE are out of the planner's sight on purpose: it would take
// an index that narrows by state and then opens every report, where the covering index of
// sql/0003_figures.sql needs none.
const Sql k_received{"figures.received",
                     "SELECT " CAMAUG_FIGURE_COLUMNS ", CASE WHEN " CAMAUG_SEES_MANY
                     " THEN TRUE ELSE FALSE END"
                     " FROM report r WHERE r.submitted_at >= $4 AND r.submitted_at < $5"
                     " AND r.register = 'ordinary'"};
const Sql k_overdue{"figures.overdue",
                    "SELECT " CAMAUG_FIGURE_COLUMNS
                    " FROM report r WHERE r.due_at < $6"
                    " AND CASE WHEN (r.submitted_at < $4 OR r.submitted_at >= $5)"
                    " AND r.state IN ('submitted', 'dispatched', 'in_progress',"
                    " 'waiting_reporter', 'answered', 'repairing') AND r.register = 'ordinary' "
                    "AND " CAMAUG_SEES_MANY " THEN TRUE ELSE FALSE END"};
const Sql k_handled{"figures.handled", "SELECT " CAMAUG_FIGURE_COLUMNS
                                       " FROM report r WHERE r.closed_at >= $4 AND r.closed_at < $5"
                                       " AND CASE WHEN r.submitted_at < $4 AND r.state = 'resolved'"
                                       " AND r.register = 'ordinary' AND " CAMAUG_SEES_MANY
                                       " THEN TRUE ELSE FALSE END"};
// The report of a clock that came before the period. An agency's own clock counts for it also after
// the report went elsewhere.
const Sql k_of_clock{"figures.of_clock", "SELECT " CAMAUG_FIGURE_COLUMNS
                                         " FROM report r WHERE r.number = $4"
                                         " AND r.register = 'ordinary' AND (" CAMAUG_SEES_ONE
                                         " OR ($1 = 'agency_leader' AND " CAMAUG_NOT_NAMED "))"};
// One range of sql/0009_clocks.sql's index for each kind and result. Of the running ones only those
// that are past due count, and a give_back window only informs.
#define CAMAUG_COUNTED                                                          \
  "c.result IN ('met', 'late', 'running') AND c.result <> 'void' AND c.counted" \
  " AND (c.result <> 'running' OR (c.due_at < $5 AND c.kind <> 'give_back'))"
#define CAMAUG_CLOCKS(kinds)                                             \
  "SELECT c.kind, c.result, c.owner, c.number, c.started_at, c.due_at, " \
  "c.ended_at, c.answered FROM clock c WHERE c.kind IN (" kinds          \
  ") AND c.due_at >= $3 AND c.due_at < $4 AND " CAMAUG_COUNTED           \
  " AND ($1 <> 'agency_leader' OR c.owner = $2)"
const Sql k_clocks{"figures.clocks", CAMAUG_CLOCKS("'dispatch', 'give_back', 'answer', 'relay',"
                                                   " 'repair', 'reopen'")};
const Sql k_answers{"figures.answers", CAMAUG_CLOCKS("'answer'")};
// For whoever sees everything: how many, without opening a row. $1 kind, $2 result.
const Sql k_count{"figures.count",
                  "SELECT count(*) FROM clock c WHERE c.kind = $1 AND c.result = $2"
                  " AND c.result <> 'void' AND c.counted AND c.due_at >= $3 AND c.due_at < $4"};
const Sql k_row{"figures.row",
                "SELECT " CAMAUG_QUEUE_COLUMNS " FROM report r" CAMAUG_QUEUE_JOINS
                " WHERE r.number = $4 AND r.register = 'ordinary'"
                " AND (" CAMAUG_SEES_ONE " OR ($1 = 'agency_leader' AND " CAMAUG_NOT_NAMED
                "     AND EXISTS (SELECT 1 FROM clock c WHERE c.report = r.id"
                "                 AND c.owner = $2)))"};

bool may_count(const domain::Viewer& viewer) {
  using domain::Role;
  return domain::contains(domain::roles({Role::coordinator, Role::agency_leader, Role::supervisor}),
                          viewer.role);
}

// Codes are short: their first and last eight bytes and their length tell nearly all apart.
struct CodeHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view code) const {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const std::size_t size = std::min(code.size(), sizeof first);
    std::memcpy(&first, code.data(), size);
    std::memcpy(&last, code.data() + (code.size() - size), size);
    std::uint64_t mixed = (first ^ code.size()) * 0x9E37'79B9'7F4A'7C15U;
    mixed = (mixed ^ (mixed >> 32U) ^ last) * 0xD6E8'FEB8'6659'FD93U;
    return mixed ^ (mixed >> 32U);
  }
};

class Collector {
 public:
  Collector(Reader& reader, const domain::Viewer& viewer, const FigurePeriod& period)
      : reader_(reader), viewer_(viewer), period_(period) {
    rows_.words.emplace_back();
    words_.emplace("", k_no_word);
    by_number_.reserve(k_reports_expected);
    rows_.reports.reserve(k_reports_expected);
    rows_.clocks.reserve(k_reports_expected);
  }

  FigureRows run(FigureClocks wanted) {
    received();
    rows_.received = rows_.reports.size();
    for (std::size_t i = 0; i < rows_.received; ++i) note_received(i);
    overdue();
    handled();
    if (wanted == FigureClocks::all) {
      clocks(k_clocks);
    } else {
      clocks(k_answers);
      counts();
    }
    return std::move(rows_);
  }

 private:
  static constexpr std::ptrdiff_t k_hidden = -1;
  static constexpr std::size_t k_reports_expected = 16'384;

  WordPlace place(const Row& row, int column) {
    const auto word = row.maybe_text(column);
    if (!word) return k_no_word;
    if (const auto found = words_.find(*word); found != words_.end()) return found->second;
    const auto next = static_cast<WordPlace>(rows_.words.size());
    rows_.words.emplace_back(*word);
    words_.emplace(rows_.words.back(), next);
    return next;
  }

  static std::optional<Instant> instant(const Row& row, int column) {
    const auto ms = row.maybe_integer(column);
    return ms ? std::optional(from_epoch_ms(*ms)) : std::nullopt;
  }

  std::size_t add(const Row& row) {
    FigureReport r;
    r.number = row.integer(0);
    r.submitted_at = from_epoch_ms(row.integer(1));
    r.state = domain::parse_state(row.text(2)).value();
    r.field = place(row, 3);
    r.area = place(row, 4);
    r.lead = place(row, 5);
    r.rating = static_cast<std::uint8_t>(row.maybe_integer(6).value_or(0));
    r.closed_at = instant(row, 7);
    r.due_at = instant(row, 8);
    rows_.reports.push_back(r);
    return rows_.reports.size() - 1;
  }

  void received() {
    reader_.each(
        k_received,
        [&](const Row& row) {
          const auto at = row.boolean(9) ? static_cast<std::ptrdiff_t>(add(row)) : k_hidden;
          by_number_.emplace(row.integer(0), at);
        },
        word(viewer_.role), viewer_.agency, viewer_.area, period_.from, period_.until);
  }

  void note_received(std::size_t i) {
    const FigureReport& r = rows_.reports[i];
    if (domain::is_open(r.state) && r.due_at && *r.due_at < period_.now) {
      rows_.overdue.push_back(i);
    }
    if (r.state == domain::State::resolved && r.closed_at && *r.closed_at >= period_.from &&
        *r.closed_at < period_.until) {
      rows_.handled.push_back(i);
    }
  }

  void overdue() {
    reader_.each(
        k_overdue, [&](const Row& row) { rows_.overdue.push_back(known(row)); }, word(viewer_.role),
        viewer_.agency, viewer_.area, period_.from, period_.until, period_.now);
  }

  void handled() {
    reader_.each(
        k_handled, [&](const Row& row) { rows_.handled.push_back(known(row)); }, word(viewer_.role),
        viewer_.agency, viewer_.area, period_.from, period_.until);
  }

  // From outside the period: the place of a report that may have been read already.
  std::size_t known(const Row& row) {
    const auto [place, is_new] = by_number_.try_emplace(row.integer(0), k_hidden);
    if (is_new) place->second = static_cast<std::ptrdiff_t>(add(row));
    return static_cast<std::size_t>(place->second);
  }

  std::ptrdiff_t report_of(std::int64_t number) {
    const auto found = by_number_.find(number);
    const bool own = viewer_.role == domain::Role::agency_leader;
    if (found != by_number_.end() && (found->second != k_hidden || !own)) return found->second;
    if (asked_.contains(number)) return k_hidden;
    std::ptrdiff_t at = k_hidden;
    reader_.each(
        k_of_clock, [&](const Row& row) { at = static_cast<std::ptrdiff_t>(add(row)); },
        word(viewer_.role), viewer_.agency, viewer_.area, number);
    if (at == k_hidden) {
      asked_.insert(number);
    } else {
      by_number_.insert_or_assign(number, at);
    }
    return at;
  }

  void clocks(const Sql& sql) {
    reader_.each(
        sql,
        [&](const Row& row) {
          const std::ptrdiff_t report = report_of(row.integer(3));
          if (report == k_hidden) return;
          FigureClock& c = rows_.clocks.emplace_back();
          c.report = static_cast<std::size_t>(report);
          c.kind = domain::parse_clock(row.text(0)).value();
          c.result = domain::parse_clock_result(row.text(1)).value();
          c.owner = place(row, 2);
          c.started_at = from_epoch_ms(row.integer(4));
          c.due_at = from_epoch_ms(row.integer(5));
          c.ended_at = instant(row, 6);
          c.answered = row.boolean(7);
        },
        word(viewer_.role), viewer_.agency, period_.from, period_.until, period_.now);
  }

  // Of every kind but the answer clock, whose rows are read for the tables.
  void counts() {
    using domain::ClockKind, domain::ClockResult;
    const Instant late_until = std::min(period_.now, period_.until);
    for (const auto& rule : domain::k_clock_rules) {
      if (rule.kind == ClockKind::total || rule.kind == ClockKind::answer) continue;
      for (const auto result : {ClockResult::met, ClockResult::late, ClockResult::running}) {
        const bool running = result == ClockResult::running;
        if (running && rule.kind == ClockKind::give_back) continue;
        const auto n =
            reader_.value<std::int64_t>(k_count, word(rule.kind), word(result), period_.from,
                                        running ? late_until : period_.until);
        rows_.counts.push_back({rule.kind, result, n.value_or(0)});
      }
    }
  }

  Reader& reader_;
  const domain::Viewer& viewer_;
  const FigurePeriod& period_;
  FigureRows rows_;
  boost::unordered_flat_map<std::string, WordPlace, CodeHash, std::equal_to<>> words_;
  boost::unordered_flat_map<std::int64_t, std::ptrdiff_t> by_number_;
  boost::unordered_flat_set<std::int64_t> asked_;  // numbers that the viewer may not count
};

}  // namespace

FigureRows figure_rows(Reader& reader, const domain::Viewer& viewer, const FigurePeriod& period,
                       FigureClocks wanted) {
  if (!may_count(viewer)) return {{""}, {}, 0, {}, {}, {}, {}};
  return Collector(reader, viewer, period).run(wanted);
}

std::optional<QueueRow> figure_report(Reader& reader, const domain::Viewer& viewer,
                                      std::int64_t number) {
  std::optional<QueueRow> out;
  reader.each(
      k_row, [&](const Row& row) { out = read_queue_row(row); }, word(viewer.role), viewer.agency,
      viewer.area, number);
  return out;
}

}  // namespace camaug::store
