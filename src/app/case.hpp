// Everything that decides about one report, loaded in one transaction: the projection, its events,
// who helps, who gave it back, the policy in force and the routing suggestion.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "domain/routing.hpp"
#include "domain/workflow_open.hpp"
#include "store/event.hpp"
#include "store/report.hpp"

namespace camaug::app {

struct Case {
  domain::Report report;
  std::vector<store::Event> events;
  std::vector<boost::json::object> bodies;  // of the events, in their order
  std::vector<std::string> cooperating;
  std::vector<store::Bounce> bounces;
  std::vector<std::string> area_codes;  // the commune and its ancestors
  const domain::PolicyVersion* policy = nullptr;
  domain::Publicity publicity = domain::Publicity::normal;
  bool has_sound = false;
  domain::Suggestion suggestion;
  std::optional<domain::Report> master;  // that it was merged into or joined

  [[nodiscard]] domain::Situation situation() const;
};

// The case as this viewer may see it; Error not_found otherwise.
[[nodiscard]] Result<Case> load_case(const Services& services, store::Reader& reader,
                                     const domain::Viewer& viewer, std::string_view id,
                                     Instant now);
// The case that this viewer's own last step took out of his sight, while he may take that back;
// Error not_found otherwise.
[[nodiscard]] Result<Case> load_left(const Services& services, store::Reader& reader,
                                     const domain::Viewer& viewer, std::string_view id,
                                     Instant now);
// The same around a report that was read already.
[[nodiscard]] Result<Case> complete_case(const Services& services, store::Reader& reader,
                                         domain::Report report, Instant now, Lang lang = Lang::vi);

// The body of an event; throws std::runtime_error when it is no JSON object (a damaged database).
[[nodiscard]] boost::json::object event_body(const store::Event& event);
// The codes of an area and its ancestors; empty without an area.
[[nodiscard]] std::vector<std::string> area_codes(const Services& services,
                                                  const std::optional<std::string>& area);
// Working days of the repair clock: of the sub-field, else the field's largest.
[[nodiscard]] int repair_days(const Services& services, const domain::Report& report);
[[nodiscard]] domain::Suggestion suggest(const Services& services, const domain::Report& report,
                                         const std::vector<store::Bounce>& bounces, Instant now,
                                         Lang lang);

}  // namespace camaug::app
