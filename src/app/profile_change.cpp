#include "app/profile_change.hpp"

#include <algorithm>

#include "app/case.hpp"
#include "app/change.hpp"
#include "domain/alarm.hpp"
#include "domain/clock_row.hpp"
#include "store/account.hpp"
#include "store/clock.hpp"

namespace camaug::app {
namespace {

using domain::Action;

domain::Viewer the_system() {
  domain::Viewer viewer;
  viewer.role = domain::Role::system;
  return viewer;
}

std::vector<domain::ClockInstance> instances_of(store::Reader& reader, std::string_view report) {
  std::vector<domain::ClockInstance> out;
  for (const auto& row : store::clocks_of(reader, report)) out.push_back(domain::from_row(row));
  return out;
}

// Who has an agency's cases today; "" when nobody does.
class Heirs {
 public:
  Heirs(const Services& services, std::string area, Instant now)
      : province_(*services.province), area_(std::move(area)), day_(local_date(now)) {}
  [[nodiscard]] std::string of(const std::string& code) const {
    const auto* heir = province_.agencies.successor(province_.areas, code, area_, day_);
    return heir == nullptr ? std::string() : heir->code;
  }

 private:
  const domain::Province& province_;
  std::string area_;
  LocalDate day_;
};

// The cooperating agencies of today, without the lead and the agency that the report names.
std::vector<std::string> helpers(const Heirs& heirs, const std::vector<std::string>& codes,
                                 const domain::Report& report) {
  std::vector<std::string> out;
  for (const auto& code : codes) {
    const std::string heir = heirs.of(code);
    if (!heir.empty() && heir != report.lead && heir != report.named_agency) out.push_back(heir);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

// The lead of today, and what hangs on who it is.
void move_lead(store::Tx& tx, domain::Report& report, const std::string& old,
               const std::string& heir, Instant now) {
  report.lead = heir;
  domain::alarm_anew(report, now);
  if (report.asked_by == old) report.asked_by = heir;
  if (!report.officer) return;
  const auto officer = store::account_by_id(tx, *report.officer);
  if (!officer || officer->agency != heir) report.officer.reset();
}

// Whoever has the case is late when it is late: the running clocks change their owner, no more.
std::vector<domain::ClockChange> owned_by(const std::vector<domain::ClockInstance>& clocks,
                                          const std::string& old, const std::string& heir) {
  std::vector<domain::ClockChange> out;
  for (const auto& clock : clocks) {
    if (!clock.open() || clock.owner != old) continue;
    auto after = clock;
    after.owner = heir;
    out.push_back({clock, std::move(after)});
  }
  return out;
}

}  // namespace

Result<bool> recompute_deadlines(const Services& services, store::Tx& tx, std::string_view report,
                                 Instant now) {
  const auto viewer = the_system();
  auto found = store::report_by_id(tx, viewer, report);
  if (!found) return fail(ErrorCode::not_found, "error.not_found");
  const auto areas = area_codes(services, found->area);
  const domain::ClockContext context{now, services.province->policies, areas,
                                     services.province->calendar};
  auto changes = domain::recompute_clocks(instances_of(tx, report), context);
  if (!changes) return Failure(changes.error());
  if (changes->empty()) return false;
  for (const auto& moved : *changes) store::forget_warnings(tx, moved.after.id);
  Change change(services, tx, viewer, now, found, *found);
  change.override_clocks(std::move(*changes));
  const auto event = change.commit(Action::recompute);
  if (!event) return Failure(event.error());
  return true;
}

Result<bool> move_to_successor(const Services& services, store::Tx& tx, std::string_view report,
                               Instant now) {
  const auto viewer = the_system();
  auto found = store::report_by_id(tx, viewer, report);
  if (!found) return fail(ErrorCode::not_found, "error.not_found");
  if (!domain::is_open(found->state)) return false;
  const Heirs heirs(services, found->area.value_or(""), now);
  domain::Report after = *found;
  if (after.named_agency) {
    const std::string heir = heirs.of(*after.named_agency);
    if (!heir.empty()) after.named_agency = heir;
  }
  std::vector<domain::ClockChange> clocks;
  if (found->lead) {
    const std::string heir = heirs.of(*found->lead);
    if (heir.empty() || heir == after.named_agency) {
      return fail(ErrorCode::conflict, "error.cutover.no_successor", *found->lead);
    }
    if (heir != *found->lead) {
      move_lead(tx, after, *found->lead, heir, now);
      clocks = owned_by(instances_of(tx, report), *found->lead, heir);
    }
  }
  const auto helped = store::cooperating_of(tx, report);
  auto helping = helpers(heirs, helped, after);
  if (after == *found && helping == helped) return false;
  Change change(services, tx, viewer, now, found, after);
  change.override_clocks(std::move(clocks));
  if (helping != helped) change.set_cooperating(std::move(helping));
  const auto event = change.commit(Action::cutover);
  if (!event) return Failure(event.error());
  return true;
}

}  // namespace camaug::app
