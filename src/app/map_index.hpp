// The public map in memory: every point that it shows, at its public place, in step with the event
// log. Holds no word of a report and nothing that is not published; the database stays the truth,
// and a start reads it anew. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/view.hpp"
#include "domain/map_grid.hpp"
#include "domain/report.hpp"
#include "store/database.hpp"
#include "store/map.hpp"

namespace camaug::app {

struct Services;

// In 1e-7 degree.
struct MapBox {
  std::int64_t west7 = 0;
  std::int64_t south7 = 0;
  std::int64_t east7 = 0;
  std::int64_t north7 = 0;
};
struct MapQuery {
  std::string field;  // "" for all
  std::string state;  // a state, "open", "closed" or ""
  std::optional<MapBox> box;
  int zoom = 0;
};

class MapIndex {
 public:
  // Takes in what the reader's state has and this has not yet.
  void follow(const Services& services, store::Reader& reader, Instant now);
  // Without a box all points, when they are 10,000 at most; with a box at most 300 points and
  // clusters in it, under 10 kB.
  [[nodiscard]] MapView look(const MapQuery& query) const;
  // Open reports of the field whose public place is that near, nearest first.
  struct Near {
    std::int64_t number = 0;
    std::int64_t distance_m = 0;
  };
  [[nodiscard]] std::vector<Near> near(const std::string& field, std::int64_t lat7,
                                       std::int64_t lon7, std::int64_t radius_m) const;

 private:
  struct Point {
    domain::MapPlace place;
    std::int32_t lat7 = 0;
    std::int32_t lon7 = 0;
    std::int64_t number = 0;
    std::int64_t submitted_ms = 0;
    std::uint16_t field = 0;
    domain::State state{};
    domain::Urgency urgency{};
  };
  // Points of one kind in a square, so that a far view need not read each.
  struct Sum {
    std::uint16_t field = 0;
    domain::State state{};
    domain::Urgency urgency{};
    domain::MapCell cell;
  };
  struct Square {
    std::vector<Point> points;
    std::vector<Sum> sums;
  };
  struct Known {
    std::uint32_t square = 0;
    std::string code;
  };
  // A filter in the terms of the points.
  struct Wanted {
    std::optional<std::uint16_t> field;
    std::uint16_t states = 0;  // a bit each
    bool nothing = false;
  };

  void load(const Services& services, store::Reader& reader, std::int64_t head, Instant now);
  void put(const Services& services, const store::MapRow& row);
  void drop(std::int64_t number);
  void forget_old(Instant now);
  static void count(Square& square, const Point& point, std::int64_t by);
  [[nodiscard]] Wanted wanted(const MapQuery& query) const;
  template <class Kind>
  [[nodiscard]] static bool fits(const Kind& kind, const Wanted& wanted);
  void fill(domain::MapGrid& grid, const MapBox& box, const Wanted& wanted) const;
  static void fill_square(domain::MapGrid& grid, const Square& square, const Wanted& wanted);
  void show_all(MapView& view, const Wanted& wanted) const;
  void show_box(MapView& view, const MapQuery& query, const Wanted& wanted) const;
  [[nodiscard]] MapPointView point_view(const Point& point) const;
  [[nodiscard]] const Point& point(std::int64_t number) const;

  mutable std::shared_mutex mutex_;
  std::int64_t head_ = -1;  // the last event taken in; -1 before the first load
  Instant swept_at_{};
  std::unordered_map<std::uint32_t, Square> squares_;
  std::unordered_map<std::int64_t, Known> known_;
  std::vector<std::string> fields_;
};

}  // namespace camaug::app
