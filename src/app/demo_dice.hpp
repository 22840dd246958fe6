// Chance for the demo history: the same seed throws the same numbers on every machine, which the
// distributions of the standard library do not promise.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace camaug::app {

class DemoDice {
 public:
  DemoDice(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {
    start(name("dice"));
  }

  // Of the same seed and stream, for another purpose: what it throws does not depend on how often
  // this one was thrown before.
  [[nodiscard]] DemoDice beside(std::string_view purpose) const {
    DemoDice other = *this;
    other.start(name(purpose));
    return other;
  }

  // In [0, 1).
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  bool chance(double p) { return unit() < p; }
  // In [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(unit() * static_cast<double>(high - low + 1));
  }
  std::size_t below(std::size_t n) {
    return static_cast<std::size_t>(unit() * static_cast<double>(n));
  }
  // The place in `weights` that was hit.
  std::size_t weighted(std::span<const int> weights) {
    std::int64_t sum = 0;
    for (const int w : weights) sum += w;
    std::int64_t left = between(0, sum - 1);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return weights.size() - 1;
  }
  // Roughly normal: the sum of twelve throws.
  double bell() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += unit();
    return sum;
  }
  // Around `median_minutes`, with a tail of slow ones.
  Millis delay(double median_minutes, double spread = 0.7) {
    return Millis(static_cast<std::int64_t>(median_minutes * 60'000 *
                                            std::exp(spread * std::clamp(bell(), -2.5, 2.5))));
  }
  // 16 bytes that belong to this seed, stream and purpose.
  [[nodiscard]] std::string bytes16(std::string_view purpose) const {
    const Bytes32 digest = sha256(name(purpose));
    return {reinterpret_cast<const char*>(digest.data()), 16};
  }
  // A UUID version 7 of this instant.
  [[nodiscard]] std::string uuid7(Instant at) const {
    std::string raw = bytes16("id");
    auto ms = static_cast<std::uint64_t>(epoch_ms(at));
    for (std::size_t i = 6; i-- > 0; ms >>= 8) raw[i] = static_cast<char>(ms & 0xFF);
    raw[6] = static_cast<char>(0x70 | (raw[6] & 0x0F));
    raw[8] = static_cast<char>(0x80 | (raw[8] & 0x3F));
    std::string hex = to_hex(raw);
    for (const std::size_t at_hyphen : {8U, 13U, 18U, 23U}) hex.insert(at_hyphen, 1, '-');
    return hex;
  }

 private:
  void start(std::string_view from) {
    const Bytes32 mixed = sha256(from);
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < 8; ++i) seed = seed << 8 | mixed[i];
    engine_.seed(seed);
  }
  [[nodiscard]] std::string name(std::string_view purpose) const {
    return "demo:" + std::to_string(seed_) + ":" + std::to_string(stream_) + ":" +
           std::string(purpose);
  }

  std::uint64_t seed_;
  std::uint64_t stream_;
  std::mt19937_64 engine_;
};

}  // namespace camaug::app
