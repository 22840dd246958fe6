// Crossing numbers over slabs of latitude: a look-up touches a handful of edges of the few units
// whose box holds the point. Distances are plain plane geometry; a province is small enough.
#include "domain/area_index.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace camaug::domain {
namespace {

// Metres in 1e-7 degree of latitude; of longitude at 9 degrees north, good to 0.2 % from 8 to 10.
constexpr double k_lat_m = 0.0110574;
constexpr double k_lon_m = 0.0109951;

constexpr Box7 k_world = {-900'000'000, 900'000'000, -1'800'000'000, 1'800'000'000};

Box7 box_around(Box7 box, Point7 p) {
  return {std::min(box.lat7_min, p.lat7), std::max(box.lat7_max, p.lat7),
          std::min(box.lon7_min, p.lon7), std::max(box.lon7_max, p.lon7)};
}

Box7 box_of(Point7 p) {
  return {p.lat7, p.lat7, p.lon7, p.lon7};
}

double gap(std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value < low) return static_cast<double>(low - value);
  return value > high ? static_cast<double>(value - high) : 0.0;
}

double squared_m(const Box7& box, Point7 p) {
  const double dy = gap(p.lat7, box.lat7_min, box.lat7_max) * k_lat_m;
  const double dx = gap(p.lon7, box.lon7_min, box.lon7_max) * k_lon_m;
  return dx * dx + dy * dy;
}

double squared_m(Point7 a, Point7 b, Point7 p) {
  const double ax = static_cast<double>(a.lon7 - p.lon7) * k_lon_m;
  const double ay = static_cast<double>(a.lat7 - p.lat7) * k_lat_m;
  const double dx = static_cast<double>(b.lon7 - a.lon7) * k_lon_m;
  const double dy = static_cast<double>(b.lat7 - a.lat7) * k_lat_m;
  const double length = dx * dx + dy * dy;
  const double t = length > 0.0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0.0;
  const double x = ax + t * dx;
  const double y = ay + t * dy;
  return x * x + y * y;
}

template <class Visit>
void each_edge(const Shape& shape, const Visit& visit) {
  for (const auto& ring : shape.rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) visit(ring[i - 1], ring[i]);
  }
}

}  // namespace

AreaIndex::Edge AreaIndex::make_edge(Point7 a, Point7 b) {
  if (std::pair(b.lat7, b.lon7) < std::pair(a.lat7, a.lon7)) std::swap(a, b);
  // 180 degrees are 1.8e9: within 32 bits, and half the memory to walk through.
  return {static_cast<std::int32_t>(a.lat7), static_cast<std::int32_t>(a.lon7),
          static_cast<std::int32_t>(b.lat7), static_cast<std::int32_t>(b.lon7)};
}

std::size_t AreaIndex::slab_of(const Unit& unit, std::int64_t lat7) {
  const auto clamped = std::clamp(lat7, unit.box.lat7_min, unit.box.lat7_max);
  return static_cast<std::size_t>((clamped - unit.box.lat7_min) / unit.slab_height);
}

AreaIndex::Unit AreaIndex::make_unit(const Shape& shape) {
  constexpr std::int64_t k_slabs_max = 512;
  Unit unit;
  unit.id = shape.code;
  unit.box = box_of(shape.rings.front().front());
  std::vector<Edge> edges;
  each_edge(shape, [&](Point7 a, Point7 b) {
    unit.box = box_around(box_around(unit.box, a), b);
    edges.push_back(make_edge(a, b));
  });
  const auto wanted =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(edges.size()) / 2, 1, k_slabs_max);
  unit.slab_height = (unit.box.lat7_max - unit.box.lat7_min) / wanted + 1;
  const std::size_t slabs = slab_of(unit, unit.box.lat7_max) + 1;
  std::vector<std::vector<Edge>> sorted(slabs);
  for (const Edge& edge : edges) {
    const std::size_t last = slab_of(unit, edge.lat_high);
    for (std::size_t s = slab_of(unit, edge.lat_low); s <= last; ++s) sorted[s].push_back(edge);
  }
  for (const auto& slab : sorted) {
    unit.slab_start.push_back(static_cast<std::uint32_t>(unit.edges.size()));
    unit.edges.insert(unit.edges.end(), slab.begin(), slab.end());
  }
  unit.slab_start.push_back(static_cast<std::uint32_t>(unit.edges.size()));
  return unit;
}

AreaIndex::Land AreaIndex::make_land(std::span<const Shape> shapes) {
  constexpr std::size_t k_run = 16;
  Land land;
  for (const Shape& shape : shapes) {
    each_edge(shape, [&](Point7 a, Point7 b) { land.edges.push_back(make_edge(a, b)); });
  }
  for (std::size_t begin = 0; begin < land.edges.size(); begin += k_run) {
    Run run{{}, begin, std::min(begin + k_run, land.edges.size())};
    run.box = box_of({land.edges[begin].lat_low, land.edges[begin].lon_low});
    for (std::size_t i = run.begin; i < run.end; ++i) {
      const Edge& e = land.edges[i];
      run.box = box_around(box_around(run.box, {e.lat_low, e.lon_low}), {e.lat_high, e.lon_high});
    }
    land.runs.push_back(run);
  }
  for (std::size_t begin = 0; begin < land.runs.size(); begin += k_run) {
    Run group{land.runs[begin].box, begin, std::min(begin + k_run, land.runs.size())};
    for (std::size_t i = group.begin; i < group.end; ++i) {
      const Box7& box = land.runs[i].box;
      group.box = box_around(box_around(group.box, {box.lat7_min, box.lon7_min}),
                             {box.lat7_max, box.lon7_max});
    }
    land.groups.push_back(group);
  }
  return land;
}

AreaIndex::AreaIndex(std::vector<Shape> units, std::span<const Shape> neighbours, SeaRule rule,
                     std::string sea_id)
    : rule_(rule), sea_id_(std::move(sea_id)) {
  std::ranges::sort(units, {}, &Shape::code);
  for (const Shape& shape : units) {
    units_.push_back(make_unit(shape));
    for (const auto& ring : shape.rings) vertices_ += ring.size();
  }
  for (const Shape& shape : neighbours) neighbours_.push_back(make_unit(shape));
  own_land_ = make_land(units);
  neighbour_land_ = make_land(neighbours);
}

// Half-open in latitude and strict in longitude: of two units that share the edge under the point,
// exactly one counts it.
bool AreaIndex::holds(const Unit& unit, Point7 p) {
  if (!unit.box.holds(p)) return false;
  const std::size_t slab = slab_of(unit, p.lat7);
  bool inside = false;
  for (std::uint32_t i = unit.slab_start[slab]; i < unit.slab_start[slab + 1]; ++i) {
    const Edge& e = unit.edges[i];
    if (p.lat7 < e.lat_low || p.lat7 >= e.lat_high) continue;
    const std::int64_t height = std::int64_t{e.lat_high} - e.lat_low;
    const std::int64_t width = std::int64_t{e.lon_high} - e.lon_low;
    const std::int64_t left = (p.lon7 - e.lon_low) * height;
    const std::int64_t right = (p.lat7 - e.lat_low) * width;
    if (left < right) inside = !inside;
  }
  return inside;
}

double AreaIndex::nearest_m(const Unit& unit, Point7 p, double limit) {
  const auto reach = static_cast<std::int64_t>(limit / k_lat_m) + 1;
  double best = limit * limit;
  if (squared_m(unit.box, p) >= best) return limit;
  const std::size_t last = slab_of(unit, p.lat7 + reach);
  for (std::size_t slab = slab_of(unit, p.lat7 - reach); slab <= last; ++slab) {
    for (std::uint32_t i = unit.slab_start[slab]; i < unit.slab_start[slab + 1]; ++i) {
      const Edge& e = unit.edges[i];
      best = std::min(best, squared_m({e.lat_low, e.lon_low}, {e.lat_high, e.lon_high}, p));
    }
  }
  return std::sqrt(best);
}

void AreaIndex::Land::visit(const Run& group, Point7 p, double& best) const {
  for (std::size_t r = group.begin; r < group.end; ++r) {
    if (squared_m(runs[r].box, p) >= best) continue;
    for (std::size_t i = runs[r].begin; i < runs[r].end; ++i) {
      const Edge& e = edges[i];
      best = std::min(best, squared_m({e.lat_low, e.lon_low}, {e.lat_high, e.lon_high}, p));
    }
  }
}

// The group with the nearest box goes first: after it hardly any other can be nearer.
double AreaIndex::Land::nearest_m(Point7 p, double limit) const {
  double best = limit * limit;
  double least = best;
  const Run* first = nullptr;
  for (const Run& group : groups) {
    const double bound = squared_m(group.box, p);
    if (bound >= least) continue;
    least = bound;
    first = &group;
  }
  if (first == nullptr) return limit;
  visit(*first, p, best);
  for (const Run& group : groups) {
    if (&group != first && squared_m(group.box, p) < best) visit(group, p, best);
  }
  return std::sqrt(best);
}

std::optional<std::string_view> AreaIndex::commune_at(Point7 point) const {
  if (!k_world.holds(point)) return {};
  for (const Unit& unit : units_) {
    if (holds(unit, point)) return unit.id;
  }
  const Unit* nearest = nullptr;
  double best = k_shore_m;
  for (const Unit& unit : units_) {
    const double metres = nearest_m(unit, point, best);
    if (metres >= best) continue;
    best = metres;
    nearest = &unit;
  }
  if (nearest == nullptr) return {};
  return nearest->id;
}

bool AreaIndex::in_sea(Point7 point) const {
  return place_at(point).kind == PlaceKind::sea;
}

Place AreaIndex::place_at(Point7 point) const {
  if (const auto unit = commune_at(point)) return {PlaceKind::unit, *unit};
  if (sea_id_.empty() || !k_world.holds(point)) return {};
  const double limit = static_cast<double>(rule_.km_max) * 1000.0;
  const double own = own_land_.nearest_m(point, limit);
  if (own >= limit) return {};
  const bool neighbour =
      std::ranges::any_of(neighbours_, [&](const Unit& unit) { return holds(unit, point); });
  const double closest = std::max(own, static_cast<double>(rule_.land_border_m));
  if (neighbour || neighbour_land_.nearest_m(point, closest + 1.0) <= closest) return {};
  return {PlaceKind::sea, sea_id_};
}

}  // namespace camaug::domain
