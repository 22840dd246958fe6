// The channel "log": notes on standard error that a notice would have gone out. Writes the
// references and the text key, never the text, its arguments or an address.
#pragma once

#include "send/channel.hpp"

namespace camaug::send {

class LogChannel final : public Channel {
 public:
  [[nodiscard]] std::string_view name() const override { return "log"; }
  [[nodiscard]] Result<void> send(const Message& message) override;
};

}  // namespace camaug::send
