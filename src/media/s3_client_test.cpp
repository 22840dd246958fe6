// S3Client against a server that says what the test wants: when it asks again, when it gives up,
// and that nobody waits for a server that was just away.
#include "media/s3_client.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <deque>
#include <mutex>
#include <thread>

using namespace camaug;
using namespace camaug::media;

namespace {

constexpr std::string_view k_silence = "silence";

// Gives one prepared answer a connection, in their order, and keeps what it was asked.
class Scripted {
 public:
  explicit Scripted(std::deque<std::string> answers) : answers_(std::move(answers)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(listener_ >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  Scripted(const Scripted&) = delete;
  Scripted& operator=(const Scripted&) = delete;
  ~Scripted() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    for (const int held : held_) ::close(held);
  }
  [[nodiscard]] BucketOptions options() const {
    BucketOptions options;
    options.bucket = "bucket";
    options.endpoint = "http://127.0.0.1:" + std::to_string(port_);
    return options;
  }
  [[nodiscard]] std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve() {
    while (!answers_.empty()) {
      const int peer = ::accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      std::string head;
      char letter = 0;
      while (!head.ends_with("\r\n\r\n") && ::recv(peer, &letter, 1, 0) == 1) head += letter;
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(head);
      }
      const std::string answer = answers_.front();
      answers_.pop_front();
      if (answer == k_silence) {
        held_.push_back(peer);
        continue;
      }
      const std::string whole = "HTTP/1.1 " + answer + "\r\nConnection: close\r\n\r\n";
      (void)::send(peer, whole.data(), whole.size(), MSG_NOSIGNAL);
      ::close(peer);
    }
  }

  std::deque<std::string> answers_;
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::vector<int> held_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

S3Times quick() {
  S3Times times;
  times.connect = Millis(300);
  times.answer = Millis(300);
  times.first_pause = Millis(5);
  times.away = Millis(100);
  return times;
}

S3Request head_of(const std::string& key) {
  S3Request request;
  request.method = S3Request::Method::head;
  request.key = key;
  return request;
}

const std::string k_good = "200 OK\r\nContent-Length: 0\r\nETag: \"x\"";
const std::string k_bad = "503 Slow Down\r\nContent-Length: 0";

}  // namespace

TEST_CASE("a request is signed, and its answer has its headers") {
  const Scripted server({k_good});
  const S3Client client(server.options(), {"the-access", "the-secret"}, quick());
  const auto answer = client.ask(head_of("a/b"));
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->header("etag") == "\"x\"");
  REQUIRE(server.asked().size() == 1);
  const std::string head = server.asked().front();
  CHECK(head.starts_with("HEAD /bucket/a/b HTTP/1.1\r\n"));
  CHECK(head.find("AWS4-HMAC-SHA256 Credential=the-access/") != std::string::npos);
  CHECK(head.find("/us-east-1/s3/aws4_request") != std::string::npos);
  CHECK(head.find("the-secret") == std::string::npos);
}

TEST_CASE("the bucket stands before the name of the server, when that is wanted") {
  const Scripted server({k_good, k_good});
  BucketOptions options = server.options();
  const auto colon = options.endpoint.rfind(':');
  const std::string port = options.endpoint.substr(colon);
  options.endpoint = "http://localhost" + port;
  options.path_style = false;
  const S3Client client(options, {"a", "b"}, quick());
  REQUIRE(client.ask(head_of("a/b")).has_value());
  S3Request list;
  list.query = "list-type=2&prefix=a%2F";
  REQUIRE(client.ask(list).has_value());
  CHECK(server.asked()[0].starts_with("HEAD /a/b HTTP/1.1\r\nHost: bucket.localhost" + port));
  CHECK(server.asked()[1].starts_with("GET /?list-type=2&prefix=a%2F HTTP/1.1\r\n"));
}

TEST_CASE("a server that is busy is asked again, three times in all") {
  const Scripted busy({k_bad, "429 Too Many\r\nContent-Length: 0", k_good});
  const S3Client patient(busy.options(), {"a", "b"}, quick());
  CHECK(patient.ask(head_of("k")).has_value());
  CHECK(patient.failures() == 0);
  const Scripted broken({k_bad, k_bad, k_bad, k_good});
  const S3Client client(broken.options(), {"a", "b"}, quick());
  CHECK(client.ask(head_of("k")).error().key == "error.media.store_away");
  CHECK(client.failures() == 1);
  CHECK_FALSE(client.reachable());
  // Nobody asks during the pause; then one request goes ahead and finds it well again.
  CHECK(client.ask(head_of("k")).error().code == ErrorCode::unavailable);
  CHECK(broken.asked().size() == 3);
  std::this_thread::sleep_for(Millis(150));
  CHECK(client.reachable());
  CHECK(client.ask(head_of("k")).has_value());
  CHECK(client.failures() == 1);
}

TEST_CASE("a server that says nothing costs one limit of time, not three") {
  const Scripted server({std::string(k_silence), k_good});
  const S3Client client(server.options(), {"a", "b"}, quick());
  const Stopwatch watch;
  CHECK_FALSE(client.ask(head_of("k")).has_value());
  CHECK(watch.elapsed() < Millis(600));
  CHECK(server.asked().size() == 1);
}

TEST_CASE("a refusal is an answer, not a failure") {
  const Scripted server({"403 Forbidden\r\nContent-Length: 0", "404 No\r\nContent-Length: 0"});
  const S3Client client(server.options(), {"a", "b"}, quick());
  CHECK(client.ask(head_of("k"))->status == 403);
  CHECK(client.ask(head_of("k"))->status == 404);
  CHECK(client.reachable());
}

TEST_CASE("what is longer than allowed is not taken into memory") {
  const std::string nine = "200 OK\r\nContent-Length: 9\r\n\r\n123456789";
  const Scripted server({nine, nine, nine});
  const S3Client client(server.options(), {"a", "b"}, quick());
  S3Request request;
  request.key = "k";
  request.answer_bytes_max = 8;
  CHECK_FALSE(client.ask(request).has_value());
}

TEST_CASE("a sink that has enough ends the request without blaming the server") {
  const Scripted server({"200 OK\r\nContent-Length: 9\r\n\r\n123456789"});
  const S3Client client(server.options(), {"a", "b"}, quick());
  S3Request request;
  request.key = "k";
  request.sink = [](std::string_view) { return false; };
  CHECK(client.ask(request).error().key == "error.unavailable");
  CHECK(client.failures() == 0);
  CHECK(client.reachable());
}
