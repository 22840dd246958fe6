#include "http/page.hpp"

#include "base/text.hpp"
#include "domain/deadline_text.hpp"

namespace camaug::http {

std::string element(std::string_view tag, std::string_view css_class, std::string_view text) {
  std::string out = "<";
  out += tag;
  if (!css_class.empty()) {
    out += " class=\"";
    out += css_class;
    out += '"';
  }
  out += '>';
  out += escape_html(text);
  out += "</";
  out += tag;
  out += ">\n";
  return out;
}

std::string link(std::string_view href, std::string_view text) {
  return "<a href=\"" + escape_html(href) + "\">" + escape_html(text) + "</a>";
}

std::string grouped(std::int64_t number, Lang lang) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) {
    at -= 3;
    out.insert(at, 1, lang == Lang::vi ? '.' : ',');
  }
  return out;
}

std::string option(std::string_view value, std::string_view words, bool chosen) {
  return "<option value=\"" + escape_html(value) + (chosen ? "\" selected>" : "\">") +
         escape_html(words) + "</option>\n";
}

std::string moment(Lang lang, Instant at, bool day_only) {
  if (!day_only) return domain::moment_text(lang, at);
  const auto day = local_date(at);
  return std::to_string(static_cast<unsigned>(day.day())) + "/" +
         std::to_string(static_cast<unsigned>(day.month())) + "/" +
         std::to_string(static_cast<int>(day.year()));
}

std::string day_text(std::string_view iso_day) {
  if (iso_day.size() != 10) return std::string(iso_day);
  std::string out(iso_day.substr(8));
  out += '/';
  out += iso_day.substr(5, 2);
  out += '/';
  return out + std::string(iso_day.substr(0, 4));
}

std::string state_tag(Lang lang, const std::string& state) {
  std::string_view look = "work";
  std::string_view sign = "●";
  if (state == "resolved") {
    look = "done";
    sign = "✓";
  } else if (state == "refused" || state == "handed_over" || state == "merged") {
    look = "else";
    sign = "→";
  }
  std::string out = "<span class=\"tag tag-";
  out += look;
  out += "\"><span aria-hidden=\"true\">";
  out += sign;
  out += "</span> ";
  out += escape_html(text(lang, "page.state." + state));
  return out + "</span>\n";
}

std::string render(const Page& page) {
  const auto say = [&](std::string_view key) { return escape_html(text(page.lang, key)); };
  std::string out = "<!doctype html>\n<html lang=\"";
  out += to_text(page.lang);
  out +=
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  out += escape_html(page.title) + " – CaMau-G</title>\n";
  out += "<meta name=\"description\" content=\"" + escape_html(page.description) + "\">\n";
  out += "<meta property=\"og:title\" content=\"" + escape_html(page.title) + "\">\n";
  out += "<meta property=\"og:description\" content=\"" + escape_html(page.description) + "\">\n";
  out += "<meta property=\"og:type\" content=\"article\">\n";
  if (page.image) {
    out += "<meta property=\"og:image\" content=\"" + escape_html(*page.image) + "\">\n";
  }
  if (!page.address.empty()) {
    out += "<meta property=\"og:url\" content=\"" + escape_html(page.address) + "\">\n";
  }
  out += "<meta property=\"og:site_name\" content=\"CaMau-G\">\n";
  if (!page.feed.empty()) {
    out += "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"" +
           escape_html(page.feed) + "\">\n";
  }
  out +=
      "<link rel=\"stylesheet\" href=\"/server.css\">\n"
      "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#noi-dung\">" +
      say("page.skip") + "</a>\n<header class=\"top\"><a class=\"brand\" href=\"/\">CaMau-G</a>";
  out += "<nav aria-label=\"" + say("page.nav") + "\"><a href=\"/phan-anh\">" + say("page.feed") +
         "</a> <a href=\"/gui\">" + say("page.report") + "</a></nav></header>\n";
  out += "<main id=\"noi-dung\">\n" + page.body + "</main>\n<footer>";
  out += say("page.footer") + "</footer>\n</body>\n</html>\n";
  return out;
}

}  // namespace camaug::http
