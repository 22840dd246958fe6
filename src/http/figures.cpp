#include "http/figures.hpp"

#include <deque>
#include <mutex>

#include "app/figures.hpp"
#include "http/list_query.hpp"
#include "http/problem.hpp"
#include "store/event.hpp"

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

// Boards ask again and again while nothing has happened. What was counted is said again for a
// moment, with its own closing time, as long as the head of the event log is the same.
class Counted {
 public:
  std::optional<std::string> find(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : kept_) {
      const bool fresh = kept.at <= now && now - kept.at < k_kept;
      if (fresh && kept.key == key) return kept.body;
    }
    return {};
  }
  void keep(std::string key, std::string body, Instant now) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() == k_answers_max) kept_.pop_front();
    kept_.push_back({std::move(key), std::move(body), now});
  }

 private:
  struct Kept {
    std::string key;
    std::string body;
    Instant at{};
  };
  static constexpr std::chrono::seconds k_kept{5};
  static constexpr std::size_t k_answers_max = 64;
  std::mutex mutex_;
  std::deque<Kept> kept_;
};

// Whose figures of what: the hash of the log's head is another in every database.
std::string key_of(store::Reader& reader, const Request& request, const app::FiguresQuery& query) {
  const auto& v = request.viewer;
  std::string key = store::head(reader).hash;
  for (const std::string_view part :
       {word(v.role), std::string_view(v.agency), std::string_view(v.area), to_text(request.lang),
        std::string_view(query.field), std::string_view(query.area), std::string_view(query.agency),
        std::string_view(query.edition)}) {
    key += '|';
    key += part;
  }
  return key + "|" + format_date(query.from) + "|" + format_date(query.to);
}

}  // namespace

Response get_figures(app::Services& services, store::Reader& reader, const Request& request) {
  const auto query = asked(services, request);
  if (!query) return problem(request, query.error());
  static Counted counted;
  std::string key = key_of(reader, request, *query);
  if (auto body = counted.find(key, request.now)) return json_text(std::move(*body));
  auto body = json::to_text(
      app::figures(services, reader, request.viewer, *query, request.now, request.lang));
  counted.keep(std::move(key), body, request.now);
  return json_text(std::move(body));
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
