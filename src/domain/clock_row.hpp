// A clock between its life (domain/clock) and its row (projection): what explains and continues it
// goes into the row's detail as canonical JSON. Loses nothing in either direction.
#pragma once

#include <string>

#include "domain/clock.hpp"
#include "domain/projection.hpp"

namespace camaug::domain {

[[nodiscard]] ClockRow to_row(const ClockInstance& clock, const std::string& report);
// Throws std::runtime_error when the detail is not what to_row wrote (a damaged database).
[[nodiscard]] ClockInstance from_row(const ClockRow& row);

}  // namespace camaug::domain
