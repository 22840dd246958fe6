// One HTTP request over a plain socket, and its whole answer as it came. Knows nothing of the
// program under test.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace camaug::cases {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Ask {
  std::string verb = "GET";
  std::string target;
  Headers headers;
  std::string body;

  void set(const std::string& name, const std::string& value);
  void drop(const std::string& name);
};

struct Answer {
  int status = 0;  // 0: the connection ended before an answer
  Headers headers;
  std::string head;  // the lines as they came
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;  // "" when it is not there
};

// Connects, asks, reads the answer to its end. A live stream is read for `stream_ms`.
[[nodiscard]] Answer ask(std::uint16_t port, const Ask& what,
                         std::chrono::milliseconds stream_ms = std::chrono::milliseconds(700));

}  // namespace camaug::cases
