#include "http/pages.hpp"

#include "app/detail.hpp"
#include "app/due.hpp"
#include "base/text.hpp"
#include "domain/workflow.hpp"
#include "http/case_parts.hpp"
#include "http/page.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

std::string handled_by(const app::Services& services, const app::ReportDetail& d, Lang lang) {
  const std::string words = text(lang, "page.handled_by", {*d.lead_name});
  if (!services.province->info.public_agencies || !d.lead) return element("p", "", words);
  return "<p>" + link("/co-quan/" + *d.lead, words) + "</p>\n";
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
  page.address = services.public_address + "/pa/" + d.code;
  for (const auto& media : d.media) {
    if (media.thumb && !page.image) page.image = services.public_address + *media.thumb;
  }
  page.body = "<p class=\"meta\">" + link("/phan-anh", text(lang, "page.all")) + "</p>\n";
  page.body += element("h1", "", page.title) + state_tag(lang, d.state);
  page.body += element("p", "meta", d.code + " · " + moment(lang, d.submitted_at, d.day_only));
  page.body += case_pictures(d, lang);
  if (d.text) page.body += element("p", "words", *d.text);
  if (d.lead_name) page.body += handled_by(services, d, lang);
  if (d.joined > 0) {
    page.body += element("p", "", text(lang, "page.joined", {std::to_string(d.joined + 1)}));
  }
  const auto state = domain::parse_state(d.state);
  if (state && domain::is_open(*state) && d.tile) {
    page.body += "<p><a class=\"button\" href=\"/bao-tin?moi&amp;cung=" + d.code + "\">" +
                 escape_html(text(lang, "page.join")) + "</a></p>\n<p class=\"meta\">" +
                 link("/gui?cung=" + d.code, text(lang, "page.join_plain")) + "</p>\n";
  }
  for (const auto& entry : d.entries) page.body += element("p", "words", entry.text);
  page.body += case_answer(d, lang);
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
