#include "http/pages.hpp"

#include "app/detail.hpp"
#include "app/due.hpp"
#include "base/text.hpp"
#include "http/case_parts.hpp"
#include "http/list_query.hpp"
#include "http/page.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

std::string page_link(const Request& request, std::string_view cursor) {
  std::string out = "/phan-anh?";
  for (const char* name : {"area", "field", "agency", "state", "q", "sort", "lang"}) {
    const auto value = request.query_value(name);
    if (!value.empty()) out += std::string(name) + "=" + std::string(value) + "&";
  }
  return out + "cursor=" + std::string(cursor);
}

// "1.000+": a search counts no further.
std::string found_count(const app::FoundView& found, Lang lang) {
  std::string count = std::to_string(found.count);
  if (count.size() > 3) count.insert(count.size() - 3, lang == Lang::vi ? "." : ",");
  return found.more ? count + "+" : count;
}

std::string feed_item(const app::Services& services, const app::PublicItemView& item, Lang lang) {
  std::string out = "<li class=\"card\"><a href=\"/pa/" + escape_html(item.code) + "\">";
  if (item.thumb) out += "<img src=\"" + escape_html(*item.thumb) + "\" alt=\"\">";
  out += "<span class=\"what\"><strong>" +
         escape_html(kind_name(services, item.field, item.sub_field, lang)) + "</strong>\n";
  out += state_tag(lang, item.state);
  if (!item.text.empty()) out += element("span", "words", truncate(item.text, 140));
  std::string meta = item.area_name.value_or("");
  if (!meta.empty()) meta += " · ";
  meta += moment(lang, item.submitted_at, item.day_only);
  out += element("span", "meta", meta);
  return out + "</span></a></li>\n";
}

}  // namespace

Response report_page(app::Services& services, store::Reader& reader, const Request& request) {
  const Lang lang = request.lang;
  const auto view = app::public_detail(services, reader, request.param("code"), request.now, lang);
  if (!view) return problem(request, view.error());
  const app::ReportDetail& d = *view;
  Page page;
  page.lang = lang;
  page.title = kind_name(services, d.field, d.sub_field, lang);
  if (d.area_name) page.title += " · " + *d.area_name;
  page.description = truncate(d.text.value_or(page.title), 160);
  for (const auto& media : d.media) {
    if (media.thumb && !page.image) page.image = media.thumb;
  }
  page.body = "<p class=\"meta\">" + link("/phan-anh", text(lang, "page.all")) + "</p>\n";
  page.body += element("h1", "", page.title) + state_tag(lang, d.state);
  page.body += element("p", "meta", d.code + " · " + moment(lang, d.submitted_at, d.day_only));
  page.body += case_pictures(d, lang);
  if (d.text) page.body += element("p", "words", *d.text);
  if (d.lead_name) page.body += element("p", "", text(lang, "page.handled_by", {*d.lead_name}));
  for (const auto& entry : d.entries) page.body += element("p", "words", entry.text);
  page.body += case_answer(d, lang);
  return html(render(page));
}

Response feed_page(app::Services& services, store::Reader& reader, const Request& request) {
  const auto filter = list_filter(services, request);
  if (!filter) return problem(request, filter.error());
  const Lang lang = request.lang;
  const auto list = app::public_items(services, reader, *filter, lang, request.now);
  Page page;
  page.lang = lang;
  page.title = text(lang, "page.feed_title");
  page.description = text(lang, "page.feed_description");
  page.body = element("h1", "", page.title);
  page.body += "<form class=\"search\" method=\"get\" action=\"/phan-anh\"><label for=\"q\">" +
               escape_html(text(lang, "page.search")) +
               "</label><input id=\"q\" name=\"q\" maxlength=\"100\" value=\"" +
               escape_html(request.query_value("q")) + "\"><button>" +
               escape_html(text(lang, "page.search_button")) + "</button></form>\n";
  if (list.found) {
    page.body += element("p", "meta", text(lang, "page.found", {found_count(*list.found, lang)}));
  } else if (list.items.empty()) {
    page.body += element("p", "empty", text(lang, "page.feed_empty"));
  }
  page.body += "<ul class=\"cards\">\n";
  for (const auto& item : list.items) page.body += feed_item(services, item, lang);
  page.body += "</ul>\n";
  if (list.next) {
    page.body += "<p>" + link(page_link(request, *list.next), text(lang, "page.older")) + "</p>\n";
  }
  return html(render(page));
}

std::string error_page(const Request& request, int status, std::string_view title,
                       std::string_view detail) {
  Page page;
  page.lang = request.lang;
  page.title = title;
  page.description = detail;
  page.body = element("p", "meta", std::to_string(status)) + element("h1", "", title) +
              element("p", "", detail) + "<p>" + link("/", text(request.lang, "page.home")) +
              "</p>\n";
  return render(page);
}

}  // namespace camaug::http
