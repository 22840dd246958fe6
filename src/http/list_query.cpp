#include "http/list_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "domain/report_code.hpp"

namespace camaug::http {
namespace {

constexpr std::int64_t k_limit_max = 200;
// api/openapi.yaml, /api/v1/desk/queue.
constexpr std::array<std::string_view, 17> k_lists = {
    "submitted", "urgent",         "overdue",    "sent",         "answered",    "waiting_reporter",
    "repairing", "given_back",     "reopen",     "closed",       "all",         "mine",
    "approval",  "scope_override", "unassigned", "crime_report", "denunciation"};

Result<std::optional<Instant>> day_query(const Request& request, std::string_view name,
                                         bool after_it) {
  const auto text = request.query_value(name);
  if (text.empty()) return std::optional<Instant>{};
  const auto day = parse_date(text);
  if (!day) return fail_field(std::string(name), "error.field.not_date");
  const auto start = instant_of(*day);
  return std::optional<Instant>(after_it ? start + std::chrono::days(1) : start);
}

}  // namespace

Result<std::optional<std::int64_t>> integer_query(const Request& request, std::string_view name,
                                                  std::int64_t min, std::int64_t max) {
  const auto text = request.query_value(name);
  if (text.empty()) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fail_field(std::string(name), "error.field.not_integer");
  }
  if (value < min || value > max) {
    return fail_field(std::string(name), "error.field.out_of_range",
                      {std::to_string(min), std::to_string(max)});
  }
  return std::optional<std::int64_t>(value);
}

Result<store::ListFilter> list_filter(const app::Services& services, const Request& request) {
  store::ListFilter f;
  f.now = request.now;
  if (const auto list = request.query_value("list"); !list.empty()) f.list = list;
  if (std::ranges::find(k_lists, f.list) == k_lists.end()) {
    return fail_field("list", "error.list_unknown");
  }
  f.field = request.query_value("field");
  f.area = request.query_value("area");
  f.agency = request.query_value("agency");
  f.state = request.query_value("state");
  f.after = request.query_value("cursor");
  const auto q = request.query_value("q");
  if (length_in_characters(q) > 100) return fail_field("q", "error.field.too_long", {"100"});
  f.words = q;
  // Where others wait, an answer for them is worth more than an exact number for this one.
  f.counting /= static_cast<int>(1 + std::min<std::size_t>(request.waiting, 20) / 2);
  f.codes = domain::codes_meant(services.province->info.code_prefix, q,
                                static_cast<int>(local_date(request.now).year()));
  const auto sort = request.query_value("sort");
  if (!sort.empty() && sort != "newest" && sort != "relevance") {
    return fail_field("sort", "error.sort_unknown");
  }
  f.by_relevance = sort == "relevance";
  if (!f.field.empty() && services.province->taxonomy.field(f.field) == nullptr) {
    return fail_field("field", "error.field_unknown");
  }
  if (!f.area.empty() && services.province->areas.find(f.area) == nullptr) {
    return fail_field("area", "error.commune_unknown");
  }
  if (!f.state.empty() && f.state != "open" && f.state != "closed" &&
      !domain::parse_state(f.state)) {
    return fail_field("state", "error.state_unknown");
  }
  const auto limit = integer_query(request, "limit", 1, k_limit_max);
  if (!limit) return Failure(limit.error());
  f.limit = static_cast<int>(limit->value_or(50));
  const auto from = day_query(request, "from", false);
  if (!from) return Failure(from.error());
  const auto until = day_query(request, "to", true);
  if (!until) return Failure(until.error());
  f.from = *from;
  f.until = *until;
  return f;
}

}  // namespace camaug::http
