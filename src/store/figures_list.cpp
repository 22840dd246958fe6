// The reports behind a figure, page by page over the indexes of sql/0003_figures.sql and
// sql/0009_clocks.sql.
#include <algorithm>
#include <limits>

#include "store/figures.hpp"
#include "store/figures_sight.hpp"
#include "store/queue_columns.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

// $1..$3 the viewer. $4 from, $5 until, $6 states as "|submitted|refused|", $7 and $8 the last row
// of the page before, $9 limit.
#define CAMAUG_RECEIVED(whose)                                             \
  "SELECT r.submitted_at, r.number, r.field, r.area, r.lead FROM report r" \
  " WHERE " whose                                                          \
  "r.submitted_at >= $4 AND r.submitted_at < $5"                           \
  " AND r.register = 'ordinary'"                                           \
  " AND CASE WHEN $6 LIKE '%|' || r.state || '|%' AND " CAMAUG_SEES_MANY   \
  " THEN TRUE ELSE FALSE END AND (r.submitted_at, r.number) < ($7, $8)"    \
  " ORDER BY r.submitted_at DESC, r.number DESC LIMIT $9"
const Sql k_received{"figures.list_received", CAMAUG_RECEIVED("")};
// An agency's few among many, by the index that begins with the agency.
const Sql k_received_of{"figures.list_received_of", CAMAUG_RECEIVED("r.lead = $2 AND ")};
// $4 now, $5 and $6 the last row of the page before, $7 limit.
const Sql k_overdue{"figures.list_overdue",
                    "SELECT r.due_at, r.number, r.field, r.area, r.lead FROM report r"
                    " WHERE r.due_at < $4 AND (r.due_at, r.number) > ($5, $6)"
                    " AND CASE WHEN r.state IN ('submitted', 'dispatched', 'in_progress',"
                    " 'waiting_reporter', 'answered', 'repairing') AND r.register = 'ordinary' "
                    "AND " CAMAUG_SEES_MANY
                    " THEN TRUE ELSE FALSE END ORDER BY r.due_at, r.number LIMIT $7"};
// $4 kind, $5 result, $6 from, $7 until, $8 and $9 the last row of the page before, $10 limit, $11
// the other result that stands in the same list, or the same. Of two such clocks of a report the
// one that is due later speaks for it.
const Sql k_clocks{
    "figures.list_clocks",
    "SELECT c.due_at, c.report, r.field, r.area, c.owner, c.started_at FROM clock c"
    " JOIN report r ON r.number = c.report WHERE c.kind = $4 AND c.result = $5"
    " AND c.result <> 'void' AND c.counted AND c.due_at >= $6 AND c.due_at < $7"
    " AND (c.due_at, c.report) < ($8, $9) AND " CAMAUG_SEES_CLOCK
    " AND NOT EXISTS (SELECT 1 FROM clock n WHERE n.report = c.report AND n.kind = $4"
    " AND n.result IN ($5, $11) AND n.due_at >= $6 AND n.due_at < $7"
    " AND (n.due_at, n.id) > (c.due_at, c.id)"
    " AND ($1 <> 'agency_leader' OR n.owner = $2))"
    " ORDER BY c.due_at DESC, c.report DESC LIMIT $10"};
const Sql k_row{"figures.row",
                "SELECT " CAMAUG_QUEUE_COLUMNS " FROM report r" CAMAUG_QUEUE_JOINS
                " WHERE r.number = $4 AND r.register = 'ordinary'"
                " AND (" CAMAUG_SEES_ONE " OR ($1 = 'agency_leader' AND " CAMAUG_NOT_NAMED
                "     AND EXISTS (SELECT 1 FROM clock c WHERE c.report = r.number"
                "                 AND c.owner = $2)))"};

constexpr std::int64_t k_most = std::numeric_limits<std::int64_t>::max();

// `sign` -1: what is later comes first.
FigurePick pick_of(const Row& row, std::int64_t sign) {
  FigurePick out;
  out.number = row.integer(1);
  out.at = {sign * row.integer(0), sign * out.number};
  out.field = row.text(2);
  out.area = row.maybe_text(3).value_or("");
  out.owner = row.maybe_text(4).value_or("");
  return out;
}

std::string states_text(domain::StateSet set) {
  std::string out = "|";
  for (std::size_t i = 0; i < domain::k_state_words.size(); ++i) {
    if (!domain::has_state(set, static_cast<domain::State>(i))) continue;
    out += domain::k_state_words[i];
    out += '|';
  }
  return out;
}

class Picker {
 public:
  Picker(Reader& reader, const domain::Viewer& viewer, const FigurePeriod& period,
         const FigurePart& part, std::optional<FigureCursor> after, int limit)
      : reader_(reader),
        viewer_(viewer),
        period_(period),
        part_(part),
        after_(after),
        limit_(limit) {}

  std::vector<FigurePick> run() {
    using enum FigurePart::Of;
    using domain::ClockResult;
    if (part_.of == received) return newest();
    if (part_.of == overdue) return waiting();
    if (part_.of == met) return clocks(ClockResult::met, ClockResult::met);
    auto out = clocks(ClockResult::late, ClockResult::running);
    if (part_.kind == domain::ClockKind::give_back) return out;
    auto running = clocks(ClockResult::running, ClockResult::late);
    out.insert(out.end(), std::make_move_iterator(running.begin()),
               std::make_move_iterator(running.end()));
    std::ranges::sort(out, {}, &FigurePick::at);
    if (out.size() > static_cast<std::size_t>(limit_)) out.resize(static_cast<std::size_t>(limit_));
    return out;
  }

 private:
  // The page before, where the later comes first and all is stored with its sign turned.
  [[nodiscard]] FigureCursor before() const {
    return after_ ? FigureCursor{-after_->key, -after_->number} : FigureCursor{k_most, k_most};
  }

  std::vector<FigurePick> newest() {
    std::vector<FigurePick> out;
    const auto [key, number] = before();
    reader_.each(
        viewer_.role == domain::Role::agency_leader ? k_received_of : k_received,
        [&](const Row& row) { out.push_back(pick_of(row, -1)); }, word(viewer_.role),
        viewer_.agency, viewer_.area, period_.from, period_.until, states_text(part_.states), key,
        number, limit_);
    return out;
  }

  std::vector<FigurePick> waiting() {
    std::vector<FigurePick> out;
    const FigureCursor after = after_.value_or(FigureCursor{-k_most, -k_most});
    reader_.each(
        k_overdue, [&](const Row& row) { out.push_back(pick_of(row, 1)); }, word(viewer_.role),
        viewer_.agency, viewer_.area, period_.now, after.key, after.number, limit_);
    return out;
  }

  std::vector<FigurePick> clocks(domain::ClockResult result, domain::ClockResult other) {
    std::vector<FigurePick> out;
    const auto [key, number] = before();
    // What is late was due before now; what runs and is not yet due hides nothing.
    const Instant until =
        part_.of == FigurePart::Of::met ? period_.until : std::min(period_.until, period_.now);
    reader_.each(
        k_clocks,
        [&](const Row& row) {
          auto& pick = out.emplace_back(pick_of(row, -1));
          pick.due_at = from_epoch_ms(row.integer(0));
          pick.started_at = from_epoch_ms(row.integer(5));
        },
        word(viewer_.role), viewer_.agency, viewer_.area, word(part_.kind), word(result),
        period_.from, until, key, number, limit_, word(other));
    return out;
  }

  Reader& reader_;
  const domain::Viewer& viewer_;
  const FigurePeriod& period_;
  const FigurePart& part_;
  std::optional<FigureCursor> after_;
  int limit_;
};

}  // namespace

std::vector<FigurePick> figure_picks(Reader& reader, const domain::Viewer& viewer,
                                     const FigurePeriod& period, const FigurePart& part,
                                     const std::optional<FigureCursor>& after, int limit) {
  if (!may_see_figures(viewer)) return {};
  return Picker(reader, viewer, period, part, after, limit).run();
}

std::optional<QueueRow> figure_report(Reader& reader, const domain::Viewer& viewer,
                                      std::int64_t number) {
  std::optional<QueueRow> out;
  if (!may_see_figures(viewer)) return out;
  reader.each(
      k_row, [&](const Row& row) { out = read_queue_row(row); }, word(viewer.role), viewer.agency,
      viewer.area, number);
  return out;
}

}  // namespace camaug::store
