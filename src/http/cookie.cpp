// See cookie.hpp.
#include "http/cookie.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace camaug::http {
namespace {

constexpr std::size_t k_cookies_max = 64;

bool token(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
  });
}

}  // namespace

Fields parse_cookies(std::string_view header) {
  Fields cookies;
  while (!header.empty() && cookies.size() < k_cookies_max) {
    const auto end = header.find(';');
    const auto pair = trim(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    auto value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    cookies.push_back({std::string(trim(pair.substr(0, equals))), std::string(value)});
  }
  return cookies;
}

std::string make_cookie(std::string_view name, std::string_view value,
                        const CookieOptions& options) {
  if (name.empty() || !token(name) || !token(value)) {
    throw std::logic_error("a cookie holds token characters only");
  }
  std::string out(name);
  out += '=';
  out += value;
  out += "; Path=";
  out += options.path;
  if (options.max_age) out += "; Max-Age=" + std::to_string(options.max_age->count());
  out += "; HttpOnly; SameSite=Lax";
  if (options.secure) out += "; Secure";
  return out;
}

std::string drop_cookie(std::string_view name, bool secure) {
  return make_cookie(name, "", {secure, std::chrono::seconds(0), "/"});
}

}  // namespace camaug::http
