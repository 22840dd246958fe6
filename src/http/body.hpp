// Where the body of a request goes while it arrives: into memory (bounded), into form fields and
// files, or onto disk. Chosen by the route before the first byte.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "http/dispatch.hpp"

namespace camaug::http {

class BodySink {
 public:
  virtual ~BodySink() = default;
  [[nodiscard]] virtual Result<void> take(std::string_view bytes) = 0;
  // The body is over; `complete` false when the connection broke before its end.
  [[nodiscard]] virtual Result<void> finish(bool complete) = 0;
  std::int64_t bytes_max = 0;
};

// For exchange.match.route, and exchange.plan on upload routes. invalid error.content_type when a
// form is sent as something else.
[[nodiscard]] Result<std::unique_ptr<BodySink>> make_sink(Core& core, Exchange& exchange);

}  // namespace camaug::http
