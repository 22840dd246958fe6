// Times counted by the minute, for percentiles that equal a recount by the minute. Nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace camaug::app {

class Minutes {
 public:
  void add(std::int64_t minute, std::int64_t n);
  [[nodiscard]] std::int64_t n() const { return n_; }
  // Nearest rank: the smallest minute that at least `percent` of the times do not exceed; nullopt
  // without any.
  [[nodiscard]] std::optional<std::int64_t> rank(std::int64_t percent) const;

 private:
  // Most times are hours; the few that take days stand apart.
  static constexpr std::int64_t k_near = 2'880;
  std::vector<std::int64_t> near_;
  std::map<std::int64_t, std::int64_t> far_;
  std::int64_t n_ = 0;
};

}  // namespace camaug::app
