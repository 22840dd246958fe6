// The head of a PMTiles file: what is read of it, and what is refused with words for the operator.
#include "media/basemap.hpp"

#include <doctest/doctest.h>

#include "media/testing.hpp"

namespace camaug::media {
namespace {

// A file of one byte for each part, over Cà Mau, zoom 0 to 14.
std::string archive(int type) {
  std::string head(127, '\0');
  head.replace(0, 7, "PMTiles");
  head[7] = 3;
  const auto put = [&](std::size_t at, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      head[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i));
    }
  };
  for (std::size_t i = 0; i < 4; ++i) {
    put(8 + 16 * i, 127 + i, 8);
    put(16 + 16 * i, 1, 8);
  }
  head[99] = static_cast<char>(type);
  head[101] = 14;
  put(102, 1'046'800'000, 4);
  put(106, 85'200'000, 4);
  put(110, 1'058'500'000, 4);
  put(114, 96'400'000, 4);
  return head + "DMLT";
}

std::string refusal(const std::string& bytes) {
  const Scratch scratch;
  const auto map = look_at_basemap(scratch.write("map.pmtiles", bytes));
  return map ? "" : map.error().key;
}

TEST_CASE("a base map tells its kind, its zooms and where it lies") {
  const Scratch scratch;
  const auto map = look_at_basemap(scratch.write("map.pmtiles", archive(2)));
  REQUIRE(map);
  CHECK_FALSE(map->vector);
  CHECK(map->max_zoom == 14);
  CHECK(map->west7 == 1'046'800'000);
  CHECK(map->north7 == 96'400'000);
  CHECK(map->version.starts_with("131-"));
  CHECK(look_at_basemap(scratch.write("vector.pmtiles", archive(1)))->vector);
}

TEST_CASE("what is no base map is refused") {
  CHECK(look_at_basemap("/nowhere/map.pmtiles").error().key == "error.basemap.none");
  CHECK(refusal("") == "error.basemap.not_pmtiles");
  CHECK(refusal("PMTiles") == "error.basemap.not_pmtiles");
  CHECK(refusal(std::string(200, 'x')) == "error.basemap.not_pmtiles");
  CHECK(refusal(archive(0)) == "error.basemap.kind");
  CHECK(refusal(archive(9)) == "error.basemap.kind");
  std::string old = archive(2);
  old[7] = 2;
  CHECK(refusal(old) == "error.basemap.version");
  const std::string whole = archive(2);
  CHECK(refusal(whole.substr(0, whole.size() - 1)) == "error.basemap.cut");
  std::string far = whole;
  far[15] = '\x7F';  // the offset of the root directory
  CHECK(refusal(far) == "error.basemap.cut");
}

}  // namespace
}  // namespace camaug::media
