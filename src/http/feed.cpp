// Published reports as a list to read and as an Atom feed (RFC 4287) to follow.
#include <algorithm>

#include "app/detail.hpp"
#include "base/text.hpp"
#include "http/case_parts.hpp"
#include "http/form.hpp"
#include "http/list_query.hpp"
#include "http/page.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

constexpr std::string_view k_feed_path = "/phan-anh";
constexpr std::string_view k_atom_path = "/phan-anh.atom";

// The same question at another address; without `cursor` its first page.
std::string same_question(const Request& request, std::string_view path, std::string_view cursor) {
  std::string out(path);
  char before = '?';
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += before;
    out += name;
    out += '=';
    out += percent_encode(value);
    before = '&';
  };
  for (const char* name : {"area", "field", "agency", "state", "q", "sort", "lang"}) {
    add(name, request.query_value(name));
  }
  add("cursor", cursor);
  return out;
}

// "1.000+": a search counts no further.
std::string found_count(const app::FoundView& found, Lang lang) {
  return grouped(found.count, lang) + (found.more ? "+" : "");
}

std::string choice(Lang lang, const char* name, std::string_view options) {
  std::string out = "<p><label for=\"";
  out += name;
  out +=
      "\">" + escape_html(text(lang, "page.filter." + std::string(name))) + "</label><select id=\"";
  out += name;
  out += "\" name=\"";
  out += name;
  out += "\">\n";
  out += options;
  return out + "</select></p>\n";
}

std::string area_options(const app::Services& services, const Request& request) {
  const auto chosen = request.query_value("area");
  return option("", text(request.lang, "page.filter.any"), chosen.empty()) +
         commune_options(services, request.lang, request.now, chosen);
}

std::string field_options(const app::Services& services, const Request& request) {
  const auto chosen = request.query_value("field");
  std::string out = option("", text(request.lang, "page.filter.any"), chosen.empty());
  for (const auto& field : services.province->taxonomy.fields()) {
    out += option(field.code, field.label.in(request.lang), field.code == chosen);
  }
  return out;
}

std::string state_options(const Request& request) {
  const auto chosen = request.query_value("state");
  std::string out = option("", text(request.lang, "page.filter.any"), chosen.empty());
  for (const std::string state : {"open", "closed"}) {
    out += option(state, text(request.lang, "page.filter.state." + state), state == chosen);
  }
  return out;
}

// One form without JavaScript: what to look for, and what to narrow it to.
std::string question_form(const app::Services& services, const Request& request) {
  const Lang lang = request.lang;
  std::string out = "<form method=\"get\" action=\"/phan-anh\">\n<div class=\"search\">";
  out += "<label for=\"q\">" + escape_html(text(lang, "page.search")) +
         "</label><input id=\"q\" name=\"q\" maxlength=\"100\" value=\"" +
         escape_html(request.query_value("q")) + "\"><button>" +
         escape_html(text(lang, "page.search_button")) + "</button></div>\n";
  const bool narrowed = !request.query_value("area").empty() ||
                        !request.query_value("field").empty() ||
                        !request.query_value("state").empty();
  out += narrowed ? "<details open>" : "<details>";
  out += "<summary>" + escape_html(text(lang, "page.filter.title")) + "</summary>\n" +
         "<div class=\"filters\">\n";
  out += choice(lang, "area", area_options(services, request));
  out += choice(lang, "field", field_options(services, request));
  out += choice(lang, "state", state_options(request));
  if (const auto agency = request.query_value("agency"); !agency.empty()) {
    out += "<input type=\"hidden\" name=\"agency\" value=\"" + escape_html(agency) + "\">\n";
  }
  out += "<p><button>" + escape_html(text(lang, "page.filter.show")) + "</button></p>\n";
  return out + "</div></details></form>\n";
}

std::string xml_element(std::string_view name, std::string_view content) {
  std::string out = "<";
  out += name;
  out += '>';
  out += escape_html(content);
  out += "</";
  out += name;
  return out + ">\n";
}

std::string xml_link(std::string_view rel, std::string_view type, std::string_view href) {
  std::string out = "<link rel=\"";
  out += rel;
  if (!type.empty()) {
    out += "\" type=\"";
    out += type;
  }
  return out + "\" href=\"" + escape_html(href) + "\"/>\n";
}

// A name that stays when addresses change (RFC 4151).
std::string tag_of(const app::Services& services, std::string_view what) {
  std::string_view host = services.public_address;
  if (const auto at = host.find("://"); at != std::string_view::npos) host.remove_prefix(at + 3);
  host = host.substr(0, host.find_first_of(":/"));
  return "tag:" + std::string(host.empty() ? "localhost" : host) + ",2026:" + std::string(what);
}

std::string entry(const app::Services& services, const app::PublicItemView& item, Lang lang) {
  const std::string title = kind_name(services, item.field, item.sub_field, lang) +
                            (item.area_name ? " · " + *item.area_name : std::string());
  std::string out = "<entry>\n";
  out += xml_element("id", tag_of(services, item.code));
  out += xml_element("title", title);
  out += xml_link("alternate", "text/html", services.public_address + "/pa/" + item.code);
  if (item.thumb) {
    out += xml_link("enclosure", "image/jpeg", services.public_address + *item.thumb);
  }
  out += xml_element("published", format_rfc3339(item.submitted_at));
  out += xml_element("updated", format_rfc3339(item.updated_at));
  out += "<category term=\"" + escape_html(item.field) + "\"/>\n";
  out += "<category term=\"" + escape_html(item.state) + "\" label=\"" +
         escape_html(text(lang, "page.state." + item.state)) + "\"/>\n";
  std::string words(text(lang, "page.state." + item.state));
  if (item.agency_name) words += " · " + *item.agency_name;
  if (!item.text.empty()) words += "\n" + item.text;
  out += xml_element("summary", words);
  return out + "</entry>\n";
}

}  // namespace

Response feed_page(app::Services& services, store::Reader& reader, const Request& request) {
  const auto filter = list_filter(services, request);
  if (!filter) return problem(request, filter.error());
  const Lang lang = request.lang;
  const auto list = app::public_items(services, reader, *filter, lang, request.now);
  Page page;
  page.lang = lang;
  page.title = text(lang, "page.feed_title");
  page.description = text(lang, "page.feed_description");
  page.address = services.public_address + std::string(k_feed_path);
  page.feed = same_question(request, k_atom_path, "");
  page.body = element("h1", "", page.title) + question_form(services, request);
  if (list.found) {
    page.body += element("p", "meta", text(lang, "page.found", {found_count(*list.found, lang)}));
  } else if (list.items.empty()) {
    page.body += element("p", "empty", text(lang, "page.feed_empty"));
  }
  page.body += "<ul class=\"cards\">\n";
  for (const auto& item : list.items) page.body += feed_item(services, item, lang);
  page.body += "</ul>\n";
  if (list.next) {
    page.body += "<p>" +
                 link(same_question(request, k_feed_path, *list.next),
                      text(lang, list.items.empty() ? "page.further" : "page.older")) +
                 "</p>\n";
  }
  if (services.province->info.public_agencies) {
    page.body += "<p>" + link("/co-quan", text(lang, "page.agency.all")) + "</p>\n";
  }
  page.body += "<p class=\"meta\">" + link(page.feed, text(lang, "page.atom")) + "</p>\n";
  return html(render(page));
}

Response feed_atom(app::Services& services, store::Reader& reader, const Request& request) {
  const auto filter = list_filter(services, request);
  if (!filter) return problem(request, filter.error());
  const Lang lang = request.lang;
  const auto list = app::public_items(services, reader, *filter, lang, request.now);
  Instant updated{};
  for (const auto& item : list.items) updated = std::max(updated, item.updated_at);
  const std::string self = same_question(request, k_atom_path, "");
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"";
  out += to_text(lang);
  out += "\">\n";
  out += xml_element("id", tag_of(services, self));
  out += xml_element("title", text(lang, "page.feed_title"));
  out += xml_element("subtitle", text(lang, "page.feed_description"));
  out += xml_element("updated", format_rfc3339(list.items.empty() ? request.now : updated));
  out +=
      "<author>" + xml_element("name", services.province->info.full_name.in(lang)) + "</author>\n";
  out += xml_link("self", "application/atom+xml", services.public_address + self);
  out += xml_link("alternate", "text/html",
                  services.public_address + same_question(request, k_feed_path, ""));
  for (const auto& item : list.items) out += entry(services, item, lang);
  Response response;
  response.content_type = "application/atom+xml; charset=utf-8";
  response.body = out + "</feed>\n";
  return response;
}

}  // namespace camaug::http
