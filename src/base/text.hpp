// Vietnamese text: validation, Unicode normalisation and folding for search (utf8proc).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace camaug {

// NFC form; nullopt when `text` is not UTF-8 or holds control characters other than \n, \r, \t.
// CRLF and CR become LF.
[[nodiscard]] std::optional<std::string> clean_text(std::string_view text);
// Code points of valid UTF-8.
[[nodiscard]] std::size_t length_in_characters(std::string_view utf8);
// At most `characters` code points from the front, never splitting one.
[[nodiscard]] std::string_view truncate(std::string_view utf8, std::size_t characters);
// Search form: lower case, no diacritics, đ as d, single spaces, letters and digits only.
[[nodiscard]] std::string fold(std::string_view utf8);
// Without leading and trailing white space.
[[nodiscard]] std::string_view trim(std::string_view text);
// &, <, >, " and ' as entities.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace camaug
