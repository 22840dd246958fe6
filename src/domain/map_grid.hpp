// The squares of a web map: where a place lies at 2^30 squares to the world's side, and what falls
// together on a coarser grid. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace camaug::domain {

inline constexpr int k_map_bits = 30;

// Web Mercator, from the north-west corner of the world.
struct MapPlace {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
};
[[nodiscard]] MapPlace map_place(std::int64_t lat7, std::int64_t lon7);

// As drawn: open, done, urgent.
enum class MapShape : std::uint8_t { open, done, urgent };

struct MapCell {
  std::int64_t count = 0;
  std::int64_t lat7_sum = 0;
  std::int64_t lon7_sum = 0;
  std::array<std::int64_t, 3> shapes{};  // by MapShape
  std::int64_t number = 0;               // of one report in it

  void add(const MapCell& other);
  [[nodiscard]] MapShape shape() const;  // the most frequent; the more pressing of two
};

// The squares of one level that a box touches.
class MapGrid {
 public:
  // 2^level squares to the side; `level` sinks until the box touches at most 4,096.
  MapGrid(MapPlace north_west, MapPlace south_east, int level);
  [[nodiscard]] int level() const { return level_; }
  [[nodiscard]] bool holds(MapPlace place) const;
  void add(MapPlace place, const MapCell& one);
  // Four squares become one.
  void coarsen();
  [[nodiscard]] std::vector<MapCell> filled() const;

 private:
  void size();
  [[nodiscard]] std::uint32_t square(std::uint32_t at) const { return at >> (k_map_bits - level_); }

  MapPlace north_west_;
  MapPlace south_east_;
  int level_;
  std::uint32_t left_ = 0;
  std::uint32_t top_ = 0;
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<MapCell> cells_;
};

}  // namespace camaug::domain
