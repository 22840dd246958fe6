// Reads calendar.csv and policy.json of a profile into the types that count deadlines. What the
// values mean is said in calendar.hpp and policy.hpp.
#pragma once

#include <vector>

#include "domain/profile.hpp"

namespace camaug::domain {

// Years run from the first to the last one in the file without a gap, and each has the four
// holidays that fall on the same day every year.
[[nodiscard]] Calendar read_calendar(const ProfileFiles& files, Faults& faults);
[[nodiscard]] std::vector<PolicyVersion> read_policies(const ProfileFiles& files, Faults& faults);
[[nodiscard]] std::vector<DutyStep> read_duty_ladder(const ProfileFiles& files, Faults& faults);

}  // namespace camaug::domain
