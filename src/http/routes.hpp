// The whole HTTP surface in one flat list: what, who, how large, which function. A test runs every
// route with every role and holds the list against api/openapi.yaml.
#pragma once

#include <span>

#include "http/route.hpp"

namespace camaug::http {

// With the demo's routes only when `demo`.
[[nodiscard]] std::span<const Route> all_routes(bool demo);

}  // namespace camaug::http
