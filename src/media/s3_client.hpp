// Requests to an S3-compatible server: signed by libcurl (AWS Signature Version 4), with limits of
// time, few retries and a pause for everybody after a failure. Knows no media; the one file pair
// that knows libcurl. Never writes a key, an address or a body into a log.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "media/bucket_options.hpp"

namespace camaug::media {

struct S3Times {
  Millis connect{2'000};
  Millis answer{10'000};  // of everything but a transfer of a whole file
  Millis stall{10'000};   // of a transfer that brings nothing
  Millis transfer{1'800'000};
  int attempts = 3;
  Millis first_pause{100};  // between two attempts; four times as long each time
  Millis away{1'000};       // nobody asks again so long after a failure; twice as long each time
  Millis away_max{10'000};
};

struct S3Request {
  enum class Method { get, head, put, remove };
  Method method = Method::get;
  std::string key;                     // below the bucket; only characters that need no encoding
  std::string query{};                 // sorted and encoded: it is signed as it is
  std::vector<std::string> headers{};  // "Name: value"
  std::string file{};                  // of a put: the path of what is sent; "": `body`
  std::string body{};                  //
  std::int64_t bytes = 0;              // of what is sent
  std::string sha256{};                // hex, of what is sent
  std::size_t answer_bytes_max = 64 * 1024;
  // Not null: takes the body of a 2xx answer piece by piece; false ends the request.
  std::function<bool(std::string_view)> sink{};
  bool whole_file = false;  // takes as long as a file may take
};

struct S3Answer {
  int status = 0;
  std::string body;
  Instant changed{};                                         // Last-Modified
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case

  [[nodiscard]] std::string_view header(std::string_view name) const;
};

class S3Client {
 public:
  S3Client(BucketOptions options, BucketKeys keys, S3Times times = {});
  ~S3Client();
  S3Client(const S3Client&) = delete;
  S3Client& operator=(const S3Client&) = delete;

  // Any answer below 500 (but 429), after retries. Errors: unavailable error.media.store_away. All
  // requests here may be repeated without harm. A request with a sink is not tried again once the
  // sink has had something. Blocks.
  [[nodiscard]] Result<S3Answer> ask(const S3Request& request) const;
  // False while the pause after a failure lasts.
  [[nodiscard]] bool reachable() const;
  [[nodiscard]] std::int64_t failures() const { return failures_.load(); }
  // An answer that refuses what should be allowed counts as a failure too.
  void count_refusal(const S3Request& request, int status) const;

 private:
  struct Try;
  struct Handle;
  [[nodiscard]] Try once(const S3Request& request) const;
  [[nodiscard]] bool may_ask() const;
  void failed(const S3Request& request, const Try& last) const;
  void went_well() const;
  [[nodiscard]] std::int64_t now_ms() const;
  [[nodiscard]] std::unique_ptr<Handle> take() const;
  void give_back(std::unique_ptr<Handle> handle) const;

  BucketOptions options_;
  BucketKeys keys_;
  S3Times times_;
  std::string base_;  // address of the bucket
  Stopwatch watch_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Handle>> idle_;  // each with its open connection
  mutable std::atomic<std::int64_t> away_until_ms_{0};
  mutable std::atomic<std::int64_t> away_ms_{0};  // the last pause; 0: it answers
  mutable std::atomic<std::int64_t> failures_{0};
};

}  // namespace camaug::media
