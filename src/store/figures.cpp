#include "store/figures.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstring>

#include "store/figures_sight.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_sheets{
    "figures.sheets",
    "SELECT s.day, s.area, s.body FROM figure_sheet s WHERE s.day >= $4 AND s.day < $5"
    " AND ($1 = 'coordinator' OR ($1 = 'agency_leader' AND CAST($2 AS TEXT) <> '')"
    " OR ($1 = 'supervisor' AND (s.area IN"
    " (SELECT a.id FROM area a WHERE a.path LIKE " CAMAUG_ROOT
    " || '%') OR (s.area = '' AND " CAMAUG_ROOT " = '/96/'))))"};
// The condition inside the CASE is out of the planner's sight on purpose: it would take an index
// that narrows by state and then opens every report, where that of the due times covers all.
const Sql k_overdue{"figures.overdue",
                    "SELECT r.area, r.field, r.lead FROM report r WHERE r.due_at < $4"
                    " AND CASE WHEN r.state IN ('submitted', 'dispatched', 'in_progress',"
                    " 'waiting_reporter', 'answered', 'repairing') AND r.register = 'ordinary' "
                    "AND " CAMAUG_SEES_MANY " THEN TRUE ELSE FALSE END"};
// A give_back window only informs.
const Sql k_running{"figures.running",
                    "SELECT r.area, r.field, c.owner, c.kind"
                    " FROM clock c JOIN report r ON r.number = c.report"
                    " WHERE c.kind IN ('dispatch', 'answer', 'relay', 'repair', 'reopen')"
                    " AND c.result = 'running' AND c.result <> 'void' AND c.counted"
                    " AND c.due_at >= $4 AND c.due_at < $5 AND " CAMAUG_SEES_CLOCK};

// Codes are short: their first and last eight bytes and their length tell nearly all apart.
struct CodeHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view code) const {
    if (code.empty()) return 0;  // may have no bytes to point at
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
    out_.words.emplace_back();
    words_.emplace("", k_no_word);
  }

  FigureLines run() {
    reader_.each(
        k_sheets,
        [&](const Row& row) { read_sheet(row.integer(0), place(row.text(1)), row.text(2)); },
        word(viewer_.role), viewer_.agency, viewer_.area, figure_day(period_.from),
        figure_day(period_.until));
    reader_.each(
        k_overdue, [&](const Row& row) { out_.overdue.push_back(late(row)); }, word(viewer_.role),
        viewer_.agency, viewer_.area, period_.now);
    reader_.each(
        k_running,
        [&](const Row& row) {
          out_.running.push_back(late(row));
          out_.running.back().kind = domain::parse_clock(row.text(3)).value();
        },
        word(viewer_.role), viewer_.agency, viewer_.area, period_.from,
        std::min(period_.until, period_.now));
    return std::move(out_);
  }

 private:
  WordPlace place(std::string_view word) {
    if (const auto found = words_.find(word); found != words_.end()) return found->second;
    const auto next = static_cast<WordPlace>(out_.words.size());
    out_.words.emplace_back(word);
    words_.emplace(out_.words.back(), next);
    return next;
  }

  // An agency's leader counts what the agency leads or owns, and not what is about the agency.
  [[nodiscard]] bool sees(const FigureLineText& line) const {
    return viewer_.role != domain::Role::agency_leader ||
           (line.owner == viewer_.agency && !line.named);
  }

  void read_sheet(std::int64_t day, WordPlace area, std::string_view body) {
    while (const auto text = next_line(body)) {
      if (!sees(*text)) continue;
      FigureLine line;
      line.day = day;
      line.section = text->section;
      line.area = area;
      line.field = place(text->field);
      line.owner = place(text->owner);
      line.first = static_cast<std::uint32_t>(out_.tags.size());
      read_tags(text->tags, out_.tags);
      line.last = static_cast<std::uint32_t>(out_.tags.size());
      out_.lines.push_back(line);
    }
  }

  FigureLate late(const Row& row) {
    FigureLate out;
    out.area = place(row.maybe_text(0).value_or(""));
    out.field = place(row.text(1));
    out.owner = place(row.maybe_text(2).value_or(""));
    return out;
  }

  Reader& reader_;
  const domain::Viewer& viewer_;
  const FigurePeriod& period_;
  FigureLines out_;
  boost::unordered_flat_map<std::string, WordPlace, CodeHash, std::equal_to<>> words_;
};

}  // namespace

bool may_see_figures(const domain::Viewer& viewer) {
  using domain::Role;
  return domain::contains(domain::roles({Role::coordinator, Role::agency_leader, Role::supervisor}),
                          viewer.role);
}

FigureLines figure_lines(Reader& reader, const domain::Viewer& viewer, const FigurePeriod& period) {
  if (may_see_figures(viewer)) return Collector(reader, viewer, period).run();
  FigureLines none;
  none.words.emplace_back();
  return none;
}

}  // namespace camaug::store
