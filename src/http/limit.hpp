// Token buckets at the door: how often a device, an address or an account may do something. State
// is in memory only; keys are hashed, so no address is kept in the clear. Urgent reports are never
// asked.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::http {

enum class LimitKind : std::uint8_t {
  request_of_ip,     // every request; enforced by the server
  report_of_device,  // new reports that are not urgent
  upload_of_device,
  login_of_account,  // failed log-ins only: call after a failure
  form_of_ip         // reports of the form without JavaScript
};
inline constexpr std::size_t k_limit_kinds = 5;

// `tokens` at once, refilled evenly over `window`.
struct LimitRule {
  std::int64_t tokens = 0;
  Millis window{0};
};

struct LimitOptions {
  bool on = true;
  std::array<LimitRule, k_limit_kinds> rules{{
      {600, std::chrono::minutes(1)},
      {10, std::chrono::hours(1)},
      {60, std::chrono::hours(1)},
      {10, std::chrono::minutes(15)},
      {60, std::chrono::hours(1)},
  }};
  std::size_t keys_max = 200'000;
  std::string salt{};  // the same in all processes on one database; "": a random one
  // For the other processes: told of each token taken (but those of request_of_ip, which each
  // process counts by itself), without what it stands for. Any thread.
  std::function<void(const std::string& mark)> on_taken{};
};

// Thread-safe.
class Limiter {
 public:
  explicit Limiter(LimitOptions options);

  // Takes one token of `key`; too_many (error.too_many, extra retry_after in seconds) when none is
  // left. For request_of_ip the key is an address; IPv6 counts by /64.
  [[nodiscard]] Result<void> take(LimitKind kind, std::string_view key, Instant now);
  // Whether a token is left, without taking it (log-ins: ask before, take after a failure).
  [[nodiscard]] Result<void> peek(LimitKind kind, std::string_view key, Instant now);
  void forget(LimitKind kind, std::string_view key);
  // Another process took `times` tokens. A mark that is none is ignored.
  void taken_elsewhere(const std::string& mark, std::int64_t times, Instant now);
  [[nodiscard]] std::size_t keys() const;

 private:
  struct Bucket {
    double tokens = 0;
    Instant at{};
  };
  Result<void> ask(LimitKind kind, std::uint64_t id, Instant now, double cost);
  // The bucket with what it holds at `now`. The mutex is held.
  Bucket& bucket_of(const LimitRule& rule, std::uint64_t id, Instant now);
  std::uint64_t hash(LimitKind kind, std::string_view key) const;
  void drop_full(Instant now);
  double refilled(const Bucket& bucket, const LimitRule& rule, Instant now) const;

  LimitOptions options_;
  std::array<std::uint8_t, 16> salt_{};
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Bucket> buckets_;
};

// The part of an address that limits count by: IPv4 whole, IPv6 the first 64 bits.
[[nodiscard]] std::string limit_address(std::string_view ip);

}  // namespace camaug::http
