// Which unit holds a point on the map. Integer arithmetic on shared edges, so that a point on a
// boundary belongs to exactly one unit, always the same one. Must never allocate in a look-up.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/area_shape.hpp"

namespace camaug::domain {

enum class PlaceKind : std::uint8_t { unit, sea, outside };

// `area` is the id of the unit or of the sea; empty outside. Views into the index.
struct Place {
  PlaceKind kind = PlaceKind::outside;
  std::string_view area;
};

// The rule for the sea, all of it: outside every unit and every neighbour's land; the province is
// the nearest land, at most `km_max` away; and the neighbours' land is more than `land_border_m`
// away (the neighbours' outlines are coarser than ours, so a sliver along the land border is not
// sea).
struct SeaRule {
  std::int64_t km_max = 0;
  std::int64_t land_border_m = 0;
};

class AreaIndex {
 public:
  // Within this distance of a unit a point that lies in none (a boat landing, a gap of rounding)
  // still belongs to the nearest one.
  static constexpr double k_shore_m = 20.0;

  AreaIndex() = default;
  // `units`: codes are area ids. `sea_id` empty: there is no sea. Neighbours: land, for the sea
  // rule only.
  AreaIndex(std::vector<Shape> units, std::span<const Shape> neighbours, SeaRule rule,
            std::string sea_id);

  // The unit that holds the point; nullopt at sea and outside. Well under a microsecond.
  [[nodiscard]] std::optional<std::string_view> commune_at(Point7 point) const;
  [[nodiscard]] bool inside_province(Point7 point) const { return commune_at(point).has_value(); }
  [[nodiscard]] bool in_sea(Point7 point) const;
  [[nodiscard]] Place place_at(Point7 point) const;
  [[nodiscard]] std::size_t vertices() const { return vertices_; }
  [[nodiscard]] std::size_t units() const { return units_.size(); }

 private:
  // The end with the smaller latitude first: both neighbours of an edge see the same numbers.
  struct Edge {
    std::int32_t lat_low, lon_low, lat_high, lon_high;
  };
  // One unit: its edges sorted into slabs of latitude.
  struct Unit {
    std::string id;
    Box7 box;
    std::int64_t slab_height = 1;
    std::vector<std::uint32_t> slab_start;  // slabs + 1 entries
    std::vector<Edge> edges;                // an edge stands in every slab that it touches
  };
  // A range of edges, or of runs, with the box around it.
  struct Run {
    Box7 box;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // Outlines for the question of the nearest land: edges in runs, runs in groups.
  struct Land {
    std::vector<Edge> edges;
    std::vector<Run> runs;
    std::vector<Run> groups;
    // Metres to the nearest edge, or `limit` when nothing is nearer.
    [[nodiscard]] double nearest_m(Point7 point, double limit) const;
    void visit(const Run& group, Point7 point, double& best) const;
  };

  static Edge make_edge(Point7 a, Point7 b);
  static Unit make_unit(const Shape& shape);
  static Land make_land(std::span<const Shape> shapes);
  static bool holds(const Unit& unit, Point7 point);
  static double nearest_m(const Unit& unit, Point7 point, double limit);
  static std::size_t slab_of(const Unit& unit, std::int64_t lat7);

  std::vector<Unit> units_;  // sorted by id
  std::vector<Unit> neighbours_;
  Land own_land_;
  Land neighbour_land_;
  SeaRule rule_;
  std::string sea_id_;
  std::size_t vertices_ = 0;
};

}  // namespace camaug::domain
