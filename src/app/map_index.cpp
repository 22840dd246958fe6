// Points lie in squares of 2^15 to the world's side (1.2 km), so that a box reads what is near it.
#include "app/map_index.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "app/detail.hpp"
#include "app/services.hpp"
#include "domain/distance.hpp"
#include "domain/workflow.hpp"
#include "store/event.hpp"

namespace camaug::app {
namespace {

constexpr std::int64_t k_points_max = 10'000;
constexpr std::size_t k_items_max = 300;
constexpr std::size_t k_bytes_max = 9'900;
// As they are written, with what stands between them.
constexpr std::size_t k_point_bytes = 150;
constexpr std::size_t k_cluster_bytes = 32;
constexpr std::chrono::days k_days{90};
constexpr std::chrono::minutes k_sweep{1};
// After more events than this reading everything anew is quicker.
constexpr std::int64_t k_catch_up_max = 20'000;
constexpr std::int64_t k_step7_per_metre = 90;  // a degree of latitude is 111 km
constexpr int k_square_bits = 15;
constexpr int k_square_shift = domain::k_map_bits - k_square_bits;
// Squares of 64 pixels: a tile of 256 is 2^zoom to the side.
constexpr int k_cell_levels = 2;

std::uint32_t square_of(domain::MapPlace place) {
  return (place.y >> k_square_shift) << k_square_bits | place.x >> k_square_shift;
}

std::uint16_t bit(domain::State state) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(state));
}

domain::MapShape shape_of(domain::State state, domain::Urgency urgency) {
  if (!domain::is_open(state)) return domain::MapShape::done;
  return urgency == domain::Urgency::none ? domain::MapShape::open : domain::MapShape::urgent;
}

bool is_old(std::int64_t submitted_ms, domain::State state, Instant now) {
  return !domain::is_open(state) && from_epoch_ms(submitted_ms) < now - k_days;
}

}  // namespace

void MapIndex::follow(const Services& services, store::Reader& reader, Instant now) {
  const std::int64_t head = store::head(reader).n;
  {
    const std::shared_lock lock(mutex_);
    const auto since_sweep = now - swept_at_;
    if (head <= head_ && since_sweep < k_sweep && since_sweep > -k_sweep) return;
  }
  const std::unique_lock lock(mutex_);
  if (head_ < 0 || head > head_ + k_catch_up_max) {
    load(services, reader, head, now);
  } else if (head > head_) {
    store::each_moved_on_map(reader, head_, head,
                             [&](std::int64_t number, const std::optional<store::MapRow>& row) {
                               drop(number);
                               if (row) put(services, *row);
                             });
    head_ = head;
  }
  forget_old(now);
}

void MapIndex::load(const Services& services, store::Reader& reader, std::int64_t head,
                    Instant now) {
  squares_.clear();
  known_.clear();
  store::each_on_map(reader, now - k_days, [&](const store::MapRow& row) { put(services, row); });
  head_ = head;
}

void MapIndex::put(const Services& services, const store::MapRow& row) {
  const auto shown = public_place(services, row.field, row.sub_field, row.area, row.lat7, row.lon7);
  if (!shown.lat7 || !shown.lon7) return;
  auto field = std::ranges::find(fields_, row.field);
  if (field == fields_.end()) field = fields_.insert(field, row.field);
  Point point;
  point.place = domain::map_place(*shown.lat7, *shown.lon7);
  point.lat7 = static_cast<std::int32_t>(*shown.lat7);
  point.lon7 = static_cast<std::int32_t>(*shown.lon7);
  point.number = row.number;
  point.submitted_ms = epoch_ms(row.submitted_at);
  point.field = static_cast<std::uint16_t>(field - fields_.begin());
  point.state = row.state;
  point.urgency = row.urgency;
  const auto square = square_of(point.place);
  squares_[square].points.push_back(point);
  count(squares_[square], point, 1);
  known_[row.number] = {square, row.code};
}

void MapIndex::drop(std::int64_t number) {
  const auto known = known_.find(number);
  if (known == known_.end()) return;
  const auto found = squares_.find(known->second.square);
  Square& square = found->second;
  const auto point = std::ranges::find(square.points, number, &Point::number);
  const Point gone = *point;
  square.points.erase(point);
  count(square, gone, -1);
  if (square.points.empty()) squares_.erase(found);
  known_.erase(known);
}

void MapIndex::forget_old(Instant now) {
  swept_at_ = now;
  std::vector<std::int64_t> old;
  for (const auto& [key, square] : squares_) {
    for (const Point& point : square.points) {
      if (is_old(point.submitted_ms, point.state, now)) old.push_back(point.number);
    }
  }
  for (const auto number : old) drop(number);
}

void MapIndex::count(Square& square, const Point& point, std::int64_t by) {
  const auto same = [&](const auto& other) {
    return other.field == point.field && other.state == point.state &&
           other.urgency == point.urgency;
  };
  auto sum = std::ranges::find_if(square.sums, same);
  if (sum == square.sums.end()) {
    sum = square.sums.insert(sum, {point.field, point.state, point.urgency, {}});
  }
  domain::MapCell& cell = sum->cell;
  cell.count += by;
  cell.lat7_sum += by * point.lat7;
  cell.lon7_sum += by * point.lon7;
  cell.shapes[static_cast<std::size_t>(shape_of(point.state, point.urgency))] += by;
  if (cell.count == 0) {
    square.sums.erase(sum);
  } else if (by > 0) {
    cell.number = point.number;
  } else if (cell.number == point.number) {
    cell.number = std::ranges::find_if(square.points, same)->number;
  }
}

MapIndex::Wanted MapIndex::wanted(const MapQuery& query) const {
  Wanted out;
  if (!query.field.empty()) {
    const auto found = std::ranges::find(fields_, query.field);
    out.nothing = found == fields_.end();
    out.field = static_cast<std::uint16_t>(found - fields_.begin());
  }
  const auto one = domain::parse_state(query.state);
  for (std::size_t i = 0; i < domain::k_state_words.size(); ++i) {
    const auto state = static_cast<domain::State>(i);
    const bool in = query.state.empty() || one == state ||
                    (query.state == "open" && domain::is_open(state)) ||
                    (query.state == "closed" && !domain::is_open(state));
    if (in) out.states = static_cast<std::uint16_t>(out.states | bit(state));
  }
  return out;
}

template <class Kind>
bool MapIndex::fits(const Kind& kind, const Wanted& wanted) {
  return (wanted.states & bit(kind.state)) != 0 && (!wanted.field || *wanted.field == kind.field);
}

MapPointView MapIndex::point_view(const Point& point) const {
  return {known_.at(point.number).code,
          point.lat7,
          point.lon7,
          fields_[point.field],
          std::string(word(point.state)),
          std::string(word(point.urgency))};
}

const MapIndex::Point& MapIndex::point(std::int64_t number) const {
  const Square& square = squares_.at(known_.at(number).square);
  return *std::ranges::find(square.points, number, &Point::number);
}

MapView MapIndex::look(const MapQuery& query) const {
  const std::shared_lock lock(mutex_);
  MapView view;
  const Wanted filter = wanted(query);
  if (filter.nothing) return view;
  if (query.box) {
    show_box(view, query, filter);
  } else {
    show_all(view, filter);
  }
  return view;
}

void MapIndex::show_all(MapView& view, const Wanted& wanted) const {
  for (const auto& [key, square] : squares_) {
    for (const Sum& sum : square.sums) {
      if (fits(sum, wanted)) view.total += sum.cell.count;
    }
  }
  view.clustered = view.total > k_points_max;
  if (view.clustered) return;
  std::vector<const Point*> points;
  for (const auto& [key, square] : squares_) {
    for (const Point& point : square.points) {
      if (fits(point, wanted)) points.push_back(&point);
    }
  }
  std::ranges::sort(points, std::greater(), &Point::number);
  for (const Point* point : points) view.items.push_back(point_view(*point));
}

std::vector<MapIndex::Near> MapIndex::near(const std::string& field, std::int64_t lat7,
                                           std::int64_t lon7, std::int64_t radius_m) const {
  const std::shared_lock lock(mutex_);
  const Wanted filter = wanted({field, "open", {}, 0});
  std::vector<Near> out;
  if (filter.nothing) return out;
  const std::int64_t reach7 = radius_m * k_step7_per_metre;
  // Meridians come closer by 1.3% here: a box of twice the reach is wide enough anywhere inhabited.
  const auto from = domain::map_place(lat7 + reach7, lon7 - 2 * reach7);
  const auto to = domain::map_place(lat7 - reach7, lon7 + 2 * reach7);
  for (auto y = from.y >> k_square_shift; y <= to.y >> k_square_shift; ++y) {
    for (auto x = from.x >> k_square_shift; x <= to.x >> k_square_shift; ++x) {
      const auto found = squares_.find(y << k_square_bits | x);
      if (found == squares_.end()) continue;
      for (const Point& point : found->second.points) {
        if (!fits(point, filter)) continue;
        const auto metres = static_cast<std::int64_t>(
            std::lround(domain::distance_m(lat7, lon7, point.lat7, point.lon7)));
        if (metres <= radius_m) out.push_back({point.number, metres});
      }
    }
  }
  std::ranges::sort(out, [](const Near& a, const Near& b) {
    return std::pair(a.distance_m, -a.number) < std::pair(b.distance_m, -b.number);
  });
  return out;
}

// A square that lies wholly in the box and in one of the grid's squares is added as a whole.
void MapIndex::fill_square(domain::MapGrid& grid, const Square& square, const Wanted& wanted) {
  const domain::MapPlace any = square.points.front().place;
  constexpr std::uint32_t k_inside = (1U << k_square_shift) - 1;
  const domain::MapPlace first{any.x & ~k_inside, any.y & ~k_inside};
  const domain::MapPlace last{any.x | k_inside, any.y | k_inside};
  if (grid.level() <= k_square_bits && grid.holds(first) && grid.holds(last)) {
    for (const Sum& sum : square.sums) {
      if (fits(sum, wanted)) grid.add(any, sum.cell);
    }
    return;
  }
  for (const Point& point : square.points) {
    if (!fits(point, wanted) || !grid.holds(point.place)) continue;
    domain::MapCell one{1, point.lat7, point.lon7, {}, point.number};
    one.shapes[static_cast<std::size_t>(shape_of(point.state, point.urgency))] = 1;
    grid.add(point.place, one);
  }
}

void MapIndex::fill(domain::MapGrid& grid, const MapBox& box, const Wanted& wanted) const {
  const auto from = domain::map_place(box.north7, box.west7);
  const auto to = domain::map_place(box.south7, box.east7);
  const std::uint64_t columns = (to.x >> k_square_shift) - (from.x >> k_square_shift) + 1;
  const std::uint64_t rows = (to.y >> k_square_shift) - (from.y >> k_square_shift) + 1;
  if (columns * rows > squares_.size()) {
    for (const auto& [key, square] : squares_) fill_square(grid, square, wanted);
    return;
  }
  for (std::uint64_t row = 0; row < rows; ++row) {
    for (std::uint64_t column = 0; column < columns; ++column) {
      const auto key = ((from.y >> k_square_shift) + row) << k_square_bits |
                       ((from.x >> k_square_shift) + column);
      const auto found = squares_.find(static_cast<std::uint32_t>(key));
      if (found != squares_.end()) fill_square(grid, found->second, wanted);
    }
  }
}

void MapIndex::show_box(MapView& view, const MapQuery& query, const Wanted& wanted) const {
  const MapBox& box = *query.box;
  domain::MapGrid grid(domain::map_place(box.north7, box.west7),
                       domain::map_place(box.south7, box.east7), query.zoom + k_cell_levels);
  fill(grid, box, wanted);
  auto cells = grid.filled();
  const auto too_much = [&] {
    const auto singles =
        static_cast<std::size_t>(std::ranges::count(cells, 1, &domain::MapCell::count));
    return cells.size() > k_items_max ||
           singles * k_point_bytes + (cells.size() - singles) * k_cluster_bytes > k_bytes_max;
  };
  while (grid.level() > 0 && too_much()) {
    grid.coarsen();
    cells = grid.filled();
  }
  view.clustered = true;
  for (const auto& cell : cells) {
    view.total += cell.count;
    if (cell.count == 1) {
      view.items.push_back(point_view(point(cell.number)));
    } else {
      view.clusters.push_back({cell.lat7_sum / cell.count / 100, cell.lon7_sum / cell.count / 100,
                               cell.count, static_cast<std::int64_t>(cell.shape())});
    }
  }
}

}  // namespace camaug::app
