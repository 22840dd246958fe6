// The reports behind one figure: the same rows as the figure itself, so that they agree.
#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "app/detail.hpp"
#include "app/figures_scope.hpp"
#include "domain/workflow.hpp"

namespace camaug::app {
namespace {

using domain::ClockKind;
using domain::ClockResult;
using domain::State;
using store::FigureReport;

// A row of the list; the clock is the one the figure counts, if it counts clocks.
struct Picked {
  const FigureReport* report = nullptr;
  const store::FigureClock* clock = nullptr;
};

std::optional<domain::StateSet> states_of(std::string_view part) {
  if (part == "received") return domain::k_any_state;
  if (part == "handled") return domain::states({State::resolved});
  if (part == "open") return domain::k_open_states;
  const auto state = domain::parse_state(part);
  if (!state || domain::is_open(*state) || *state == State::resolved) return {};
  return domain::states({*state});
}

struct ClockPart {
  ClockKind kind{};
  bool met = false;
};
std::optional<ClockPart> clock_part(std::string_view part) {
  const bool met = part.starts_with("met:");
  if (!met && !part.starts_with("late:")) return {};
  const auto kind = domain::parse_clock(part.substr(part.find(':') + 1));
  if (!kind || *kind == ClockKind::total) return {};
  return ClockPart{*kind, met};
}

std::vector<Picked> by_clock(const store::FigureRows& rows, const FiguresScope& scope,
                             ClockPart part) {
  std::vector<Picked> out;
  std::unordered_set<std::size_t> listed;
  for (const auto& clock : rows.clocks) {
    const bool fits = clock.kind == part.kind && (clock.result == ClockResult::met) == part.met;
    if (!fits || !scope.takes(clock) || !listed.insert(clock.report).second) continue;
    out.push_back({&rows.reports[clock.report], &clock});
  }
  return out;
}

Result<std::vector<Picked>> pick(const store::FigureRows& rows, const FiguresScope& scope,
                                 std::string_view part) {
  std::vector<Picked> out;
  const auto take = [&](const FigureReport& report) {
    if (scope.takes(report)) out.push_back({&report, nullptr});
  };
  if (part == "overdue") {
    for (const std::size_t i : rows.overdue) take(rows.reports[i]);
    return out;
  }
  if (const auto clock = clock_part(part)) return by_clock(rows, scope, *clock);
  const auto states = states_of(part);
  if (!states) return fail_field("part", "error.figures.part_unknown");
  for (std::size_t i = 0; i < rows.received; ++i) {
    if (domain::has_state(*states, rows.reports[i].state)) take(rows.reports[i]);
  }
  return out;
}

// Smaller comes first; the number makes it unique.
struct Place {
  std::int64_t key = 0;
  std::int64_t number = 0;
  auto operator<=>(const Place&) const = default;
};
Place place_of(const FigureReport& report, bool by_due) {
  if (by_due && report.due_at) return {epoch_ms(*report.due_at), report.number};
  return {-epoch_ms(report.submitted_at), -report.number};
}

std::optional<Place> parse_cursor(std::string_view text) {
  Place place;
  const char* const end = text.data() + text.size();
  const auto key = std::from_chars(text.data(), text.data() + text.size(), place.key);
  if (key.ec != std::errc() || key.ptr == end || *key.ptr != '.') return {};
  const auto number = std::from_chars(key.ptr + 1, end, place.number);
  if (number.ec != std::errc() || number.ptr != end) return {};
  return place;
}

QueueItemView item_of(const Services& services, const domain::Viewer& viewer, const Picked& picked,
                      store::QueueRow row, Instant now, Lang lang) {
  // An agency may count its own clock on a report that went elsewhere, but not read the report.
  domain::Viewer eyes = viewer;
  const bool gone = viewer.role == domain::Role::agency_leader && row.lead != viewer.agency;
  if (gone) eyes.role = domain::Role::supervisor;
  auto item = queue_item(services, eyes, std::move(row), lang, now);
  if (gone) {
    item.lat7.reset();
    item.lon7.reset();
    item.officer_name.reset();
  }
  if (picked.clock != nullptr) {
    item.clock = std::string(word(picked.clock->kind));
    item.started_at = picked.clock->started_at;
    item.due_at = picked.clock->due_at;
  }
  return item;
}

}  // namespace

Result<FiguresListView> figures_list(const Services& services, store::Reader& reader,
                                     const domain::Viewer& viewer, const FiguresQuery& query,
                                     std::string_view part, std::string_view cursor, int limit,
                                     Instant now, Lang lang) {
  const auto rows = store::figure_rows(reader, viewer, FiguresScope::period(query, now));
  const FiguresScope scope(services, query, rows);
  auto picked = pick(rows, scope, part);
  if (!picked) return Failure(picked.error());
  FiguresListView view;
  view.list = part;
  view.counts.emplace(part, static_cast<std::int64_t>(picked->size()));
  view.at = now;
  const bool by_due = part == "overdue";
  std::ranges::sort(*picked, {}, [&](const Picked& p) { return place_of(*p.report, by_due); });
  const auto after = parse_cursor(cursor);
  std::optional<Place> last;
  for (const Picked& p : *picked) {
    const Place place = place_of(*p.report, by_due);
    if (after && place <= *after) continue;
    if (static_cast<int>(view.items.size()) == limit) {
      view.next = std::to_string(last->key) + "." + std::to_string(last->number);
      break;
    }
    auto row = store::figure_report(reader, viewer, p.report->number);
    if (!row) continue;
    view.items.push_back(item_of(services, viewer, p, std::move(*row), now, lang));
    last = place;
  }
  return view;
}

}  // namespace camaug::app
