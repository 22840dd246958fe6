#include "app/figures_scope.hpp"

#include <algorithm>
#include <limits>

namespace camaug::app {
namespace {

using store::k_no_word;
using store::WordPlace;

constexpr WordPlace k_unheard = std::numeric_limits<WordPlace>::max();
constexpr std::chrono::days k_default_days{30};
constexpr std::chrono::days k_days_max{3660};

}  // namespace

Result<FiguresQuery> figures_query(const Services& services, const FiguresAsked& asked,
                                   Instant now) {
  const auto& province = *services.province;
  FiguresQuery query;
  query.to = local_date(now);
  if (!asked.to.empty()) {
    const auto day = parse_date(asked.to);
    if (!day) return fail_field("to", "error.field.not_date");
    query.to = *day;
  }
  const auto last = std::chrono::sys_days(query.to);
  query.from = LocalDate(last - k_default_days + std::chrono::days(1));
  if (!asked.from.empty()) {
    const auto day = parse_date(asked.from);
    if (!day) return fail_field("from", "error.field.not_date");
    query.from = *day;
  }
  const auto first = std::chrono::sys_days(query.from);
  if (first > last) return fail_field("to", "error.figures.period_reversed");
  if (last - first >= k_days_max) return fail_field("from", "error.figures.period_too_long");
  query.field = asked.field;
  query.area = asked.area;
  query.agency = asked.agency;
  query.edition =
      asked.edition.empty() ? province.areas.edition_at(query.to).code : std::string(asked.edition);
  if (!query.field.empty() && province.taxonomy.field(query.field) == nullptr) {
    return fail_field("field", "error.field_unknown");
  }
  if (!query.area.empty() && query.area != k_none && province.areas.find(query.area) == nullptr) {
    return fail_field("area", "error.commune_unknown");
  }
  if (!query.agency.empty() && query.agency != k_none &&
      province.agencies.find(query.agency) == nullptr) {
    return fail_field("agency", "error.agency_unknown", {query.agency});
  }
  if (province.areas.edition(query.edition) == nullptr) {
    return fail_field("edition", "error.figures.edition_unknown");
  }
  return query;
}

store::FigurePeriod FiguresScope::period(const FiguresQuery& query, Instant now) {
  return {instant_of(query.from), instant_of(query.to) + std::chrono::days(1), now};
}

FiguresScope::FiguresScope(const Services& services, const FiguresQuery& query,
                           const std::vector<std::string>& words)
    : areas_(services.province->areas),
      query_(query),
      words_(words),
      field_(wanted(query.field)),
      agency_(wanted(query.agency)) {
  // Below a district the rows are its communes; above, the districts themselves, so that the rows
  // of one table never count a report twice.
  if (const auto* area = areas_.find(query.area)) {
    const auto line = areas_.line(area->id);
    units_ = std::ranges::any_of(
        line, [](const auto* a) { return a->type == domain::AreaType::district; });
  }
  for (const std::string& word : words) {
    bool approximate = false;
    const std::string key = row_of(word, approximate);
    auto at = std::ranges::find(area_keys_, key);
    if (at == area_keys_.end()) at = area_keys_.insert(area_keys_.end(), key);
    area_row_.push_back(static_cast<std::size_t>(at - area_keys_.begin()));
    approximate_.push_back(approximate);
    inside_.push_back(inside(word));
  }
}

WordPlace FiguresScope::wanted(const std::string& word) const {
  if (word.empty() || word == k_none) return k_no_word;
  const auto found = std::ranges::find(words_, word);
  if (found == words_.end()) return k_unheard;
  return static_cast<WordPlace>(found - words_.begin());
}

// Whether reports from this area are counted below the area asked for, in that one's edition.
bool FiguresScope::inside(const std::string& area) const {
  if (query_.area.empty()) return true;
  const auto* asked = areas_.find(query_.area);
  if (asked == nullptr) {
    bool approximate = false;
    return row_of(area, approximate) == k_none;
  }
  // A report without a place belongs to the province.
  if (areas_.find(area) == nullptr) return asked->parent.empty();
  const auto counted = areas_.counted_as(area, asked->edition);
  return counted && areas_.within(counted->id, asked->id);
}

std::string FiguresScope::row_of(const std::string& area, bool& approximate) const {
  const auto counted = areas_.counted_as(area, query_.edition);
  if (!counted) return std::string(k_none);
  approximate = counted->approximate;
  if (units_) return counted->id;
  for (const auto* above : areas_.line(counted->id)) {
    if (above->type == domain::AreaType::district) return above->id;
  }
  return counted->id;
}

bool FiguresScope::takes(const store::FigurePick& pick) const {
  const std::string_view owner = query_.agency == k_none ? "" : std::string_view(query_.agency);
  return (query_.field.empty() || pick.field == query_.field) && inside(pick.area) &&
         (query_.agency.empty() || pick.owner == owner);
}

}  // namespace camaug::app
