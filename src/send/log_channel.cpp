#include "send/log_channel.hpp"

#include "base/log.hpp"

namespace camaug::send {

Result<void> LogChannel::send(const Message& message) {
  log::info("notice.sent", {{"channel", name()},
                            {"id", std::string_view(message.id)},
                            {"recipient", std::string_view(message.recipient)},
                            {"key", std::string_view(message.key)}});
  return {};
}

}  // namespace camaug::send
