#include "media/basemap.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>

namespace camaug::media {
namespace {

constexpr std::size_t k_head_bytes = 127;

using Head = std::array<char, k_head_bytes>;

std::uint64_t little_endian(const Head& head, std::size_t at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(head.at(at + i));
  }
  return value;
}

std::int64_t degrees7(const Head& head, std::size_t at) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(little_endian(head, at, 4)));
}

// Root directory, metadata, leaf directories and tiles: each with an offset and a length.
bool parts_lie_inside(const Head& head, std::uint64_t bytes) {
  constexpr std::array<std::size_t, 4> k_offsets = {8, 24, 40, 56};
  return std::ranges::all_of(k_offsets, [&](std::size_t at) {
    const auto offset = little_endian(head, at, 8);
    const auto length = little_endian(head, at + 8, 8);
    return offset <= bytes && length <= bytes - offset;
  });
}

}  // namespace

Result<Basemap> look_at_basemap(const std::string& path) {
  const auto refuse = [&](const char* key) { return fail(ErrorCode::invalid, key, path); };
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) return fail(ErrorCode::not_found, "error.basemap.none", path);
  std::ifstream file(path, std::ios::binary);
  Head head{};
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  const auto magic = std::string_view(head.data(), 7);
  if (!file || !S_ISREG(info.st_mode) || magic != "PMTiles") {
    return refuse("error.basemap.not_pmtiles");
  }
  if (head[7] != 3) return refuse("error.basemap.version");
  if (!parts_lie_inside(head, static_cast<std::uint64_t>(info.st_size))) {
    return refuse("error.basemap.cut");
  }
  const auto type = little_endian(head, 99, 1);
  if (type < 1 || type > 5) return refuse("error.basemap.kind");
  Basemap map;
  map.path = path;
  map.vector = type == 1;
  map.min_zoom = static_cast<int>(little_endian(head, 100, 1));
  map.max_zoom = static_cast<int>(little_endian(head, 101, 1));
  map.west7 = degrees7(head, 102);
  map.south7 = degrees7(head, 106);
  map.east7 = degrees7(head, 110);
  map.north7 = degrees7(head, 114);
  map.version = std::to_string(info.st_size) + "-" + std::to_string(info.st_mtime);
  return map;
}

}  // namespace camaug::media
