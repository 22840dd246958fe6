#include "http/figures.hpp"

#include "app/figures.hpp"
#include "http/list_query.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

constexpr std::int64_t k_limit_default = 50;
constexpr std::int64_t k_limit_max = 200;

Result<app::FiguresQuery> asked(const app::Services& services, const Request& request) {
  return app::figures_query(
      services,
      {request.query_value("from"), request.query_value("to"), request.query_value("field"),
       request.query_value("area"), request.query_value("agency"), request.query_value("edition")},
      request.now);
}

}  // namespace

Response get_figures(app::Services& services, store::Reader& reader, const Request& request) {
  const auto query = asked(services, request);
  if (!query) return problem(request, query.error());
  return json_response(
      app::figures(services, reader, request.viewer, *query, request.now, request.lang));
}

Response get_figures_list(app::Services& services, store::Reader& reader, const Request& request) {
  const auto query = asked(services, request);
  if (!query) return problem(request, query.error());
  const auto limit = integer_query(request, "limit", 1, k_limit_max);
  if (!limit) return problem(request, limit.error());
  const auto list = app::figures_list(services, reader, request.viewer, *query,
                                      request.query_value("part"), request.query_value("cursor"),
                                      static_cast<int>(limit->value_or(k_limit_default)),
                                      request.now, request.lang);
  if (!list) return problem(request, list.error());
  return json_response(*list);
}

}  // namespace camaug::http
