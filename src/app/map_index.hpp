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
  using Square = std::vector<Point>;
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
  [[nodiscard]] Wanted wanted(const MapQuery& query) const;
  [[nodiscard]] static bool fits(const Point& point, const Wanted& wanted);
  template <class Each>
  void each_in(const domain::MapGrid& grid, const MapBox& box, const Wanted& wanted,
               Each each) const;
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
