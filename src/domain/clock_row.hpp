// A clock between its rules (ClockInstance) and its row (ClockRow): what explains and resumes it
// goes into the row's `detail` as canonical JSON. No rule lives here.
#pragma once

#include <string>

#include "base/error.hpp"
#include "domain/clock.hpp"
#include "domain/projection.hpp"

namespace camaug::domain {

[[nodiscard]] ClockRow to_row(const ClockInstance& clock, std::string report);
// Error invalid error.clock.bad_detail when `detail` is not what to_row wrote.
[[nodiscard]] Result<ClockInstance> from_row(const ClockRow& row);

}  // namespace camaug::domain
