// A report's columns by position, for rows that are read by the thousand: what a cell of the
// position holds when it is not null, and how it is set. Must agree with set_cell of
// projection.hpp.
#pragma once

#include <cstddef>

#include "domain/projection.hpp"

namespace camaug::domain {

enum class CellKind : std::uint8_t { number, flag, text };

// Both throw std::out_of_range for a position that is not there.
[[nodiscard]] CellKind cell_kind(std::size_t column);
// False when the value does not fit.
[[nodiscard]] bool set_cell_at(Report& report, std::size_t column, const Cell& value);

}  // namespace camaug::domain
