// For tests: a client that sees bytes, not messages, so that it can send what no library would.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

namespace camaug::http {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    timeval limit{3, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Ends the sending half, as a client does that is cut off in the middle.
  void cut() const { ::shutdown(socket_, SHUT_WR); }
  // Reads until `mark` has come (returns all up to it) or the connection ends.
  std::string until(std::string_view mark) {
    for (;;) {
      const auto at = pending_.find(mark);
      if (at != std::string::npos) return take(at + mark.size());
      if (!more()) return take(pending_.size());
    }
  }
  // One answer with its Content-Length.
  std::string answer(bool body = true) {
    std::string head = until("\r\n\r\n");
    const auto at = head.find("Content-Length: ");
    if (!body || at == std::string::npos) return head;
    const auto bytes = std::stoul(head.substr(at + 16));
    while (pending_.size() < bytes && more()) {
    }
    return head + take(std::min<std::size_t>(bytes, pending_.size()));
  }
  std::string ask(const std::string& head, const std::string& body = {}) {
    send(head + (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
         "\r\n" + body);
    return answer();
  }
  bool closed() {
    pending_.clear();
    return !more() && !timed_out_;
  }

 private:
  std::string take(std::size_t bytes) {
    std::string out = pending_.substr(0, bytes);
    pending_.erase(0, bytes);
    return out;
  }
  bool more() {
    char piece[4096];
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    timed_out_ = got < 0 && errno == EAGAIN;
    if (got <= 0) return false;
    pending_.append(piece, static_cast<std::size_t>(got));
    return true;
  }
  int socket_;
  std::string pending_;
  bool timed_out_ = false;
};

[[nodiscard]] inline bool has_text(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace camaug::http
