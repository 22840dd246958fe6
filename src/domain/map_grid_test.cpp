// The grid of the map: where places fall, and that coarser squares hold the same.
#include "domain/map_grid.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <random>

using namespace camaug::domain;

namespace {

constexpr std::int64_t k_west = 1'046'000'000;
constexpr std::int64_t k_east = 1'058'000'000;
constexpr std::int64_t k_south = 85'000'000;
constexpr std::int64_t k_north = 97'000'000;

MapGrid province(int level) {
  return {map_place(k_north, k_west), map_place(k_south, k_east), level};
}

MapCell one(std::int64_t number, MapShape shape) {
  MapCell cell{1, 10, 20, {}, number};
  cell.shapes[static_cast<std::size_t>(shape)] = 1;
  return cell;
}

}  // namespace

TEST_CASE("the corners of the world and its middle") {
  CHECK(map_place(0, 0).x == 1U << 29);
  CHECK(map_place(0, 0).y == 1U << 29);
  CHECK(map_place(900'000'000, -1'800'000'000).x == 0);
  CHECK(map_place(900'000'000, -1'800'000'000).y == 0);
  CHECK(map_place(-900'000'000, 1'800'000'000).x == (1U << 30) - 1);
  CHECK(map_place(-900'000'000, 1'800'000'000).y == (1U << 30) - 1);
  CHECK(map_place(k_north, k_west).y < map_place(k_south, k_west).y);
}

TEST_CASE("a level that is too fine for its box sinks") {
  CHECK(province(5).level() == 5);
  CHECK(province(22).level() < 15);
  const MapGrid world(map_place(900'000'000, -1'800'000'000),
                      map_place(-900'000'000, 1'800'000'000), 22);
  CHECK(world.level() == 6);
}

TEST_CASE("coarser squares hold the same reports") {
  std::mt19937 random(3);
  MapGrid grid = province(14);
  const auto count = [&] {
    const auto cells = grid.filled();
    return std::accumulate(cells.begin(), cells.end(), std::int64_t{0},
                           [](std::int64_t sum, const MapCell& cell) {
                             CHECK(cell.lat7_sum == cell.count * 10);
                             return sum + cell.count;
                           });
  };
  for (int i = 0; i < 2'000; ++i) {
    const auto lat = k_south + static_cast<std::int64_t>(random() % (k_north - k_south));
    const auto lon = k_west + static_cast<std::int64_t>(random() % (k_east - k_west));
    const auto place = map_place(lat, lon);
    REQUIRE(grid.holds(place));
    grid.add(place, one(i, MapShape::open));
  }
  std::size_t before = grid.filled().size();
  while (grid.level() > 0) {
    CHECK(count() == 2'000);
    grid.coarsen();
    CHECK(grid.filled().size() <= before);
    before = grid.filled().size();
  }
  CHECK(before == 1);
}

TEST_CASE("the shape of a square is that of most, the more pressing one of two") {
  MapCell cell = one(1, MapShape::done);
  CHECK(cell.shape() == MapShape::done);
  cell.add(one(2, MapShape::open));
  CHECK(cell.shape() == MapShape::open);
  cell.add(one(3, MapShape::urgent));
  CHECK(cell.shape() == MapShape::urgent);
  cell.add(one(4, MapShape::done));
  CHECK(cell.shape() == MapShape::done);
}
