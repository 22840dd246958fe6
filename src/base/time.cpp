#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace camaug {
namespace {

namespace ch = std::chrono;

// Reads exactly `width` digits at `at`; -1 when there are not.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// ".123456" -> milliseconds, and how many characters were read.
std::pair<int, std::size_t> fraction_ms(std::string_view text) {
  if (text.empty() || text[0] != '.') return {0, 0};
  int ms = 0;
  std::size_t n = 1;
  for (; n < text.size() && text[n] >= '0' && text[n] <= '9'; ++n) {
    if (n <= 3) ms = ms * 10 + (text[n] - '0');
  }
  if (n == 1) return {-1, 0};
  for (std::size_t i = n; i < 4; ++i) ms *= 10;
  return {ms, n};
}

// "Z" or "+07:00" -> minutes east; nullopt when malformed.
std::optional<int> offset_minutes(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return {};
  const int hours = digits(text, 1, 2);
  const int minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::optional<LocalDate> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const int y = digits(text, 0, 4);
  const int m = digits(text, 5, 2);
  const int d = digits(text, 8, 2);
  if (y < 0 || m < 0 || d < 0) return {};
  const LocalDate day{ch::year(y), ch::month(static_cast<unsigned>(m)),
                      ch::day(static_cast<unsigned>(d))};
  if (!day.ok()) return {};
  return day;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return {};
  const auto day = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!day || day->year() < ch::year(1970) || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 59 || text[13] != ':' || text[16] != ':') {
    return {};
  }
  const auto [ms, used] = fraction_ms(text.substr(19));
  if (ms < 0) return {};
  const auto offset = offset_minutes(text.substr(19 + used));
  if (!offset) return {};
  const Millis since_midnight =
      ch::hours(hour) + ch::minutes(minute) + ch::seconds(second) + Millis(ms);
  return Instant(ch::sys_days(*day).time_since_epoch() + since_midnight - ch::minutes(*offset));
}

std::string format_rfc3339(Instant t) {
  const auto local = to_local(t);
  const auto day = ch::floor<ch::days>(local);
  const LocalDate ymd(day);
  const ch::hh_mm_ss hms(local - day);
  std::array<char, 48> out{};
  const auto ms = static_cast<int>(hms.subseconds().count());
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()), static_cast<int>(hms.hours().count()),
                static_cast<int>(hms.minutes().count()), static_cast<int>(hms.seconds().count()));
  std::string text(out.data());
  if (ms != 0) {
    std::snprintf(out.data(), out.size(), ".%03d", ms);
    text += out.data();
  }
  return text + "+07:00";
}

std::string format_date(LocalDate day) {
  std::array<char, 24> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return out.data();
}

Instant SystemClock::now() const {
  return ch::floor<Millis>(ch::system_clock::now());
}

}  // namespace camaug
