#include "app/minutes.hpp"

#include <algorithm>

namespace camaug::app {

void Minutes::add(std::int64_t minute, std::int64_t n) {
  n_ += n;
  if (minute >= k_near) {
    far_[minute] += n;
    return;
  }
  const auto place = static_cast<std::size_t>(minute);
  if (place >= near_.size()) near_.resize(std::max(place + 1, near_.size() * 2));
  near_[place] += n;
}

std::optional<std::int64_t> Minutes::rank(std::int64_t percent) const {
  if (n_ <= 0) return {};
  const std::int64_t wanted = (n_ * percent + 99) / 100;
  std::int64_t seen = 0;
  for (std::size_t minute = 0; minute < near_.size(); ++minute) {
    seen += near_[minute];
    if (seen >= wanted) return static_cast<std::int64_t>(minute);
  }
  for (const auto& [minute, n] : far_) {
    seen += n;
    if (seen >= wanted) return minute;
  }
  return {};
}

}  // namespace camaug::app
