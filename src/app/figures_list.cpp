// The reports behind one figure: the same conditions as the figure itself, so that they agree.
#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "app/detail.hpp"
#include "app/figures_scope.hpp"
#include "domain/workflow.hpp"

namespace camaug::app {
namespace {

// Read at once; those that the question leaves out are skipped.
constexpr int k_picks = 200;

using domain::ClockKind;
using domain::ClockResult;
using domain::State;
using store::FigureCursor;
using store::FigurePart;
using store::FigurePick;

std::optional<domain::StateSet> states_of(std::string_view part) {
  if (part == "received") return domain::k_any_state;
  if (part == "handled") return domain::states({State::resolved});
  if (part == "open") return domain::k_open_states;
  const auto state = domain::parse_state(part);
  if (!state || domain::is_open(*state) || *state == State::resolved) return {};
  return domain::states({*state});
}

std::optional<FigurePart> clock_part(std::string_view part) {
  const bool met = part.starts_with("met:");
  if (!met && !part.starts_with("late:")) return {};
  const auto kind = domain::parse_clock(part.substr(part.find(':') + 1));
  if (!kind || *kind == ClockKind::total) return {};
  return FigurePart{met ? FigurePart::Of::met : FigurePart::Of::late, 0, *kind};
}

std::optional<FigurePart> part_of(std::string_view part) {
  if (part == "overdue") return FigurePart{FigurePart::Of::overdue, 0, {}};
  if (const auto clock = clock_part(part)) return clock;
  const auto states = states_of(part);
  if (!states) return {};
  return FigurePart{FigurePart::Of::received, *states, {}};
}

// What the board says of this part.
std::int64_t figure_of(const FiguresView& figures, const FigurePart& part) {
  if (part.of == FigurePart::Of::overdue) return figures.overdue;
  if (part.of != FigurePart::Of::received) {
    const auto& share = figures.on_time.at(std::string(word(part.kind)));
    return part.of == FigurePart::Of::met ? share.met : share.late + share.open_late;
  }
  std::int64_t n = 0;
  for (const auto& [state, count] : figures.states) {
    if (domain::has_state(part.states, domain::parse_state(state).value())) n += count;
  }
  return n;
}

std::optional<FigureCursor> parse_cursor(std::string_view text) {
  FigureCursor place;
  const char* const end = text.data() + text.size();
  const auto key = std::from_chars(text.data(), text.data() + text.size(), place.key);
  if (key.ec != std::errc() || key.ptr == end || *key.ptr != '.') return {};
  const auto number = std::from_chars(key.ptr + 1, end, place.number);
  if (number.ec != std::errc() || number.ptr != end) return {};
  return place;
}

QueueItemView item_of(const Services& services, const domain::Viewer& viewer,
                      const FigurePick& pick, domain::ClockKind kind, store::QueueRow row,
                      Instant now, Lang lang) {
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
  if (pick.started_at) {
    item.clock = std::string(word(kind));
    item.started_at = pick.started_at;
    item.due_at = pick.due_at;
  }
  return item;
}

}  // namespace

Result<FiguresListView> figures_list(const Services& services, store::Reader& reader,
                                     const domain::Viewer& viewer, const FiguresQuery& query,
                                     std::string_view part, std::string_view cursor, int limit,
                                     Instant now, Lang lang) {
  const auto wanted = part_of(part);
  if (!wanted) return fail_field("part", "error.figures.part_unknown");
  const auto period = FiguresScope::period(query, now);
  const std::vector<std::string> no_words;
  const FiguresScope scope(services, query, no_words);
  FiguresListView view;
  view.list = part;
  view.counts.emplace(part,
                      figure_of(figures(services, reader, viewer, query, now, lang), *wanted));
  view.at = now;
  auto after = parse_cursor(cursor);
  for (;;) {
    const auto picks = store::figure_picks(reader, viewer, period, *wanted, after, k_picks);
    for (const FigurePick& pick : picks) {
      if (!scope.takes(pick)) continue;
      auto row = store::figure_report(reader, viewer, pick.number);
      if (!row) continue;
      if (static_cast<int>(view.items.size()) == limit) {
        view.next = std::to_string(after->key) + "." + std::to_string(after->number);
        return view;
      }
      view.items.push_back(
          item_of(services, viewer, pick, wanted->kind, std::move(*row), now, lang));
      after = pick.at;
    }
    if (picks.size() < static_cast<std::size_t>(k_picks)) return view;
    after = picks.back().at;
  }
}

}  // namespace camaug::app
