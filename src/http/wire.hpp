// The text of an answer's header: status line, security headers, cache rule, cookies. Writes
// strings, never sockets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::http {

[[nodiscard]] std::string_view reason_of(int status);

class HeadWriter {
 public:
  HeadWriter(const std::vector<std::string>& style_hashes,
             const std::vector<std::string>& script_hashes);

  // All lines after the status line but Date and Connection, each with its CRLF. `bytes` < 0: no
  // Content-Length (live streams). `cache_control` counts unless the response has its own.
  [[nodiscard]] std::string lines(const Response& response, std::int64_t bytes,
                                  std::string_view cache_control, bool secure) const;

 private:
  std::string page_policy_;  // Content-Security-Policy of our own pages
  std::string common_;
};

// "HTTP/1.1 200 OK", Date, `lines`, Connection, the empty line.
[[nodiscard]] std::string whole_head(int status, std::string_view date, std::string_view lines,
                                     bool keep_alive, bool http10);

}  // namespace camaug::http
