// Every text that a person sees, from texts/{vi,en,km}/*.json, embedded at build. A key that a
// language lacks falls back to Vietnamese, and a key that nobody knows is its own text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace camaug {

enum class Lang : std::uint8_t { vi, en, km };

struct TextEntry {
  std::string_view key;
  std::string_view text;
};

// "vi", "en", "km": also the value of <html lang> and of the lang cookie.
[[nodiscard]] std::string_view to_text(Lang lang);
// The inverse; anything else gives `otherwise`.
[[nodiscard]] Lang parse_lang(std::string_view text, Lang otherwise = Lang::vi);

[[nodiscard]] std::string_view text(Lang lang, std::string_view key);
// With {0}, {1}, ... filled from `args`; a place without an argument stays as it is.
[[nodiscard]] std::string text(Lang lang, std::string_view key, std::span<const std::string> args);
[[nodiscard]] std::string text(Lang lang, std::string_view key,
                               std::initializer_list<std::string_view> args);
// All entries of one language, sorted by key (for tests and for pages that hand them to scripts).
[[nodiscard]] std::span<const TextEntry> all_texts(Lang lang);

}  // namespace camaug
