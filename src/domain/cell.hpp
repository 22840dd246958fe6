// A place as one number: the Morton code of a grid of 2^24 x 2^24 cells over the globe (a cell is
// about 2.4 m x 1.2 m), so that "what is near" is a handful of ranges on an ordinary index.
#pragma once

#include <cstdint>

namespace camaug::domain {

[[nodiscard]] constexpr std::uint64_t spread_bits(std::uint64_t v) {
  v &= 0xFFFFFF;
  v = (v | v << 16) & 0x0000FFFF0000FFFF;
  v = (v | v << 8) & 0x00FF00FF00FF00FF;
  v = (v | v << 4) & 0x0F0F0F0F0F0F0F0F;
  v = (v | v << 2) & 0x3333333333333333;
  v = (v | v << 1) & 0x5555555555555555;
  return v;
}

// Coordinates in 1e-7 degree; under 2^48, so exact in JavaScript too.
[[nodiscard]] constexpr std::int64_t morton_cell(std::int64_t lat7, std::int64_t lon7) {
  const auto y = static_cast<std::uint64_t>((lat7 + 900'000'000) * (1 << 24) / 1'800'000'001);
  const auto x = static_cast<std::uint64_t>((lon7 + 1'800'000'000) * (1 << 24) / 3'600'000'001);
  return static_cast<std::int64_t>(spread_bits(x) | spread_bits(y) << 1);
}
static_assert(morton_cell(-900'000'000, -1'800'000'000) == 0);
static_assert(morton_cell(900'000'000, 1'800'000'000) == (std::int64_t{1} << 48) - 1);

}  // namespace camaug::domain
