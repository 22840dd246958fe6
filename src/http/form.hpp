// Percent encoding, query strings and urlencoded forms, the target of a request. Every function is
// total: malformed input gives nullopt, never a guess.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace camaug::http {

inline constexpr std::size_t k_form_fields_max = 256;

// %XX decoded ('+' to space when `plus`); nullopt on a broken escape or a NUL.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus = false);
// Everything but unreserved characters escaped: for building query strings and paths.
[[nodiscard]] std::string percent_encode(std::string_view text);
// a=1&b=2, at most k_form_fields_max pairs.
[[nodiscard]] std::optional<Fields> parse_urlencoded(std::string_view text);
// Fills path and query from a target in origin form ("/a/b?c=d"); false when it is malformed: no
// leading slash, a fragment, a broken escape, an escaped slash or a dot segment.
[[nodiscard]] bool parse_target(std::string_view target, Request& request);
// ?lang=, cookie lang, Accept-Language with weights, vi.
[[nodiscard]] Lang choose_lang(std::string_view query_lang, std::string_view cookie_lang,
                               std::string_view accept_language);
// `"7"`, `7` or `W/"7"`; nullopt for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_version(std::string_view if_match);

}  // namespace camaug::http
