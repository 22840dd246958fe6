#include "domain/report_code.hpp"

#include <algorithm>
#include <charconv>

namespace camaug::domain {
namespace {

constexpr std::size_t k_digits = 6;
constexpr std::size_t k_number_digits_max = 12;
constexpr int k_years = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_glue(char c) {
  return c == '-' || c == ' ' || c == '.' || c == '/';
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The groups of digits; nothing when there is anything else.
std::vector<std::string_view> groups(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    if (is_glue(text[at])) {
      at += 1;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) end += 1;
    if (end == at || end - at > k_number_digits_max) return {};
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  const bool has = text.size() >= prefix.size() &&
                   std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, upper);
  if (has) text.remove_prefix(prefix.size());
  return has;
}

}  // namespace

std::string report_code(std::string_view prefix, int year, std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < k_digits) digits.insert(0, k_digits - digits.size(), '0');
  return std::string(prefix) + "-" + std::to_string(year) + "-" + digits;
}

std::vector<std::string> codes_meant(std::string_view prefix, std::string_view typed, int year) {
  while (!typed.empty() && is_glue(typed.front())) typed.remove_prefix(1);
  const bool named = drop_prefix(typed, prefix);
  const auto parts = groups(typed);
  if (parts.empty() || parts.size() > 2) return {};
  std::string_view of_year;
  std::string_view number = parts.back();
  if (parts.size() == 2) {
    of_year = parts.front();
  } else if (number.size() == 4 + k_digits || number.size() == 2 + k_digits) {
    of_year = number.substr(0, number.size() - k_digits);
    number.remove_prefix(of_year.size());
  }
  if (of_year.size() == 2 || of_year.size() == 4) {
    const auto full = static_cast<int>(number_of(of_year)) + (of_year.size() == 2 ? 2000 : 0);
    return {report_code(prefix, full, number_of(number))};
  }
  // A short number alone is rather that of a house.
  if (!of_year.empty() || (!named && number.size() != k_digits)) return {};
  std::vector<std::string> out;
  for (int back = 0; back < k_years; ++back) {
    out.push_back(report_code(prefix, year - back, number_of(number)));
  }
  return out;
}

}  // namespace camaug::domain
