#include "base/text.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace camaug {
namespace {

using Mapped = std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)>;

// utf8proc's mapping of `text`; empty pointer when it is not UTF-8.
std::pair<Mapped, std::size_t> map(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &out,
                                 static_cast<utf8proc_option_t>(options));
  Mapped mapped(size < 0 ? nullptr : out, &std::free);
  return {std::move(mapped), size < 0 ? 0 : static_cast<std::size_t>(size)};
}

bool is_forbidden_control(unsigned char c) {
  return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f;
}

// Whether all of `text` is made of letters and marks that are in normal form wherever they stand:
// ASCII, the Latin blocks with every composed Vietnamese letter, dashes and quotes. Nearly every
// text is; of any other one utf8proc decides.
bool is_plainly_normal(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    const auto tail = [&](std::size_t k) { return (byte(k) & 0xc0U) == 0x80U; };
    if (byte(0) < 0x80) {
      if (byte(0) == '\r') return false;
      i += 1;
    } else if (byte(0) >= 0xc2 && byte(0) <= 0xcb && tail(1)) {  // U+0080-U+02FF
      if (byte(0) == 0xc2 && byte(1) < 0xa0) return false;       // C1 controls
      i += 2;
    } else if ((byte(0) == 0xe1 && byte(1) >= 0xb8 && byte(1) <= 0xbb && tail(2)) ||
               (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0x90 && byte(2) <= 0xa7)) {
      i += 3;  // U+1E00-1EFF, U+2010-2027
    } else {
      return false;
    }
  }
  return true;
}

std::string unify_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }
  return out;
}

// The folded spelling of one decomposed code point: its letter, or a space for anything else.
void append_folded(std::string& out, utf8proc_int32_t code) {
  if (code == 0x111 || code == 0x110) {
    out += 'd';
    return;
  }
  const auto category = utf8proc_category(code);
  const bool word = category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LO ||
                    category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_LU;
  if (word) {
    utf8proc_uint8_t buffer[4];
    const auto size = utf8proc_encode_char(code, buffer);
    out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(size));
  } else if (!out.empty() && out.back() != ' ') {
    out += ' ';
  }
}

}  // namespace

std::optional<std::string> clean_text(std::string_view text) {
  for (const char c : text) {
    if (is_forbidden_control(static_cast<unsigned char>(c))) return {};
  }
  if (is_plainly_normal(text)) return std::string(text);
  const auto [mapped, size] = map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (!mapped) return {};
  std::string out = unify_line_ends({reinterpret_cast<const char*>(mapped.get()), size});
  // C1 controls (U+0080-U+009F) are two bytes: 0xC2 0x80..0x9F.
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    const auto next = static_cast<unsigned char>(out[i + 1]);
    if (static_cast<unsigned char>(out[i]) == 0xc2 && next >= 0x80 && next <= 0x9f) return {};
  }
  return out;
}

std::size_t length_in_characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

std::string_view truncate(std::string_view utf8, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if ((static_cast<unsigned char>(utf8[i]) & 0xc0) != 0x80 && count++ == characters) {
      return utf8.substr(0, i);
    }
  }
  return utf8;
}

std::string fold(std::string_view utf8) {
  const auto [mapped, size] =
      map(utf8, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
  std::string out;
  if (!mapped) return out;
  out.reserve(size);
  for (std::size_t at = 0; at < size;) {
    utf8proc_int32_t code = 0;
    const auto step =
        utf8proc_iterate(mapped.get() + at, static_cast<utf8proc_ssize_t>(size - at), &code);
    if (step <= 0) break;
    append_folded(out, code);
    at += static_cast<std::size_t>(step);
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view k_white = " \t\r\n";
  const auto first = text.find_first_not_of(k_white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_white) - first + 1);
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace camaug
