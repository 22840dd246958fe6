#include "app/due.hpp"

#include "domain/clock_change.hpp"
#include "domain/clock_row.hpp"
#include "domain/deadline_text.hpp"
#include "store/clock.hpp"

namespace camaug::app {

std::string agency_name(const Services& services, const std::string& code, Lang lang) {
  const auto* agency = services.province->agencies.find(code);
  return agency == nullptr ? code : agency->label(lang);
}

std::optional<std::string> area_name(const Services& services,
                                     const std::optional<std::string>& area, Lang lang) {
  if (!area) return {};
  const auto* found = services.province->areas.find(*area);
  if (found == nullptr) return {};
  return lang == Lang::en ? found->full_name_en : found->full_name;
}

std::vector<domain::ClockInstance> clocks_of(store::Reader& reader, std::string_view report) {
  std::vector<domain::ClockInstance> clocks;
  for (const auto& row : store::clocks_of(reader, report)) clocks.push_back(domain::from_row(row));
  return clocks;
}

std::optional<DueView> due_view(const std::vector<domain::ClockInstance>& clocks, Lang lang) {
  const auto* next = domain::next_due(clocks);
  if (next == nullptr || !next->due_at) return {};
  DueView view;
  view.clock = word(next->kind);
  view.started_at = next->started_at;
  view.due_at = *next->due_at;
  view.limit_ms = next->why.limit.count();
  view.rule = word(next->why.rule);
  view.day_kind = word(next->why.day_kind);
  view.article = next->why.article;
  view.provisional = next->why.provisional;
  view.text = domain::clock_text(lang, *next);
  return view;
}

std::vector<ClockView> clock_views(const Services& services,
                                   const std::vector<domain::ClockInstance>& clocks, Lang lang) {
  std::vector<ClockView> out;
  for (const auto& clock : clocks) {
    ClockView view;
    view.kind = word(clock.kind);
    view.owner = clock.owner;
    view.owner_name = agency_name(services, clock.owner, lang);
    view.started_at = clock.started_at;
    view.due_at = clock.due_at;
    view.ended_at = clock.ended_at;
    view.result = word(clock.result);
    view.text = domain::clock_text(lang, clock);
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace camaug::app
