#include "http/map_query.hpp"

#include <array>
#include <charconv>

#include "http/list_query.hpp"

namespace camaug::http {
namespace {

constexpr std::int64_t k_lat7_max = 900'000'000;
constexpr std::int64_t k_lon7_max = 1'800'000'000;
constexpr std::int64_t k_zoom_max = 20;

// "west,south,east,north"
Result<app::MapBox> parse_box(std::string_view text) {
  const auto wrong = [] { return fail_field("bbox", "error.field.not_box"); };
  std::array<std::int64_t, 4> parts{};
  const char* at = text.data();
  const char* end = text.data() + text.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto [rest, error] = std::from_chars(at, end, parts[i]);
    const bool last = i + 1 == parts.size();
    if (error != std::errc() || (last ? rest != end : rest == end || *rest != ',')) return wrong();
    at = rest + 1;
  }
  const app::MapBox box{parts[0], parts[1], parts[2], parts[3]};
  const bool inside = box.west7 >= -k_lon7_max && box.east7 <= k_lon7_max &&
                      box.south7 >= -k_lat7_max && box.north7 <= k_lat7_max;
  if (!inside || box.west7 >= box.east7 || box.south7 >= box.north7) return wrong();
  return box;
}

}  // namespace

Result<app::MapQuery> map_query(const app::Services& services, const Request& request) {
  app::MapQuery query;
  query.field = request.query_value("field");
  if (!query.field.empty() && services.province->taxonomy.field(query.field) == nullptr) {
    return fail_field("field", "error.field_unknown");
  }
  query.state = request.query_value("state");
  if (!query.state.empty() && query.state != "open" && query.state != "closed" &&
      !domain::parse_state(query.state)) {
    return fail_field("state", "error.state_unknown");
  }
  const auto zoom = integer_query(request, "zoom", 0, k_zoom_max);
  if (!zoom) return Failure(zoom.error());
  const auto box = request.query_value("bbox");
  if (box.empty() && !*zoom) return query;
  if (box.empty()) return fail_field("bbox", "error.field.missing");
  if (!*zoom) return fail_field("zoom", "error.field.missing");
  const auto parsed = parse_box(box);
  if (!parsed) return Failure(parsed.error());
  query.box = *parsed;
  query.zoom = static_cast<int>(**zoom);
  return query;
}

}  // namespace camaug::http
