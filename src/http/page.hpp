// The frame of a server-written page and its pieces. Everything that comes from people is escaped
// here and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/view.hpp"
#include "base/texts.hpp"

namespace camaug::http {

struct Page {
  Lang lang = Lang::vi;
  std::string title;
  std::string description;           // Open Graph and meta description
  std::optional<std::string> image;  // Open Graph image
  std::string address;               // Open Graph: where the page is; "" for none
  std::string feed;                  // path of the Atom feed with the same things; "" for none
  std::string body;                  // inside <main>
};
[[nodiscard]] std::string render(const Page& page);

// <tag class="name">escaped text</tag>
[[nodiscard]] std::string element(std::string_view tag, std::string_view css_class,
                                  std::string_view text);
[[nodiscard]] std::string link(std::string_view href, std::string_view text);
// "1.234" in Vietnamese, "1,234" in English.
[[nodiscard]] std::string grouped(std::int64_t number, Lang lang);
[[nodiscard]] std::string option(std::string_view value, std::string_view words,
                                 bool chosen = false);
// "16 giờ 30, thứ Bảy 21/11/2026"; only the day when `day_only`.
[[nodiscard]] std::string moment(Lang lang, Instant at, bool day_only);
// A day that is written YYYY-MM-DD, as 24/11/2026.
[[nodiscard]] std::string day_text(std::string_view iso_day);
// The coloured word of a state with its sign, for the public.
[[nodiscard]] std::string state_tag(Lang lang, const std::string& state);

}  // namespace camaug::http
