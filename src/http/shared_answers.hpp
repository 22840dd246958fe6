// Answers that several viewers with the same sight ask for at the same moment: after each event
// every open desk asks for its queue anew. Kept for one version of the data and at most a second,
// since lists also depend on the hour. Never holds an answer for longer, nor for another sight.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text_hash.hpp"
#include "base/time.hpp"

namespace camaug::http {

// Thread-safe.
class SharedAnswers {
 public:
  explicit SharedAnswers(std::size_t bytes_max = 4U << 20U) : bytes_max_(bytes_max) {}

  // The body that was made under the same key from the same version less than a second ago.
  [[nodiscard]] std::optional<std::string> get(std::string_view key, std::int64_t version,
                                               Instant now) const;
  // Ignored when it is larger than a tenth of the room.
  void put(std::string_view key, std::int64_t version, Instant now, std::string_view body);

 private:
  struct Kept {
    std::int64_t version = 0;
    Instant made_at{};
    std::string body;
  };
  [[nodiscard]] static bool fresh(const Kept& kept, std::int64_t version, Instant now);
  void forget_stale(std::int64_t version, Instant now);

  std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Kept, TextHash, std::equal_to<>> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace camaug::http
