// Bodies made smaller for slow lines (RFC 1952). Only for answers that hold nothing secret and
// nothing that a stranger may choose, since the length of a compressed body tells of what is in it
// (BREACH).
#pragma once

#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::http {

// Whether an Accept-Encoding header takes this coding ("br", "gzip").
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding);
// The answer with its body compressed where the client takes that and it is worth it.
[[nodiscard]] Response gzipped(const Request& request, Response response);

}  // namespace camaug::http
