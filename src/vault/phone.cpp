#include "vault/phone.hpp"

namespace camaug::vault {
namespace {

constexpr std::string_view k_country = "+84";

// The number behind the country code: mobile 9 digits (3, 5, 7, 8, 9 first), landline 10 (2 first).
bool is_vietnamese(std::string_view national) {
  if (national.empty()) return false;
  if (national.front() == '2') return national.size() == 10;
  return national.size() == 9 &&
         std::string_view("35789").find(national.front()) != std::string::npos;
}

// Digits with a leading + when one was written; nullopt when there is anything but separators.
std::optional<std::string> bare_digits(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    if (text.starts_with("\xc2\xa0")) {  // no-break space, from pasted contacts
      text.remove_prefix(2);
      continue;
    }
    if ((c >= '0' && c <= '9') || (c == '+' && out.empty())) {
      out += c;
    } else if (std::string_view(" .-()/\t").find(c) == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(1);
  }
  return out;
}

std::optional<std::string> vietnamese(std::string_view national) {
  // "+84 (0) 912 ..." is a common spelling.
  if (national.starts_with('0')) national.remove_prefix(1);
  if (!is_vietnamese(national)) return {};
  return std::string(k_country) + std::string(national);
}

}  // namespace

std::optional<std::string> normalize_phone(std::string_view text) {
  const auto digits = bare_digits(text);
  if (!digits) return {};
  std::string_view number = *digits;
  const bool international = number.starts_with('+') || number.starts_with("00");
  if (international) {
    number.remove_prefix(number.starts_with('+') ? 1 : 2);
    if (number.starts_with("84")) return vietnamese(number.substr(2));
    const bool e164 = number.size() >= 8 && number.size() <= 15 && number.front() != '0';
    if (!e164) return {};
    return '+' + std::string(number);
  }
  if (number.starts_with('0')) return vietnamese(number);
  if (number.starts_with("84") && number.size() >= 11) return vietnamese(number.substr(2));
  return {};
}

std::string mask_phone(std::string_view normalized) {
  if (normalized.size() < 9) return "xxx";
  const std::string tail(normalized.substr(normalized.size() - 3));
  if (!normalized.starts_with(k_country)) return "+xx xxx " + tail;
  return std::string("0") + normalized[3] + "xx xxx " + tail;
}

std::string national_phone(std::string_view normalized) {
  if (!normalized.starts_with(k_country)) return std::string(normalized);
  std::string out = "0" + std::string(normalized.substr(k_country.size()));
  for (const std::size_t from_end : {std::size_t{3}, std::size_t{7}})
    out.insert(out.size() - from_end, 1, ' ');
  return out;
}

}  // namespace camaug::vault
