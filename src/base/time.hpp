// Instants, local dates and the only place that reads the clock. Vietnam has been +07:00 without
// DST since 1975-06, so local time is a constant shift (docs/adr). Everything else receives `now`.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace camaug {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Millis>;  // UTC, millisecond resolution
using LocalDate = std::chrono::year_month_day;  // a civil day at +07:00
using LocalInstant = std::chrono::local_time<Millis>;

inline constexpr Millis k_utc_offset = std::chrono::hours(7);

// Epoch milliseconds, as stored in the database and sent in JSON.
[[nodiscard]] constexpr std::int64_t epoch_ms(Instant t) {
  return t.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant from_epoch_ms(std::int64_t ms) {
  return Instant(Millis(ms));
}

[[nodiscard]] constexpr LocalInstant to_local(Instant t) {
  return LocalInstant(t.time_since_epoch() + k_utc_offset);
}
[[nodiscard]] constexpr Instant to_instant(LocalInstant t) {
  return Instant(t.time_since_epoch() - k_utc_offset);
}
[[nodiscard]] constexpr LocalDate local_date(Instant t) {
  return LocalDate(std::chrono::floor<std::chrono::days>(to_local(t)));
}
// Milliseconds since local midnight.
[[nodiscard]] constexpr Millis time_of_day(Instant t) {
  const auto local = to_local(t);
  return local - std::chrono::floor<std::chrono::days>(local);
}
// The instant of `since_midnight` on a local day.
[[nodiscard]] constexpr Instant instant_of(LocalDate day, Millis since_midnight = Millis(0)) {
  return to_instant(LocalInstant(std::chrono::local_days(day).time_since_epoch()) + since_midnight);
}

// RFC 3339 with offset or Z; nullopt when malformed or outside years 1970-9999.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);
// "2026-11-21T21:44:00+07:00"; milliseconds are written only when not zero.
[[nodiscard]] std::string format_rfc3339(Instant t);
// "YYYY-MM-DD".
[[nodiscard]] std::optional<LocalDate> parse_date(std::string_view text);
[[nodiscard]] std::string format_date(LocalDate day);

// The clock of a process. The system clock is the only one in the product; the demo server may add
// a shift to it (serve --demo), the test program brings its own.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

// Time passed since it was made, untouched by clock changes; for budgets and measurements only.
class Stopwatch {
 public:
  [[nodiscard]] std::chrono::nanoseconds elapsed() const {
    return std::chrono::steady_clock::now() - start_;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace camaug
