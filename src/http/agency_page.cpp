// What the public may know of each agency: how many reports it led, how it kept its deadlines, what
// is late now, how people rated it. The leaders' own figures, with their formulas beside them; a
// switch of the profile (`public_agencies`).
#include <algorithm>
#include <array>
#include <cmath>

#include "app/detail.hpp"
#include "app/due.hpp"
#include "app/figures.hpp"
#include "base/text.hpp"
#include "domain/deadline_text.hpp"
#include "http/case_parts.hpp"
#include "http/page.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

constexpr std::chrono::days k_period{90};
// Fewer are told as they are: a share of them says nothing.
constexpr std::int64_t k_share_min = 10;
constexpr int k_newest = 10;

// The portal's sight: every ordinary report counts, published or not.
app::FiguresView figures_of(const app::Services& services, store::Reader& reader,
                            const Request& request, const std::string& agency) {
  domain::Viewer portal;
  portal.role = domain::Role::coordinator;
  const LocalDate today = local_date(request.now);
  const std::string from =
      format_date(LocalDate(std::chrono::sys_days(today) - k_period + std::chrono::days(1)));
  const std::string to = format_date(today);
  const auto query =
      app::figures_query(services, {.from = from, .to = to, .agency = agency}, request.now);
  return app::figures(services, reader, portal, query.value(), request.now, request.lang);
}

std::string period_line(const app::FiguresView& view, Lang lang) {
  return element(
      "p", "meta",
      text(lang, "page.agency.period",
           {day_text(view.from), day_text(view.to), domain::moment_text(lang, view.at)}));
}

// "18 / 20 (90 %)"; without the share while they are few.
std::string kept(const app::ShareView& share, Lang lang) {
  if (share.n == 0) return std::string(text(lang, "page.agency.none"));
  std::string out = grouped(share.met, lang) + " / " + grouped(share.n, lang);
  if (share.n >= k_share_min) {
    out += " (" + std::to_string(share.met * 100 / share.n) + " %)";
  }
  return out;
}

std::string rated(const app::FigureRowView& row, Lang lang) {
  if (row.rating_n == 0) return std::string(text(lang, "page.agency.none"));
  const auto tenths = static_cast<std::int64_t>(std::lround(row.rating_average.value_or(0) * 10));
  const std::string average =
      std::to_string(tenths / 10) + (lang == Lang::vi ? "," : ".") + std::to_string(tenths % 10);
  return text(lang, "page.agency.rated", {average, grouped(row.rating_n, lang)});
}

std::string span(const app::OptInt& ms, Lang lang) {
  return ms ? domain::span_text(lang, Millis(*ms)) : std::string(text(lang, "page.agency.none"));
}

std::string figure(Lang lang, std::string_view name, std::string_view value) {
  return element("dt", "", text(lang, "page.agency." + std::string(name))) +
         element("dd", "", value);
}

std::string figure_list(const app::FigureRowView& row, Lang lang) {
  std::string out = "<dl class=\"figures\">\n";
  out += figure(lang, "received", grouped(row.parts.received, lang));
  out += figure(lang, "handled", grouped(row.parts.handled, lang));
  out += figure(lang, "open", grouped(row.parts.open, lang));
  out += figure(lang, "overdue", grouped(row.overdue, lang));
  out += figure(lang, "answer", kept(row.answer, lang));
  out += figure(lang, "median", span(row.spread.median_ms, lang));
  out += figure(lang, "rating", rated(row, lang));
  return out + "</dl>\n";
}

std::string formulas(const app::FiguresView& view, Lang lang) {
  std::string out =
      "<details><summary>" + escape_html(text(lang, "page.agency.how")) + "</summary>\n";
  for (const char* name : {"received", "handled", "overdue", "answer", "spread", "rating"}) {
    out += element("p", "", view.formulas.at(name));
  }
  return out + "</details>\n";
}

std::string newest_of(const app::Services& services, store::Reader& reader, const Request& request,
                      const std::string& agency) {
  const Lang lang = request.lang;
  store::ListFilter filter;
  filter.agency = agency;
  filter.limit = k_newest;
  filter.now = request.now;
  const auto list = app::public_items(services, reader, filter, lang, request.now);
  std::string out = element("h2", "", text(lang, "page.agency.newest"));
  if (list.items.empty()) return out + element("p", "empty", text(lang, "page.feed_empty"));
  out += "<ul class=\"cards\">\n";
  for (const auto& item : list.items) out += feed_item(services, item, lang);
  out += "</ul>\n<p>";
  return out + link("/phan-anh?agency=" + agency, text(lang, "page.agency.all_of")) + "</p>\n";
}

Response not_shown(const Request& request) {
  return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
}

}  // namespace

Response agency_page(app::Services& services, store::Reader& reader, const Request& request) {
  const Lang lang = request.lang;
  const std::string code(request.param("code"));
  const auto* agency = services.province->agencies.find(code);
  if (!services.province->info.public_agencies || agency == nullptr) return not_shown(request);
  const auto view = figures_of(services, reader, request, code);
  const auto found = std::ranges::find(view.by_agency, code, &app::FigureRowView::key);
  const app::FigureRowView row = found == view.by_agency.end() ? app::FigureRowView{} : *found;
  Page page;
  page.lang = lang;
  page.title = app::agency_name(services, code, lang);
  page.description = text(lang, "page.agency.description", {page.title});
  page.address = services.public_address + "/co-quan/" + code;
  page.feed = "/phan-anh.atom?agency=" + code;
  page.body = "<p class=\"meta\">" + link("/co-quan", text(lang, "page.agency.all")) + "</p>\n";
  page.body += element("h1", "", page.title) + period_line(view, lang);
  page.body += figure_list(row, lang) + formulas(view, lang);
  page.body += newest_of(services, reader, request, code);
  return html(render(page));
}

Response agencies_page(app::Services& services, store::Reader& reader, const Request& request) {
  if (!services.province->info.public_agencies) return not_shown(request);
  const Lang lang = request.lang;
  const auto view = figures_of(services, reader, request, "");
  Page page;
  page.lang = lang;
  page.title = text(lang, "page.agency.list_title");
  page.description = text(lang, "page.agency.list_description");
  page.address = services.public_address + "/co-quan";
  page.body = element("h1", "", page.title) + period_line(view, lang);
  page.body += "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"" +
               escape_html(page.title) + "\"><table>\n<thead><tr>";
  const auto head = [&](const char* name) {
    return escape_html(text(lang, "page.agency." + std::string(name)));
  };
  constexpr std::array k_columns = {"received", "answer", "overdue", "rating"};
  page.body += "<th scope=\"col\">" + head("name") + "</th>";
  for (const char* name : k_columns) page.body += "<th scope=\"col\">" + head(name) + "</th>";
  page.body += "</tr></thead>\n<tbody>\n";
  for (const auto& row : view.by_agency) {
    if (services.province->agencies.find(row.key) == nullptr) continue;
    page.body += "<tr><th scope=\"row\">" + link("/co-quan/" + row.key, row.name) + "</th>";
    const std::array<std::string, k_columns.size()> cells = {
        grouped(row.parts.received, lang), kept(row.answer, lang), grouped(row.overdue, lang),
        rated(row, lang)};
    // On a phone each row is a card whose cells say what they are.
    for (std::size_t i = 0; i < cells.size(); ++i) {
      page.body +=
          "<td data-label=\"" + head(k_columns.at(i)) + "\">" + escape_html(cells.at(i)) + "</td>";
    }
    page.body += "</tr>\n";
  }
  page.body += "</tbody></table></div>\n" + formulas(view, lang);
  return html(render(page));
}

}  // namespace camaug::http
