// Finds the route of a verb and a path in a tree of segments built once at start. Holds no request
// and calls no handler.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "http/route.hpp"

namespace camaug::http {

struct Match {
  const Route* route = nullptr;  // nullptr: see the others
  std::size_t index = 0;         // of the route in the list
  Fields params;
  std::string allow;    // not empty: the path exists, but not for this verb ("GET, HEAD, OPTIONS")
  std::string move_to;  // not empty: the same path without its trailing slash exists
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // `routes` must outlive the router. invalid (English detail, for the start of the program) when
  // two routes are the same or a pattern is malformed.
  [[nodiscard]] static Result<Router> build(std::span<const Route> routes);
  // `path` is decoded; its segments hold no slash.
  [[nodiscard]] Match match(Verb verb, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::span<const Route> routes_;
};

}  // namespace camaug::http
