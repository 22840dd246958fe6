// A way out of the program: one channel carries one notice to one recipient. A channel never looks
// into the database and never decides whom to tell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace camaug::send {

struct Message {
  std::string id;  // the outbox row; the same id may come twice, a channel may drop the second
  std::string recipient;  // a reference ("account:<id>", "report:<id>"), never a name or number
  std::string key;        // text key of the notice, e.g. "notice.dispatched"
  std::vector<std::string> args;
  std::string text;  // rendered in the recipient's language; may hold personal data
};

class Channel {
 public:
  virtual ~Channel() = default;
  // The word in the outbox row and the configuration.
  [[nodiscard]] virtual std::string_view name() const = 0;
  // Blocks until the message is handed over. An Error with code unavailable or too_many is worth
  // another try later; any other one is final.
  [[nodiscard]] virtual Result<void> send(const Message& message) = 0;
};

}  // namespace camaug::send
