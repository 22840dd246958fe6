// The route table: which pattern wins, what is refused at start, 405 and redirects.
#include "http/router.hpp"

#include <doctest/doctest.h>

namespace camaug::http {
namespace {

Response nothing(app::Services&, const Request&) {
  return {};
}

Route route(Verb verb, std::string_view pattern) {
  return {verb, pattern, RouteKind::plain, k_everyone, &nothing};
}

TEST_CASE("router: literals win over places, places over the rest") {
  const std::vector<Route> routes{
      route(Verb::get, "/"),          route(Verb::get, "/a/{id}"),
      route(Verb::get, "/a/mine"),    route(Verb::post, "/a/{id}/dispatch"),
      route(Verb::get, "/a/{path*}"), route(Verb::put, "/a/mine")};
  const auto router = Router::build(routes);
  REQUIRE(router.has_value());
  const auto find = [&](Verb verb, std::string_view path) { return router->match(verb, path); };
  CHECK(find(Verb::get, "/").route == &routes[0]);
  CHECK(find(Verb::get, "/a/mine").route == &routes[2]);
  CHECK(find(Verb::put, "/a/mine").route == &routes[5]);
  const auto one = find(Verb::get, "/a/7");
  CHECK(one.route == &routes[1]);
  REQUIRE(one.params.size() == 1);
  CHECK(one.params[0].name == "id");
  CHECK(one.params[0].value == "7");
  const auto deep = find(Verb::get, "/a/b/c/d");
  CHECK(deep.route == &routes[4]);
  REQUIRE(deep.params.size() == 1);
  CHECK(deep.params[0].name == "path");
  CHECK(deep.params[0].value == "b/c/d");
  CHECK(find(Verb::post, "/a/x/dispatch").params[0].value == "x");
  // No POST stands at the literal, so the place takes it where there is one.
  CHECK(find(Verb::post, "/a/mine/dispatch").params[0].value == "mine");
}

TEST_CASE("router: not found, not allowed, moved") {
  const std::vector<Route> routes{route(Verb::get, "/a/{id}"), route(Verb::del, "/a/{id}")};
  const auto router = Router::build(routes);
  REQUIRE(router.has_value());
  CHECK(router->match(Verb::get, "/b").route == nullptr);
  CHECK(router->match(Verb::get, "/b").allow.empty());
  CHECK(router->match(Verb::post, "/a/1").allow == "OPTIONS, GET, HEAD, DELETE");
  CHECK(router->match(Verb::get, "/a/1/").move_to == "/a/1");
  CHECK(router->match(Verb::get, "/a//").move_to.empty());
  CHECK(router->match(Verb::get, "/a/").route == nullptr);
  CHECK(router->match(Verb::get, "//a/1/").move_to.empty());
}

TEST_CASE("router: a wrong table does not start") {
  const auto refused = [](std::vector<Route> routes) { return !Router::build(routes).has_value(); };
  CHECK(refused({route(Verb::get, "/a/{id}"), route(Verb::get, "/a/{code}")}));
  CHECK(refused({route(Verb::get, "/a"), route(Verb::get, "/a")}));
  CHECK(refused({route(Verb::get, "a")}));
  CHECK(refused({route(Verb::get, "/a//b")}));
  CHECK(refused({route(Verb::get, "/a/{rest*}/b")}));
  CHECK(refused({route(Verb::get, "/a/{id}.ics")}));
  CHECK_FALSE(refused({route(Verb::get, "/a/{id}"), route(Verb::put, "/a/{code}")}));
}

}  // namespace
}  // namespace camaug::http
