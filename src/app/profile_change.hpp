// What the province as it is now means for a report that is open already: another calendar moves
// its deadlines, an agency that is no more hands it to its successor. One audited event by the
// system for each, none where nothing changes.
#pragma once

#include <string_view>

#include "app/services.hpp"
#include "base/error.hpp"
#include "store/database.hpp"

namespace camaug::app {

// Computes the open deadlines again under the calendar of the province, each under the version of
// the policy it began with; ended ones stay. True when one moved. Errors: those of
// domain::recompute_clocks; nothing is written then.
[[nodiscard]] Result<bool> recompute_deadlines(const Services& services, store::Tx& tx,
                                               std::string_view report, Instant now);
// Gives an open report of an abolished agency (lead or cooperating) to who has its cases today. Its
// running clocks go with it; no due time changes. True when it moved. Error conflict
// error.cutover.no_successor when the lead has none, or only one that the report itself names.
[[nodiscard]] Result<bool> move_to_successor(const Services& services, store::Tx& tx,
                                             std::string_view report, Instant now);

}  // namespace camaug::app
