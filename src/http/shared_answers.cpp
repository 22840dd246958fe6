// See shared_answers.hpp.
#include "http/shared_answers.hpp"

namespace camaug::http {
namespace {

constexpr Millis k_kept_for{1'000};

std::size_t room_of(std::string_view key, std::string_view body) {
  return key.size() + body.size() + 128;
}

}  // namespace

bool SharedAnswers::fresh(const Kept& kept, std::int64_t version, Instant now) {
  return kept.version == version && kept.made_at <= now && now - kept.made_at < k_kept_for;
}

std::optional<std::string> SharedAnswers::get(std::string_view key, std::int64_t version,
                                              Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end() || !fresh(found->second, version, now)) return {};
  return found->second.body;
}

void SharedAnswers::forget_stale(std::int64_t version, Instant now) {
  std::erase_if(kept_, [&](const auto& entry) {
    if (fresh(entry.second, version, now)) return false;
    bytes_ -= room_of(entry.first, entry.second.body);
    return true;
  });
}

void SharedAnswers::put(std::string_view key, std::int64_t version, Instant now,
                        std::string_view body) {
  const std::size_t room = room_of(key, body);
  if (room > bytes_max_ / 10) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = kept_.find(key); found != kept_.end()) {
    bytes_ -= room_of(key, found->second.body);
    kept_.erase(found);
  }
  if (bytes_ + room > bytes_max_) forget_stale(version, now);
  if (bytes_ + room > bytes_max_) return;
  kept_.emplace(std::string(key), Kept{version, now, std::string(body)});
  bytes_ += room;
}

}  // namespace camaug::http
