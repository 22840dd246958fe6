// See case_runner_client.hpp.
#include "case_runner_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace camaug::cases {
namespace {

constexpr int k_limit_ms = 60'000;

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

class Socket {
 public:
  explicit Socket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(fd_);
      throw std::runtime_error("the server does not take a connection");
    }
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { ::close(fd_); }

  // A refusal may come while a large body is still going out: what is not taken is not an error.
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // False at the end of the connection or of the time.
  bool more(std::string& into, int limit_ms) const {
    pollfd one{fd_, POLLIN, 0};
    if (::poll(&one, 1, limit_ms) <= 0) return false;
    char piece[65536];
    const auto got = ::recv(fd_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    into.append(piece, static_cast<std::size_t>(got));
    return true;
  }

 private:
  int fd_;
};

void read_head(Answer& answer) {
  const std::string& head = answer.head;
  if (head.size() > 12) answer.status = std::stoi(head.substr(9, 3));
  std::size_t at = head.find("\r\n");
  while (at != std::string::npos && at + 2 < head.size()) {
    const auto end = head.find("\r\n", at + 2);
    const std::string line = head.substr(at + 2, end - at - 2);
    const auto colon = line.find(": ");
    if (colon != std::string::npos) {
      answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    at = end;
  }
}

std::string text_of(const Ask& what, std::uint16_t port) {
  std::string text = what.verb + " " + what.target + " HTTP/1.1\r\n";
  bool host = false;
  for (const auto& [name, value] : what.headers) {
    text += name + ": " + value + "\r\n";
    host = host || same_name(name, "Host");
  }
  if (!host) text += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
  if (!what.body.empty() || what.verb == "POST" || what.verb == "PUT") {
    text += "Content-Length: " + std::to_string(what.body.size()) + "\r\n";
  }
  return text + "Connection: close\r\n\r\n";
}

}  // namespace

void Ask::set(const std::string& name, const std::string& value) {
  drop(name);
  headers.emplace_back(name, value);
}

void Ask::drop(const std::string& name) {
  std::erase_if(headers, [&](const auto& header) { return same_name(header.first, name); });
}

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

Answer ask(std::uint16_t port, const Ask& what, std::chrono::milliseconds stream_ms) {
  const Socket socket(port);
  socket.send(text_of(what, port));
  socket.send(what.body);
  std::string bytes;
  std::size_t end = std::string::npos;
  while (end == std::string::npos && socket.more(bytes, k_limit_ms)) end = bytes.find("\r\n\r\n");
  Answer answer;
  if (end == std::string::npos) return answer;
  answer.head = bytes.substr(0, end + 2);
  answer.body = bytes.substr(end + 4);
  read_head(answer);
  const bool stream = answer.header("Content-Type").starts_with("text/event-stream");
  const int limit = stream ? static_cast<int>(stream_ms.count()) : k_limit_ms;
  const std::string length = answer.header("Content-Length");
  const std::size_t wanted = length.empty() ? std::string::npos : std::stoul(length);
  while (what.verb != "HEAD" && answer.body.size() < wanted && socket.more(answer.body, limit)) {
  }
  return answer;
}

}  // namespace camaug::cases
