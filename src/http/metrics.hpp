// Counters of the HTTP layer as Prometheus text. Atomic counters only: no lock on the way of a
// request.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/route.hpp"

namespace camaug::http {

struct Gauge {
  std::string_view name;
  std::string_view help;
  std::int64_t value = 0;
};

class Metrics {
 public:
  explicit Metrics(std::span<const Route> routes);

  // `route` is an index in the route list, or files() or unmatched().
  void count(std::size_t route, int status, std::int64_t micros);
  [[nodiscard]] std::size_t files() const { return routes_.size(); }
  [[nodiscard]] std::size_t unmatched() const { return routes_.size() + 1; }

  [[nodiscard]] std::string text(std::span<const Gauge> gauges) const;

 private:
  static constexpr std::array<int, 24> k_statuses{200, 201, 202, 204, 206, 303, 304, 308,
                                                  400, 401, 403, 404, 405, 408, 409, 413,
                                                  415, 416, 422, 429, 431, 500, 503, 0};
  static constexpr std::array<std::int64_t, 10> k_bounds_us{
      250, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 500'000, 2'000'000};
  struct Row {
    std::array<std::atomic<std::uint64_t>, k_statuses.size()> by_status{};
    std::array<std::atomic<std::uint64_t>, k_bounds_us.size() + 1> by_time{};
    std::atomic<std::uint64_t> micros{0};
  };

  std::span<const Route> routes_;
  std::unique_ptr<Row[]> rows_;
};

}  // namespace camaug::http
