// See router.hpp.
#include "http/router.hpp"

#include <array>
#include <map>

namespace camaug::http {
namespace {

constexpr std::size_t k_verbs = 6;
constexpr int k_none = -1;

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    segments.push_back(segment);
    path.remove_prefix(segment.size());
  }
  return segments;
}

bool is_place(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> any;   // {name}
  std::unique_ptr<Node> rest;  // {name*}
  std::array<int, k_verbs> routes{k_none, k_none, k_none, k_none, k_none, k_none};

  [[nodiscard]] bool ends() const {
    for (const int route : routes) {
      if (route != k_none) return true;
    }
    return false;
  }

  // The first node where the path ends, literals before places; `wanted` < 0 takes any verb.
  [[nodiscard]] const Node* walk(std::span<const std::string_view> segments, int wanted) const {
    if (segments.empty()) {
      const bool fits = wanted < 0 ? ends() : routes[static_cast<std::size_t>(wanted)] != k_none;
      return fits ? this : nullptr;
    }
    const auto tail = segments.subspan(1);
    if (const auto next = literals.find(segments[0]); next != literals.end()) {
      if (const Node* found = next->second->walk(tail, wanted)) return found;
    }
    if (any && !segments[0].empty()) {
      if (const Node* found = any->walk(tail, wanted)) return found;
    }
    return rest ? rest->walk({}, wanted) : nullptr;
  }
};

Router::Router() = default;
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Result<Router> Router::build(std::span<const Route> routes) {
  Router router;
  router.root_ = std::make_unique<Node>();
  router.routes_ = routes;
  const auto refuse = [](const Route& route, const std::string& why) {
    return fail(ErrorCode::invalid, "error.internal",
                "route " + std::string(to_text(route.verb)) + " " + std::string(route.pattern) +
                    ": " + why);
  };
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const Route& route = routes[i];
    if (!route.pattern.starts_with('/')) return refuse(route, "must begin with /");
    Node* node = router.root_.get();
    const auto segments = split(route.pattern);
    for (std::size_t s = 0; s < segments.size(); ++s) {
      const auto segment = segments[s];
      if (is_place(segment)) {
        const bool rest = segment[segment.size() - 2] == '*';
        if (rest && s + 1 != segments.size()) return refuse(route, "{name*} must be the last");
        auto& child = rest ? node->rest : node->any;
        if (!child) child = std::make_unique<Node>();
        node = child.get();
      } else {
        if (segment.empty() && segments.size() > 1) return refuse(route, "has an empty segment");
        if (segment.find_first_of("{}") != std::string_view::npos) {
          return refuse(route, "a place takes a whole segment");
        }
        auto& child = node->literals[std::string(segment)];
        if (!child) child = std::make_unique<Node>();
        node = child.get();
      }
    }
    auto& slot = node->routes[static_cast<std::size_t>(route.verb)];
    if (slot != k_none) {
      return refuse(route, "takes the same paths as " +
                               std::string(routes[static_cast<std::size_t>(slot)].pattern));
    }
    slot = static_cast<int>(i);
  }
  return router;
}

Match Router::match(Verb verb, std::string_view path) const {
  Match match;
  const auto segments = split(path);
  const auto wanted = static_cast<std::size_t>(verb);
  if (const Node* node = root_->walk(segments, static_cast<int>(verb))) {
    match.index = static_cast<std::size_t>(node->routes[wanted]);
    match.route = &routes_[match.index];
    const auto names = split(match.route->pattern);
    std::size_t offset = 1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (is_place(names[i])) {
        const auto name = names[i].substr(1, names[i].size() - 2);
        if (name.ends_with('*')) {
          match.params.push_back(
              {std::string(name.substr(0, name.size() - 1)), std::string(path.substr(offset))});
          break;
        }
        match.params.push_back({std::string(name), std::string(segments[i])});
      }
      offset += segments[i].size() + 1;
    }
    return match;
  }
  if (const Node* node = root_->walk(segments, -1)) {
    match.allow = "OPTIONS";
    for (std::size_t v = 0; v < k_verbs; ++v) {
      const auto other = static_cast<Verb>(v);
      if (node->routes[v] == k_none || other == Verb::options) continue;
      match.allow += ", " + std::string(to_text(other));
      if (other == Verb::get) match.allow += ", HEAD";
    }
    return match;
  }
  // "/a/" for "/a"; never for "//host/", which as a Location would leave this server.
  if (path.size() > 1 && path.ends_with('/') && !path.starts_with("//")) {
    const auto shorter = std::span(segments).first(segments.size() - 1);
    if (root_->walk(shorter, static_cast<int>(verb)) != nullptr) {
      match.move_to = path.substr(0, path.size() - 1);
    }
  }
  return match;
}

}  // namespace camaug::http
