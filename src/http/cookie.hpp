// Cookies: reading the Cookie header and making Set-Cookie values with the flags every cookie of
// ours has (HttpOnly, SameSite=Lax, Path=/, Secure except on plain loopback).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace camaug::http {

inline constexpr std::string_view k_session_cookie = "sid";    // staff
inline constexpr std::string_view k_follow_cookie = "follow";  // a reporter's follow secret
inline constexpr std::string_view k_device_cookie = "device";  // device token, for limits
inline constexpr std::string_view k_csrf_cookie = "csrf";      // see http/guard.hpp
inline constexpr std::string_view k_lang_cookie = "lang";

[[nodiscard]] Fields parse_cookies(std::string_view header);

struct CookieOptions {
  bool secure = true;                           // Request::cookie_secure
  std::optional<std::chrono::seconds> max_age;  // none: until the browser closes
  std::string_view path = "/";
};
// `value` must be of token characters (base64url, hex); throws std::logic_error otherwise.
[[nodiscard]] std::string make_cookie(std::string_view name, std::string_view value,
                                      const CookieOptions& options);
// The Set-Cookie that makes a browser forget `name`.
[[nodiscard]] std::string drop_cookie(std::string_view name, bool secure);

}  // namespace camaug::http
