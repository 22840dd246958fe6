#include "http/demo.hpp"

#include "app/demo_accounts.hpp"
#include "http/command.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

struct DemoView {
  std::vector<app::DemoAccount> accounts;
  Instant now{};
  std::int64_t shift_ms = 0;
};
BOOST_DESCRIBE_STRUCT(DemoView, (), (accounts, now, shift_ms))

constexpr std::int64_t k_advance_ms_max = 366LL * 24 * 3600 * 1000;

}  // namespace

Response get_demo(app::Services& services, store::Reader&, const Request& request) {
  DemoView view;
  view.accounts = app::demo_accounts(services, request.lang);
  view.now = request.now;
  view.shift_ms = services.demo_clock->shift_ms();
  return json_response(view);
}

Response post_demo_clock(app::Services& services, const Request& request) {
  const auto body = json_body(request);
  if (!body) return problem(request, body.error());
  json::ObjectReader members(*body);
  const auto by = members.integer("advance_ms", 0, k_advance_ms_max);
  if (auto error = members.done()) return problem(request, *error);
  services.demo_clock->advance(Millis(by));
  return no_content();
}

}  // namespace camaug::http
