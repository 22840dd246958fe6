// What a handler may ask of the HTTP layer itself: limits, form tokens, live streams, the look of
// an error page. Reached through Request::door.
#pragma once

#include <string>
#include <string_view>

#include "http/limit.hpp"
#include "http/request.hpp"

namespace camaug::http {

// The page for an error that a person sees; `title` and `detail` are translated, not escaped yet.
using ErrorPage = std::string (*)(const Request& request, int status, std::string_view title,
                                  std::string_view detail);

class LiveHub;  // http/sse.hpp

struct Door {
  Limiter* limiter = nullptr;
  std::string csrf_key;            // secret of this process or installation
  LiveHub* live = nullptr;         // nullptr without live streams
  ErrorPage error_page = nullptr;  // nullptr: a plain page
};

// Takes a token of the request's door; too_many when none is left.
[[nodiscard]] inline Result<void> limit_ok(const Request& request, LimitKind kind,
                                           std::string_view key) {
  return request.door->limiter->take(kind, key, request.now);
}

}  // namespace camaug::http
