// What the use cases share: the province, the keys, the media folder. Made once at start, read by
// all threads; whoever changes the profile swaps the pointer.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "app/map_index.hpp"
#include "app/open_index.hpp"
#include "base/time.hpp"
#include "domain/profile.hpp"
#include "media/basemap.hpp"
#include "media/store_path.hpp"
#include "vault/phone.hpp"
#include "vault/vault.hpp"

namespace camaug::app {

// The clock of a demo: the system's plus a shift that only `serve --demo` can move.
class ShiftedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return SystemClock().now() + Millis(shift_ms_.load());
  }
  void advance(Millis by) { shift_ms_ += by.count(); }
  [[nodiscard]] std::int64_t shift_ms() const { return shift_ms_.load(); }

 private:
  std::atomic<std::int64_t> shift_ms_{0};
};

struct Limits {
  std::int64_t text_characters = 4000;
  std::int64_t uploads = 10;
  std::int64_t photo_bytes = 40LL << 20;
  std::int64_t video_bytes = 100LL << 20;
  std::int64_t draft_bytes = 200LL << 20;
};

struct Services {
  std::shared_ptr<const domain::Province> province;
  vault::Vault vault;
  media::MediaRoot media;
  std::string signing_key;                  // of media links; derived from the master key
  std::string program = "/proc/self/exe";   // answers `media-worker`
  std::optional<media::Basemap> basemap{};  // that an operator laid beside the data
  std::string web_root{};                   // the built faces, or ""
  bool demo = false;
  ShiftedClock* demo_clock = nullptr;  // only under serve --demo
  Limits limits{};
  std::int64_t profile_version = 0;  // of `province`, as the database numbers it
  std::shared_ptr<MapIndex> map = std::make_shared<MapIndex>();
  std::shared_ptr<OpenIndex> open = std::make_shared<OpenIndex>();
  std::string public_address{};  // "https://phananh.example.vn", or "" for none
};

inline constexpr std::string_view k_portal = "portal";  // agency code of the portal
inline constexpr std::string_view k_privacy_version = "2026-11";

}  // namespace camaug::app
