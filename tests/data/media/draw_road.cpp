// Draws the invented road of the sample pictures as a PPM on standard output: `draw_road pothole`
// with a hole full of muddy water, `draw_road after` with the patch. Only make.sh uses it.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string_view>

namespace {

constexpr int k_width = 900, k_height = 1200;
constexpr double k_horizon = 330.0;

struct Colour {
  double r, g, b;
};

Colour mix(Colour a, Colour b, double share) {
  share = std::clamp(share, 0.0, 1.0);
  return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share};
}

Colour lighter(Colour c, double by) {
  return {c.r + by, c.g + by, c.b + by};
}

double lattice(int x, int y) {
  auto h = static_cast<std::uint32_t>(x) * 374761393U + static_cast<std::uint32_t>(y) * 668265263U;
  h = (h ^ (h >> 13)) * 1274126177U;
  return static_cast<double>((h ^ (h >> 16)) & 0xffffU) / 65535.0;
}

// Smooth noise in 0..1.
double noise(double x, double y) {
  const double fx = std::floor(x), fy = std::floor(y);
  const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
  double u = x - fx, v = y - fy;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  const double top = lattice(ix, iy) * (1 - u) + lattice(ix + 1, iy) * u;
  const double low = lattice(ix, iy + 1) * (1 - u) + lattice(ix + 1, iy + 1) * u;
  return top * (1 - v) + low * v;
}

Colour sky(double x, double y) {
  const double cloud = noise(x / 160, y / 50) * 0.7 + noise(x / 60, y / 24) * 0.3;
  return mix(mix({136, 176, 214}, {206, 222, 232}, y / k_horizon), {240, 242, 242}, cloud - 0.25);
}

Colour asphalt(double x, double y) {
  const double depth = (y - k_horizon) / (k_height - k_horizon);
  const double grain = noise(x / (3 + 9 * depth), y / (2 + 7 * depth));
  const double stain = noise(x / 130, y / 60);
  return lighter({124, 124, 122}, (grain - 0.5) * 16 + (stain - 0.5) * 18 - 8 * depth);
}

// How far a point lies outside the ragged edge of the hole: below 1 is inside.
double hole_distance(double x, double y) {
  const double dx = (x - 470) / 260, dy = (y - 860) / 128;
  const double angle = std::atan2(dy, dx);
  const double ragged = 1 + 0.16 * std::sin(3 * angle + 0.7) + 0.09 * std::sin(7 * angle) +
                        0.22 * (noise(x / 38, y / 24) - 0.5);
  return std::sqrt(dx * dx + dy * dy) / ragged;
}

Colour with_hole(Colour road, double x, double y) {
  const double d = hole_distance(x, y);
  if (d > 1.45) return road;
  if (d > 1.0) {  // broken rim: cracks run outward, loose stones lie about
    const double crack = noise(std::atan2(y - 860, (x - 470) / 2) * 9, 3);
    const double stones = noise(x / 11, y / 7);
    road = lighter(road, stones > 0.8 && d < 1.25 ? 34 : 0);
    return crack > 0.72 ? lighter(road, -46 * (1.45 - d) / 0.45) : road;
  }
  if (d > 0.8) {  // the wall of the hole, lit from below, dark under its upper edge
    const double lower = (y - 860) / 128;
    return lighter({70, 62, 54}, 26 * lower + 18 * (noise(x / 8, y / 6) - 0.5));
  }
  const double glint = noise(x / 70, y / 9);
  return mix({82, 68, 50}, {176, 184, 186}, 0.75 * (glint - 0.35) + 0.25 * (880 - y) / 120);
}

Colour with_patch(Colour road, double x, double y) {
  const double skew = (y - 860) * 0.18 * (x - 450) / 300;
  const bool inside = std::abs(x - skew - 470) < 280 && std::abs(y - 865) < 150;
  if (!inside) return road;
  const bool seam = std::abs(x - skew - 470) > 271 || std::abs(y - 865) > 144;
  if (seam) return {36, 36, 38};
  return lighter({66, 67, 70}, 12 * (noise(x / 8, y / 6) - 0.5));
}

Colour pixel(double x, double y, bool mended) {
  if (y < k_horizon - 75) return sky(x, y);
  const double tree = k_horizon - 48 + 40 * noise(x / 46, 5) - 30 * noise(x / 13, 9);
  if (y < k_horizon) {
    if (y < tree) return sky(x, y);
    return mix({44, 78, 46}, {86, 116, 66}, noise(x / 18, y / 12));
  }
  const double depth = (y - k_horizon) / (k_height - k_horizon);
  const double half = 60 + 520 * depth;
  const double side = std::abs(x - 450) / half;
  if (side > 1) return mix({92, 120, 60}, {138, 146, 84}, noise(x / 22, y / 12));
  Colour road = asphalt(x, y);
  if (side > 0.95) road = mix(road, {150, 138, 112}, 0.7);
  const double dash = std::fmod(14.0 / (depth + 0.08), 2.0);
  if (std::abs(x - 450 + 330 * depth) < 3 + 12 * depth && dash < 1.1) road = {206, 206, 198};
  return mended ? with_patch(road, x, y) : with_hole(road, x, y);
}

}  // namespace

int main(int argc, char** argv) {
  const bool mended = argc > 1 && std::string_view(argv[1]) == "after";
  std::printf("P6\n%d %d\n255\n", k_width, k_height);
  for (int y = 0; y < k_height; ++y) {
    for (int x = 0; x < k_width; ++x) {
      const Colour c = pixel(x, y, mended);
      for (const double v : {c.r, c.g, c.b}) {
        std::putchar(static_cast<int>(std::clamp(v, 0.0, 255.0)));
      }
    }
  }
  return 0;
}
