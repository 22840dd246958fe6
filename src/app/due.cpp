#include "app/due.hpp"

#include "domain/clock_change.hpp"
#include "domain/clock_row.hpp"
#include "domain/deadline_text.hpp"

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

std::optional<DueView> due_view(const Services&, const std::vector<domain::ClockRow>& clocks,
                                Lang lang) {
  std::vector<domain::ClockInstance> instances;
  for (const auto& row : clocks) instances.push_back(domain::from_row(row));
  const auto* next = domain::next_due(instances);
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
                                   const std::vector<domain::ClockRow>& clocks, Lang lang) {
  std::vector<ClockView> out;
  for (const auto& row : clocks) {
    ClockView view;
    view.kind = word(row.kind);
    view.owner = row.owner;
    view.owner_name = agency_name(services, row.owner, lang);
    view.started_at = row.started_at;
    view.due_at = row.due_at;
    view.ended_at = row.ended_at;
    view.result = word(row.result);
    view.text = domain::clock_text(lang, domain::from_row(row));
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace camaug::app
