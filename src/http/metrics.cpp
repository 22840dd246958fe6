// See metrics.hpp.
#include "http/metrics.hpp"

#include <algorithm>

namespace camaug::http {

Metrics::Metrics(std::span<const Route> routes)
    : routes_(routes), rows_(std::make_unique<Row[]>(routes.size() + 2)) {}

void Metrics::count(std::size_t route, int status, std::int64_t micros) {
  Row& row = rows_[std::min(route, unmatched())];
  const auto found = std::ranges::find(k_statuses, status);
  // The last column is "any other".
  const auto column = found == k_statuses.end()
                          ? k_statuses.size() - 1
                          : static_cast<std::size_t>(found - k_statuses.begin());
  const auto relaxed = std::memory_order_relaxed;
  row.by_status[column].fetch_add(1, relaxed);
  const auto bound = std::ranges::lower_bound(k_bounds_us, micros);
  row.by_time[static_cast<std::size_t>(bound - k_bounds_us.begin())].fetch_add(1, relaxed);
  row.micros.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, micros)), relaxed);
}

std::string Metrics::text(std::span<const Gauge> gauges) const {
  std::string counts =
      "# HELP camaug_http_requests_total Requests by route and status.\n"
      "# TYPE camaug_http_requests_total counter\n";
  std::string times =
      "# HELP camaug_http_duration_seconds Time from the header to the last byte handed over.\n"
      "# TYPE camaug_http_duration_seconds histogram\n";
  for (std::size_t i = 0; i <= unmatched(); ++i) {
    std::string label = "route=\"";
    if (i < routes_.size()) {
      label += std::string(to_text(routes_[i].verb)) + " " + std::string(routes_[i].pattern);
    } else {
      label += i == files() ? "files" : "none";
    }
    label += '"';
    for (std::size_t s = 0; s < k_statuses.size(); ++s) {
      const auto value = rows_[i].by_status[s].load(std::memory_order_relaxed);
      if (value == 0) continue;
      counts += "camaug_http_requests_total{" + label + ",status=\"" +
                (k_statuses[s] == 0 ? "other" : std::to_string(k_statuses[s])) + "\"} " +
                std::to_string(value) + "\n";
    }
    std::uint64_t sum = 0;
    std::string buckets;
    for (std::size_t b = 0; b <= k_bounds_us.size(); ++b) {
      sum += rows_[i].by_time[b].load(std::memory_order_relaxed);
      std::string bound = "+Inf";
      if (b < k_bounds_us.size())
        json::write(bound = {}, static_cast<double>(k_bounds_us[b]) / 1e6);
      buckets += "camaug_http_duration_seconds_bucket{" + label + ",le=\"" + bound + "\"} " +
                 std::to_string(sum) + "\n";
    }
    if (sum == 0) continue;
    times += buckets;
    std::string seconds;
    json::write(seconds, static_cast<double>(rows_[i].micros.load()) / 1e6);
    times += "camaug_http_duration_seconds_sum{" + label + "} " + seconds + "\n";
    times += "camaug_http_duration_seconds_count{" + label + "} " + std::to_string(sum) + "\n";
  }
  std::string out = counts + times;
  for (const auto& gauge : gauges) {
    out += "# HELP " + std::string(gauge.name) + " " + std::string(gauge.help) + "\n# TYPE " +
           std::string(gauge.name) + " gauge\n" + std::string(gauge.name) + " " +
           std::to_string(gauge.value) + "\n";
  }
  return out;
}

}  // namespace camaug::http
