// Who may change something from where: same-origin checks of mutating requests and the token of
// HTML forms. Decides only; the server asks before any handler runs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/route.hpp"

namespace camaug::http {

// A mutating request passes when
//  1. Origin is present and is one of `origins` or equals the scheme and Host asked for; or
//  2. Origin is absent and Sec-Fetch-Site is same-origin; or
//  3. both are absent (no browser sends a cross-site change without either) and the client states
//     X-Requested-By, a header that no foreign page can send without a preflight that we refuse.
// "Origin: null" never passes.
[[nodiscard]] Result<void> check_origin(const Request& request, std::string_view host,
                                        std::span<const std::string> origins);

// The token of HTML forms: the form field `csrf` is HMAC(key, cookie). A page with a form calls
// form_token and puts the result into a hidden field; the response gets the cookie when the visitor
// has none. A page with a token must not be CachePolicy::public_shared.
[[nodiscard]] std::string form_token(const Request& request, Response& response);
[[nodiscard]] Result<void> check_form_token(const Request& request);

}  // namespace camaug::http
