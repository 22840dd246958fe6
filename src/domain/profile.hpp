// A province as data: everything that profiles/<name> says, read once, checked whole, never changed
// afterwards. Safe to read from any thread; share it as a ProvincePtr.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/texts.hpp"
#include "domain/agency.hpp"
#include "domain/area.hpp"
#include "domain/area_index.hpp"
#include "domain/calendar.hpp"
#include "domain/policy.hpp"
#include "domain/profile_faults.hpp"
#include "domain/routing.hpp"
#include "domain/scope.hpp"
#include "domain/taxonomy.hpp"

namespace camaug::domain {

struct ProvinceInfo {
  std::string id;  // "ca-mau"
  Label name;      // "Cà Mau"
  Label full_name;
  std::string code_prefix;    // "CM" of CM-2026-000123
  std::string province_code;  // area code of the province in every edition
  std::string coordinator;    // agency code of the portal
  Label contact;
  Box7 box;
  SeaRule sea;
  bool public_agencies = false;  // whether everybody may read each agency's figures
};

// A step of the duty ladder for a case that nobody has opened: at `percent` of the limit, tell.
struct DutyStep {
  int percent = 0;
  std::string who;  // duty_person, agency_leader, call_list
};

struct EmergencyNumber {
  std::string number;
  Label label;
  std::string scope;
  bool verified = false;  // test-dialled; the others are not to be shown
};

struct Province {
  ProvinceInfo info;
  Areas areas;
  AreaIndex index;  // of the newest edition with polygons
  Taxonomy taxonomy;
  Agencies agencies;
  std::vector<RoutingRule> routing;
  Scope scope;
  std::vector<ScopeSample> scope_samples;
  Calendar calendar;
  std::vector<PolicyVersion> policies;
  std::vector<DutyStep> duty_ladder;  // by percent
  std::vector<EmergencyNumber> emergency;

  [[nodiscard]] RoutingBase routing_base() const { return {areas, agencies, taxonomy, routing}; }
  // The unit under which a place is known on that day: by the point where the edition has polygons
  // and a point is given, else as Areas::counted_as says. nullopt: unknown.
  [[nodiscard]] std::optional<CountedArea> area_on(std::string_view area, LocalDate day,
                                                   const Point7* point = nullptr) const;
  // The policy version of a clock that starts now in this area.
  [[nodiscard]] Result<const PolicyVersion*> policy_for(Instant start, std::string_view area) const;
  // The numbers that somebody has test-dialled.
  [[nodiscard]] std::vector<const EmergencyNumber*> verified_numbers() const;
};

using ProvincePtr = std::shared_ptr<const Province>;

// Reads and checks all files of a profile folder (name -> content). Error invalid
// error.profile.invalid: up to 50 fields, each "file:line:column" with the key of a text that says
// the mend; nothing is half loaded.
[[nodiscard]] Result<Province> load_profile(const ProfileFiles& files);

}  // namespace camaug::domain
