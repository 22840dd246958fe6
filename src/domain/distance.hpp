// Distances on a plane that is as narrow as the meridians are at the first point: right to a metre
// within some kilometres.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace camaug::domain {

inline constexpr double k_metres_per_degree = 111'320.0;

// By how much a degree of longitude is shorter than one of latitude. 1e-7 degree.
[[nodiscard]] inline double narrowing(std::int64_t lat7) {
  return std::cos(static_cast<double>(lat7) * 1e-7 * std::numbers::pi / 180.0);
}

// Metres; coordinates in 1e-7 degree.
[[nodiscard]] inline double distance_m(std::int64_t lat7_a, std::int64_t lon7_a,
                                       std::int64_t lat7_b, std::int64_t lon7_b) {
  const double dy = static_cast<double>(lat7_a - lat7_b) * 1e-7 * k_metres_per_degree;
  const double dx =
      static_cast<double>(lon7_a - lon7_b) * 1e-7 * k_metres_per_degree * narrowing(lat7_a);
  return std::hypot(dx, dy);
}

}  // namespace camaug::domain
