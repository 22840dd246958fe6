#include "domain/map_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace camaug::domain {
namespace {

constexpr std::uint32_t k_squares_max = 4'096;
constexpr double k_side = static_cast<double>(1U << k_map_bits);

std::uint32_t in_world(double part) {
  return static_cast<std::uint32_t>(std::clamp(part * k_side, 0.0, k_side - 1));
}

}  // namespace

MapPlace map_place(std::int64_t lat7, std::int64_t lon7) {
  const double lat = static_cast<double>(lat7) * 1e-7 * std::numbers::pi / 180.0;
  const double x = static_cast<double>(lon7) * 1e-7 / 360.0 + 0.5;
  const double y = 0.5 - std::asinh(std::tan(lat)) / (2 * std::numbers::pi);
  return {in_world(x), in_world(y)};
}

void MapCell::add(const MapCell& other) {
  count += other.count;
  lat7_sum += other.lat7_sum;
  lon7_sum += other.lon7_sum;
  for (std::size_t i = 0; i < shapes.size(); ++i) shapes[i] += other.shapes[i];
  number = std::max(number, other.number);
}

MapShape MapCell::shape() const {
  const auto most = std::ranges::max(shapes);
  if (shapes[2] == most) return MapShape::urgent;
  return shapes[0] == most ? MapShape::open : MapShape::done;
}

MapGrid::MapGrid(MapPlace north_west, MapPlace south_east, int level)
    : north_west_(north_west), south_east_(south_east), level_(level) {
  size();
  while (static_cast<std::uint64_t>(columns_) * rows_ > k_squares_max) {
    level_ -= 1;
    size();
  }
  cells_.resize(static_cast<std::size_t>(columns_) * rows_);
}

void MapGrid::size() {
  left_ = square(north_west_.x);
  top_ = square(north_west_.y);
  columns_ = square(south_east_.x) - left_ + 1;
  rows_ = square(south_east_.y) - top_ + 1;
}

bool MapGrid::holds(MapPlace place) const {
  return place.x >= north_west_.x && place.x <= south_east_.x && place.y >= north_west_.y &&
         place.y <= south_east_.y;
}

void MapGrid::add(MapPlace place, const MapCell& one) {
  const auto column = static_cast<std::size_t>(square(place.x) - left_);
  const auto row = static_cast<std::size_t>(square(place.y) - top_);
  cells_[row * columns_ + column].add(one);
}

void MapGrid::coarsen() {
  const auto cells = std::move(cells_);
  const auto [left, top, columns, rows] = std::array{left_, top_, columns_, rows_};
  level_ -= 1;
  size();
  cells_.assign(static_cast<std::size_t>(columns_) * rows_, {});
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      const std::size_t to = static_cast<std::size_t>(((top + row) >> 1) - top_) * columns_ +
                             (((left + column) >> 1) - left_);
      cells_[to].add(cells[static_cast<std::size_t>(row) * columns + column]);
    }
  }
}

std::vector<MapCell> MapGrid::filled() const {
  std::vector<MapCell> out;
  std::ranges::copy_if(cells_, std::back_inserter(out),
                       [](const MapCell& cell) { return cell.count > 0; });
  return out;
}

}  // namespace camaug::domain
