// See guard.hpp.
#include "http/guard.hpp"

#include "base/id.hpp"
#include "http/cookie.hpp"
#include "http/door.hpp"

namespace camaug::http {

Result<void> check_origin(const Request& request, std::string_view host,
                          std::span<const std::string> origins) {
  const auto refused = [] { return fail(ErrorCode::forbidden, "error.origin"); };
  if (has(request.headers, "origin")) {
    const auto origin = request.header("origin");
    for (const auto& allowed : origins) {
      if (origin == allowed) return {};
    }
    const std::string own = (request.secure ? "https://" : "http://") + std::string(host);
    if (!host.empty() && origin == own) return {};
    return refused();
  }
  if (has(request.headers, "sec-fetch-site")) {
    if (request.header("sec-fetch-site") == "same-origin") return {};
    return refused();
  }
  if (has(request.headers, "x-requested-by")) return {};
  return refused();
}

std::string form_token(const Request& request, Response& response) {
  std::string cookie(request.cookie(k_csrf_cookie));
  if (cookie.size() != 22 || !from_base64url(cookie)) {
    cookie = random_token(16);
    response.set_cookies.push_back(
        make_cookie(k_csrf_cookie, cookie, {request.cookie_secure, std::nullopt, "/"}));
  }
  return hmac_sha256_hex(request.door->csrf_key, cookie);
}

Result<void> check_form_token(const Request& request) {
  const auto cookie = request.cookie(k_csrf_cookie);
  const auto field = request.field("csrf");
  if (cookie.size() == 22 && equal_secret(hmac_sha256_hex(request.door->csrf_key, cookie), field)) {
    return {};
  }
  return fail(ErrorCode::forbidden, "error.form_token");
}

}  // namespace camaug::http
