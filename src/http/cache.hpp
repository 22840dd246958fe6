// Answers for the public, kept whole until the public data change: key = target and language, valid
// for one value of the public version. Never holds an answer that was made for somebody in
// particular.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/texts.hpp"

namespace camaug::http {

struct CachedPage {
  std::int64_t version = 0;
  std::string etag;      // quoted
  std::string head;      // header lines of the 200, without status line, Date and Connection
  std::string head_304;  // the same for a 304
  std::string body;
  std::string_view route;  // pattern, for metrics
  std::size_t route_index = 0;
  bool ip_limited = true;
};

// Thread-safe.
class PageCache {
 public:
  explicit PageCache(std::size_t bytes_max = 8U << 20U);

  // The public data have changed: every page kept so far is stale.
  void bump() { version_.fetch_add(1, std::memory_order_release); }
  [[nodiscard]] std::int64_t version() const { return version_.load(std::memory_order_acquire); }
  // Of this start of the program and this version, so that a restart repeats no tag.
  [[nodiscard]] std::string etag(std::int64_t version, Lang lang) const;

  [[nodiscard]] std::shared_ptr<const CachedPage> get(std::string_view target, Lang lang) const;
  // Ignored when page->version is not the present one or the page is larger than a tenth of the
  // room.
  void put(std::string_view target, Lang lang, std::shared_ptr<const CachedPage> page);
  [[nodiscard]] std::size_t pages() const;

 private:
  static std::string key(std::string_view target, Lang lang);

  std::atomic<std::int64_t> version_{1};
  std::size_t bytes_max_;
  std::string start_;  // random, per start
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const CachedPage>> pages_;
  std::size_t bytes_ = 0;
  std::int64_t pages_version_ = 0;
};

}  // namespace camaug::http
