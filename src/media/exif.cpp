#include "media/exif.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace camaug::media {
namespace {

constexpr double k_per_degree = 1e7;

std::optional<double> read_number(std::string_view& text) {
  double value = 0;
  const auto [end, fault] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (fault != std::errc{} || !std::isfinite(value)) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// "3684/100" or "36"; consumes the blank behind it.
std::optional<double> read_rational(std::string_view& text) {
  auto value = read_number(text);
  if (!value) return {};
  if (text.starts_with('/')) {
    text.remove_prefix(1);
    const auto divisor = read_number(text);
    if (!divisor || *divisor <= 0) return {};
    *value /= *divisor;
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  return value;
}

std::optional<std::int64_t> to_unit7(double degrees, double limit) {
  if (!(std::abs(degrees) <= limit)) return {};
  return std::llround(degrees * k_per_degree);
}

bool digits_at(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

std::optional<Instant> believable(std::optional<Instant> at) {
  constexpr Instant k_first = instant_of(std::chrono::year(2000) / 1 / 1);
  if (!at || *at < k_first) return {};
  return at;
}

bool is_offset(std::string_view text) {
  return text.size() == 6 && (digits_at(text, "+00:00") || digits_at(text, "-00:00"));
}

}  // namespace

std::optional<std::int64_t> parse_exif_degrees(std::string_view value, char reference) {
  const bool north_south = reference == 'N' || reference == 'S';
  if (!north_south && reference != 'E' && reference != 'W') return {};
  double degrees = 0;
  for (const double unit : {1.0, 60.0, 3600.0}) {
    const auto part = read_rational(value);
    if (!part || *part < 0) return {};
    degrees += *part / unit;
  }
  if (reference == 'S' || reference == 'W') degrees = -degrees;
  return to_unit7(degrees, north_south ? 90 : 180);
}

std::optional<Instant> parse_exif_time(std::string_view value, std::string_view offset) {
  if (!digits_at(value, "0000:00:00 00:00:00")) return {};
  std::string text(value.substr(0, 19));
  text[4] = text[7] = '-';
  text[10] = 'T';
  text += is_offset(offset.substr(0, 6)) ? offset.substr(0, 6) : "+07:00";
  return believable(parse_rfc3339(text));
}

std::optional<Instant> parse_video_time(std::string_view value) {
  if (!digits_at(value, "0000-00-00T00:00:00")) return {};
  std::string text(value.substr(0, 19));
  std::string_view rest = value.substr(19);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') rest.remove_prefix(1);
  }
  if (rest.size() == 5 && (digits_at(rest, "+0000") || digits_at(rest, "-0000"))) {
    text += rest.substr(0, 3);
    text += ':';
    text += rest.substr(3);
  } else {
    text += rest;
  }
  return believable(parse_rfc3339(text));
}

std::optional<Position> parse_iso6709(std::string_view value) {
  const auto read_signed = [&](double limit) -> std::optional<std::int64_t> {
    if (value.empty() || (value.front() != '+' && value.front() != '-')) return {};
    const double sign = value.front() == '-' ? -1 : 1;
    value.remove_prefix(1);
    if (value.starts_with('-')) return {};
    const auto number = read_number(value);
    if (!number) return {};
    return to_unit7(sign * *number, limit);
  };
  const auto lat7 = read_signed(90);
  const auto lon7 = read_signed(180);
  return make_position(lat7, lon7);
}

std::optional<Position> make_position(std::optional<std::int64_t> lat7,
                                      std::optional<std::int64_t> lon7) {
  if (!lat7 || !lon7 || (*lat7 == 0 && *lon7 == 0)) return {};
  return Position{*lat7, *lon7};
}

}  // namespace camaug::media
