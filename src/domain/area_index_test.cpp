// Point in unit against a brute-force oracle, boundaries, the shore and the sea.
#include "domain/area_index.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

const AreaIndex& index() {
  return shipped_province().index;
}

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> k_shapes = [] {
    Faults faults;
    return read_shapes(shipped_files(), "communes.geojson", nullptr, faults);
  }();
  return k_shapes;
}

// The textbook crossing number over every edge, in floating point: shares no code with the index.
bool oracle_holds(const Shape& shape, Point7 p) {
  bool inside = false;
  for (const auto& ring : shape.rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const auto ax = static_cast<long double>(ring[i - 1].lon7);
      const auto ay = static_cast<long double>(ring[i - 1].lat7);
      const auto bx = static_cast<long double>(ring[i].lon7);
      const auto by = static_cast<long double>(ring[i].lat7);
      const auto x = static_cast<long double>(p.lon7);
      const auto y = static_cast<long double>(p.lat7);
      if ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

double oracle_metres(const Shape& shape, Point7 p) {
  double best = 1e12;
  const double lon_m = 0.0111195 * std::cos(static_cast<double>(p.lat7) * 1e-7 * 3.14159265 / 180);
  for (const auto& ring : shape.rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const double ax = static_cast<double>(ring[i - 1].lon7 - p.lon7) * lon_m;
      const double ay = static_cast<double>(ring[i - 1].lat7 - p.lat7) * 0.0110574;
      const double bx = static_cast<double>(ring[i].lon7 - p.lon7) * lon_m;
      const double by = static_cast<double>(ring[i].lat7 - p.lat7) * 0.0110574;
      for (int step = 0; step <= 64; ++step) {
        const double t = step / 64.0;
        best = std::min(best, std::hypot(ax + t * (bx - ax), ay + t * (by - ay)));
      }
    }
  }
  return best;
}

std::string at(std::int64_t lat7, std::int64_t lon7) {
  return std::string(index().place_at({lat7, lon7}).area);
}

}  // namespace

TEST_CASE("area index: the shipped outlines are all there") {
  CHECK(index().units() == 64);
  CHECK(index().vertices() == 44'485);
}

TEST_CASE("area index: 4,000 random points agree with the oracle") {
  std::mt19937_64 random(20260701);
  std::uniform_int_distribution<std::int64_t> lat(83'000'000, 97'000'000);
  std::uniform_int_distribution<std::int64_t> lon(1'044'000'000, 1'059'000'000);
  int inside = 0;
  int shore = 0;
  for (int i = 0; i < 4000; ++i) {
    const Point7 p{lat(random), lon(random)};
    std::vector<const Shape*> holders;
    for (const Shape& shape : shapes()) {
      if (oracle_holds(shape, p)) holders.push_back(&shape);
    }
    REQUIRE(holders.size() <= 1);
    const auto found = index().commune_at(p);
    if (!holders.empty()) {
      ++inside;
      REQUIRE(found);
      REQUIRE(*found == "2025-" + holders[0]->code);
    } else if (found) {
      ++shore;
      const auto shape = std::ranges::find_if(
          shapes(), [&](const Shape& s) { return "2025-" + s.code == *found; });
      REQUIRE(oracle_metres(*shape, p) < AreaIndex::k_shore_m + 10.0);
    }
  }
  CHECK(inside > 1000);
  CHECK(shore < 40);
}

TEST_CASE("area index: a boundary point has one owner, however the outlines are written") {
  std::vector<Shape> turned;
  for (const Shape& shape : shapes()) {
    Shape copy = shape;
    copy.code = "2025-" + copy.code;
    for (auto& ring : copy.rings) {
      ring.pop_back();
      std::ranges::reverse(ring);
      std::ranges::rotate(ring, ring.begin() + static_cast<std::ptrdiff_t>(ring.size() / 3));
      ring.push_back(ring.front());
    }
    turned.insert(turned.begin(), std::move(copy));
  }
  const AreaIndex other(std::move(turned), {}, {}, {});
  std::size_t without = 0;
  for (const Shape& shape : shapes()) {
    for (const auto& ring : shape.rings) {
      for (std::size_t i = 1; i < ring.size(); i += 7) {
        const Point7 middle{(ring[i - 1].lat7 + ring[i].lat7) / 2,
                            (ring[i - 1].lon7 + ring[i].lon7) / 2};
        for (const Point7 p : {ring[i], middle}) {
          const auto mine = index().commune_at(p);
          if (!mine) ++without;
          REQUIRE(mine == other.commune_at(p));
        }
      }
    }
  }
  CHECK(without == 0);
}

TEST_CASE("area index: shared edges, vertices and the outer shore of two squares") {
  const auto square = [](std::string code, std::int64_t lon7) {
    return Shape{std::move(code),
                 {{{0, lon7}, {0, lon7 + 1000}, {1000, lon7 + 1000}, {1000, lon7}, {0, lon7}}}};
  };
  const AreaIndex two({square("west", 0), square("east", 1000)}, {}, {}, {});
  CHECK(two.commune_at({500, 999}) == "west");
  CHECK(two.commune_at({500, 1000}) == "east");
  CHECK(two.commune_at({0, 1000}) == "east");
  CHECK(two.commune_at({1000, 1000}) == two.commune_at({1000, 1000}));
  CHECK(two.commune_at({500, 2000}) == "east");
  CHECK(two.commune_at({500, -1000}) == "west");  // 11 m off the shore
  CHECK_FALSE(two.commune_at({500, -3000}));      // 33 m off
  CHECK(two.place_at({500, -3000}).kind == PlaceKind::outside);
}

TEST_CASE("area index: land, islands, sea and neighbours") {
  CHECK(at(91'768'000, 1'051'500'000).starts_with("2025-32"));
  CHECK(shipped_province().areas.find(at(84'316'500, 1'048'330'000)) != nullptr);
  CHECK(at(89'000'000, 1'043'000'000) == "2025-sea");  // west of Sông Đốc
  CHECK(at(85'000'000, 1'052'000'000) == "2025-sea");  // south of Gành Hào
  CHECK(at(83'500'000, 1'045'000'000) == "2025-sea");  // off Hòn Khoai
  CHECK(at(72'000'000, 1'045'000'000).empty());        // 130 km south
  CHECK(at(93'000'000, 1'062'000'000).empty());        // the sea of the neighbour in the east
  CHECK(at(98'500'000, 1'051'000'000).empty());        // land of a neighbour
  CHECK(at(105'000'000, 1'067'000'000).empty());
  CHECK(at(0, 0).empty());
  CHECK(at(900'000'001, 0).empty());
  CHECK(at(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max())
            .empty());
  CHECK(index().in_sea({89'000'000, 1'043'000'000}));
  CHECK_FALSE(index().inside_province({89'000'000, 1'043'000'000}));
  CHECK(index().inside_province({92'894'700, 1'057'085'100}));
}

TEST_CASE("area index: every label point lies in its own unit, no land border point is sea") {
  const Province& province = shipped_province();
  for (const Area* area : province.areas.units("2025")) {
    if (area->is_unit()) CHECK(index().commune_at(*area->centre) == area->id);
  }
  Faults faults;
  const auto neighbours = read_shapes(shipped_files(), "neighbours.geojson", nullptr, faults);
  REQUIRE(faults.empty());
  for (const Shape& shape : neighbours) {
    for (const auto& ring : shape.rings) {
      for (const Point7 p : ring) CHECK_FALSE(index().in_sea(p));
    }
  }
}
