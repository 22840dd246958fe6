#include "http/public.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/config.hpp"
#include "app/detail.hpp"
#include "app/nearby.hpp"
#include "http/gzip.hpp"
#include "http/list_query.hpp"
#include "http/map_query.hpp"
#include "http/problem.hpp"
#include "store/event.hpp"
#include "store/profile.hpp"

namespace camaug::http {
namespace {

constexpr std::array<std::string_view, 6> k_geo_files = {
    "communes_lite.geojson", "communes.topojson", "province.geojson",
    "neighbours.geojson",    "poi.geojson",       "vn_provinces.geojson"};

struct RecordView {
  std::int64_t n = 0;
  std::string hash;
  std::int64_t head_n = 0;
  std::string head_hash;
};
BOOST_DESCRIBE_STRUCT(RecordView, (), (n, hash, head_n, head_hash))

struct Point {
  std::int64_t lat7 = 0;
  std::int64_t lon7 = 0;
};

// Both or an error that names the one that is wrong or missing.
Result<Point> point_query(const Request& request) {
  const auto lat = integer_query(request, "lat7", -900'000'000, 900'000'000);
  if (!lat) return Failure(lat.error());
  const auto lon = integer_query(request, "lon7", -1'800'000'000, 1'800'000'000);
  if (!lon) return Failure(lon.error());
  if (!*lat || !*lon) return fail_field(*lat ? "lon7" : "lat7", "error.field.missing");
  return Point{**lat, **lon};
}

}  // namespace

Response get_config(app::Services& services, store::Reader&, const Request& request) {
  return gzipped(request, json_text(app::config_json(services, request.now)));
}

Response get_geo(app::Services&, store::Reader& reader, const Request& request) {
  const auto name = request.param("file");
  if (std::ranges::find(k_geo_files, name) == k_geo_files.end()) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  auto body = store::profile_file(reader, name);
  if (!body) return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  Response response = json_text(std::move(*body));
  response.content_type = "application/geo+json";
  response.headers.push_back({"Cache-Control", "public, max-age=86400"});
  return gzipped(request, std::move(response));
}

Response get_locate(app::Services& services, store::Reader&, const Request& request) {
  const auto at = point_query(request);
  if (!at) return problem(request, at.error());
  return json_response(app::locate(services, at->lat7, at->lon7, request.now));
}

Response get_nearby(app::Services& services, store::Reader& reader, const Request& request) {
  const auto at = point_query(request);
  if (!at) return problem(request, at.error());
  const auto field = request.query_value("field");
  if (services.province->taxonomy.field(field) == nullptr) {
    return problem(request, fail_field("field", "error.field_unknown").error());
  }
  return json_response(app::nearby(services, reader, std::string(field), at->lat7, at->lon7,
                                   request.lang, request.now));
}

Response get_public_reports(app::Services& services, store::Reader& reader,
                            const Request& request) {
  const auto filter = list_filter(services, request);
  if (!filter) return problem(request, filter.error());
  return json_response(app::public_items(services, reader, *filter, request.lang, request.now));
}

Response get_public_report(app::Services& services, store::Reader& reader, const Request& request) {
  const auto view =
      app::public_detail(services, reader, request.param("code"), request.now, request.lang);
  if (!view) return problem(request, view.error());
  return json_response(*view);
}

Response get_map(app::Services& services, store::Reader& reader, const Request& request) {
  const auto query = map_query(services, request);
  if (!query) return problem(request, query.error());
  services.map->follow(services, reader, request.now);
  app::MapView view = services.map->look(*query);
  view.at = request.now;
  return json_response(view);
}

Response get_basemap(app::Services& services, store::Reader&, const Request& request) {
  if (!services.basemap) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  return send_file({services.basemap->path, "", "", true, "public, max-age=86400"},
                   "application/octet-stream");
}

Response get_record(app::Services&, store::Reader& reader, const Request& request) {
  std::int64_t n = 0;
  const auto asked = request.param("n");
  const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), n);
  const bool whole = error == std::errc{} && end == asked.data() + asked.size() && n > 0;
  const auto found = whole ? store::events_after(reader, n - 1, 1) : std::vector<store::Event>{};
  if (found.empty() || found.front().n != n) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  const auto head = store::head(reader);
  return json_response(RecordView{n, found.front().hash, head.n, head.hash});
}

Response get_health(app::Services&, store::Reader& reader, const Request&) {
  return json_text("{\"ok\":true,\"profile\":" + std::to_string(store::profile_version(reader)) +
                   "}");
}

}  // namespace camaug::http
