// Nanoseconds per look-up of a point on the map: points in a unit, points of the province's box,
// and points at sea. Prints one line each. Usage: point_in_commune [PROFILE_FOLDER] [LOOKUPS].
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <vector>

#include "domain/profile.hpp"

using namespace camaug::domain;

namespace {

ProfileFiles read_folder(const std::filesystem::path& folder) {
  ProfileFiles files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    files[entry.path().filename().string()] = std::move(content).str();
  }
  return files;
}

// Processor time, so that other programs on the machine do not count.
double processor_ns() {
  return static_cast<double>(std::clock()) * 1e9 / static_cast<double>(CLOCKS_PER_SEC);
}

void measure(const char* name, const AreaIndex& index, const std::vector<Point7>& points,
             std::size_t lookups) {
  if (points.empty()) return;
  std::size_t found = 0;
  const double begin = processor_ns();
  for (std::size_t i = 0; i < lookups; ++i) {
    found += index.place_at(points[i % points.size()]).area.empty() ? 0U : 1U;
  }
  const double each = (processor_ns() - begin) / static_cast<double>(lookups);
  std::printf("%-10s %8.1f ns per look-up (%zu points, %zu answers)\n", name, each, points.size(),
              found);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "profiles/ca-mau";
  const std::size_t lookups = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1'000'000;
  const auto province = load_profile(read_folder(folder));
  if (!province) {
    std::fprintf(stderr, "the profile cannot be loaded; see camaug profile check\n");
    return 1;
  }
  const AreaIndex& index = province->index;
  const Box7& box = province->info.box;
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::int64_t> lat(box.lat7_min, box.lat7_max);
  std::uniform_int_distribution<std::int64_t> lon(box.lon7_min, box.lon7_max);
  std::vector<Point7> any;
  std::vector<Point7> land;
  std::vector<Point7> sea;
  for (int i = 0; i < 20'000; ++i) {
    const Point7 point{lat(random), lon(random)};
    any.push_back(point);
    const PlaceKind kind = index.place_at(point).kind;
    if (kind == PlaceKind::unit) land.push_back(point);
    if (kind == PlaceKind::sea) sea.push_back(point);
  }
  std::printf("%zu units, %zu vertices, %zu look-ups a line\n", index.units(), index.vertices(),
              lookups);
  measure("in a unit", index, land, lookups);
  measure("anywhere", index, any, lookups);
  measure("at sea", index, sea, lookups / 10);
  return 0;
}
