// See limit.hpp.
#include "http/limit.hpp"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/id.hpp"

namespace camaug::http {

std::string limit_address(std::string_view ip) {
  in6_addr address{};
  std::string text(ip);
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    char v4[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &address.s6_addr[12], v4, sizeof v4);
    return v4;
  }
  std::fill(std::begin(address.s6_addr) + 8, std::end(address.s6_addr), std::uint8_t{0});
  char v6[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &address, v6, sizeof v6);
  return v6;
}

Limiter::Limiter(LimitOptions options) : options_(std::move(options)) {
  if (options_.salt.empty()) {
    random_bytes(salt_.data(), salt_.size());
  } else {
    const auto digest = sha256(options_.salt);
    std::copy_n(digest.begin(), salt_.size(), salt_.begin());
  }
}

std::uint64_t Limiter::hash(LimitKind kind, std::string_view key) const {
  // Keyed, so that nobody can choose keys that collide, and no address can be read back.
  std::string text(1, static_cast<char>(kind));
  text += kind == LimitKind::request_of_ip || kind == LimitKind::form_of_ip ? limit_address(key)
                                                                            : std::string(key);
  std::array<std::uint8_t, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                   salt_.data());
  std::uint64_t out = 0;
  std::memcpy(&out, digest.data(), sizeof out);
  return out;
}

double Limiter::refilled(const Bucket& bucket, const LimitRule& rule, Instant now) const {
  const auto passed = std::max<std::int64_t>(0, (now - bucket.at).count());
  const double per_ms = static_cast<double>(rule.tokens) / static_cast<double>(rule.window.count());
  return std::min(static_cast<double>(rule.tokens),
                  bucket.tokens + static_cast<double>(passed) * per_ms);
}

Limiter::Bucket& Limiter::bucket_of(const LimitRule& rule, std::uint64_t id, Instant now) {
  auto found = buckets_.find(id);
  if (found == buckets_.end()) {
    if (buckets_.size() >= options_.keys_max) drop_full(now);
    found = buckets_.emplace(id, Bucket{static_cast<double>(rule.tokens), now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = refilled(bucket, rule, now);
  bucket.at = std::max(bucket.at, now);
  return bucket;
}

Result<void> Limiter::ask(LimitKind kind, std::uint64_t id, Instant now, double cost) {
  const LimitRule& rule = options_.rules[static_cast<std::size_t>(kind)];
  if (!options_.on || rule.tokens <= 0 || rule.window.count() <= 0) return {};
  const std::lock_guard lock(mutex_);
  if (cost == 0 && !buckets_.contains(id)) return {};
  Bucket& bucket = bucket_of(rule, id, now);
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= cost;
    return {};
  }
  const double wait_ms = (1.0 - bucket.tokens) * static_cast<double>(rule.window.count()) /
                         static_cast<double>(rule.tokens);
  const auto seconds = static_cast<std::int64_t>(std::ceil(wait_ms / 1000.0));
  Error error{ErrorCode::too_many, "error.too_many", {}, {}, {}};
  error.extra_json = "{\"retry_after\":" + std::to_string(std::max<std::int64_t>(1, seconds)) + "}";
  return Failure(std::move(error));
}

Result<void> Limiter::take(LimitKind kind, std::string_view key, Instant now) {
  const auto id = hash(kind, key);
  auto taken = ask(kind, id, now, 1.0);
  if (taken && options_.on_taken && options_.on && kind != LimitKind::request_of_ip) {
    options_.on_taken(std::to_string(static_cast<int>(kind)) + ":" + std::to_string(id));
  }
  return taken;
}

Result<void> Limiter::peek(LimitKind kind, std::string_view key, Instant now) {
  return ask(kind, hash(kind, key), now, 0.0);
}

void Limiter::taken_elsewhere(const std::string& mark, std::int64_t times, Instant now) {
  std::size_t kind = 0;
  std::uint64_t id = 0;
  const char* end = mark.data() + mark.size();
  const auto [colon, bad_kind] = std::from_chars(mark.data(), end, kind);
  if (bad_kind != std::errc{} || colon == end || *colon != ':' || kind >= k_limit_kinds) return;
  const auto [last, bad_id] = std::from_chars(colon + 1, end, id);
  const LimitRule& rule = options_.rules[kind];
  if (bad_id != std::errc{} || last != end || !options_.on || rule.tokens <= 0) return;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(rule, id, now);
  bucket.tokens =
      std::max(0.0, bucket.tokens - static_cast<double>(std::max<std::int64_t>(0, times)));
}

void Limiter::forget(LimitKind kind, std::string_view key) {
  const auto id = hash(kind, key);
  const std::lock_guard lock(mutex_);
  buckets_.erase(id);
}

std::size_t Limiter::keys() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

// Room for new keys: whoever was not seen for the longest window has a full bucket again. When that
// is not enough (a flood of addresses), all are forgotten: memory stays bounded.
void Limiter::drop_full(Instant now) {
  Millis longest{0};
  for (const auto& rule : options_.rules) longest = std::max(longest, rule.window);
  std::erase_if(buckets_, [&](const auto& item) { return now - item.second.at >= longest; });
  if (buckets_.size() >= options_.keys_max) buckets_.clear();
}

}  // namespace camaug::http
