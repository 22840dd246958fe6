// A base map that the operator lays beside the database: one PMTiles file (version 3,
// https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), read by the browser in ranges.
// Only its head is looked at here, so that a wrong file is said at the start and not on a phone.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"

namespace camaug::media {

struct Basemap {
  std::string path;
  bool vector = false;  // else pictures (PNG, JPEG, WebP, AVIF)
  int min_zoom = 0;
  int max_zoom = 0;
  std::int64_t west7 = 0;  // 1e-7 degree
  std::int64_t south7 = 0;
  std::int64_t east7 = 0;
  std::int64_t north7 = 0;
  std::string version;  // another one when the file is another
};

// Errors, with a detail for the person at the terminal: not_found error.basemap.none; invalid
// error.basemap.not_pmtiles, error.basemap.version, error.basemap.kind, error.basemap.cut.
[[nodiscard]] Result<Basemap> look_at_basemap(const std::string& path);

}  // namespace camaug::media
