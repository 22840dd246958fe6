// Outlines from GeoJSON as integers (degrees times ten million). Reading and checking only; which
// unit holds a point is decided in area_index.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/area.hpp"
#include "domain/profile_faults.hpp"

namespace camaug::domain {

struct Box7 {
  std::int64_t lat7_min = 0;
  std::int64_t lat7_max = 0;
  std::int64_t lon7_min = 0;
  std::int64_t lon7_max = 0;

  [[nodiscard]] bool holds(Point7 p) const {
    return p.lat7 >= lat7_min && p.lat7 <= lat7_max && p.lon7 >= lon7_min && p.lon7 <= lon7_max;
  }
};

// Outer rings and holes alike: a point is inside when it is inside an odd number of them.
struct Shape {
  std::string code;                        // property "code" of the feature
  std::vector<std::vector<Point7>> rings;  // closed: first point = last point
};

// All polygons of a feature collection. Faults: a feature without a code, another geometry, a ring
// that is not closed or has fewer than four points, and, where a box is given, a point outside it.
[[nodiscard]] std::vector<Shape> read_shapes(const ProfileFiles& files, std::string_view file,
                                             const Box7* box, Faults& faults);

}  // namespace camaug::domain
