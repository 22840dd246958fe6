// The one place where an Error becomes an answer: RFC 9457 problem+json, or a page for people, in
// the language of the request. Never shows Error::detail of anything but invalid input.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/error.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::http {

[[nodiscard]] int status_of(const Error& error);
// application/problem+json {type, title, status, detail, key, fields:[{field,key,text}], ...extra},
// or text/html when Request::wants_html(). Also sets Retry-After for too_many and unavailable.
[[nodiscard]] Response problem(const Request& request, const Error& error);
// The same with a status that no ErrorCode has (405, 408, 431, 500, ...); `key` is a text key.
[[nodiscard]] Response problem(const Request& request, int status, std::string_view key,
                               std::initializer_list<std::string_view> args = {});

}  // namespace camaug::http
