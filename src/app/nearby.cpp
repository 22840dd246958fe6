#include "app/nearby.hpp"

#include "app/detail.hpp"
#include "store/report.hpp"
#include "store/search.hpp"

namespace camaug::app {
namespace {

constexpr std::int64_t k_radius_m = 250;
constexpr std::size_t k_shown = 3;
// Some of the nearest may be shown at the middle of their commune only: they are left out.
constexpr std::size_t k_looked_at = 20;

}  // namespace

NearbyView nearby(const Services& services, store::Reader& reader, const std::string& field,
                  std::int64_t lat7, std::int64_t lon7, Lang lang, Instant now) {
  services.map->follow(services, reader, now);
  auto near = services.map->near(field, lat7, lon7, k_radius_m);
  if (near.size() > k_looked_at) near.resize(k_looked_at);
  std::vector<std::int64_t> numbers;
  numbers.reserve(near.size());
  for (const auto& one : near) numbers.push_back(one.number);
  auto rows = store::public_rows(reader, numbers);
  NearbyView view;
  for (const auto& one : near) {
    const auto row = rows.find(one.number);
    if (row == rows.end()) continue;
    const auto joined = store::count_joined(reader, row->second.code);
    NearbyItemView item{public_item(services, std::move(row->second), lang, now), {}};
    if (item.day_only) continue;
    item.distance_m = one.distance_m;
    item.joined = joined;
    view.items.push_back(std::move(item));
    if (view.items.size() == k_shown) break;
  }
  return view;
}

}  // namespace camaug::app
