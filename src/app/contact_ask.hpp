// Who asked the sender for leave to call, and what the sender said: read from the events of a
// report. No I/O.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/event.hpp"

namespace camaug::app {

struct ContactAsk {
  std::string asker;    // domain::asker of who asked
  std::string content;  // id of the reason
  Instant at{};
  std::optional<bool> allowed;  // none while the sender has said nothing
};
// Oldest first, without those an undo took back.
[[nodiscard]] std::vector<ContactAsk> contact_asks(const std::vector<store::Event>& events);

}  // namespace camaug::app
