#include "http/case_parts.hpp"

#include "base/text.hpp"
#include "http/page.hpp"

namespace camaug::http {
namespace {

std::string picture(const app::MediaView& media, std::string_view caption, Lang lang) {
  if (!media.url) return {};
  std::string out = "<figure>";
  if (media.kind == "sound") {
    out += "<audio controls preload=\"none\" src=\"" + escape_html(*media.url) + "\"></audio>";
  } else if (media.kind == "video") {
    out += "<video controls preload=\"none\" src=\"" + escape_html(*media.url) + "\"";
    if (media.poster) out += " poster=\"" + escape_html(*media.poster) + "\"";
    out += "></video>";
  } else {
    out += "<img src=\"" + escape_html(*media.url) + "\" alt=\"" + escape_html(caption) +
           "\" data-gone=\"" + escape_html(text(lang, "page.photo_gone")) + "\">";
  }
  return out + "<figcaption>" + escape_html(caption) + "</figcaption></figure>\n";
}

}  // namespace

std::string kind_name(const app::Services& services, const std::string& field,
                      const app::OptText& sub_field, Lang lang) {
  const auto& taxonomy = services.province->taxonomy;
  if (const auto* sub = taxonomy.sub_field(field, sub_field.value_or(""))) {
    return sub->label.in(lang);
  }
  const auto* found = taxonomy.field(field);
  return found == nullptr ? field : found->label.in(lang);
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

std::string commune_options(const app::Services& services, Lang lang, Instant now,
                            std::string_view chosen) {
  const auto& areas = services.province->areas;
  std::string out;
  for (const auto* area : areas.units(areas.edition_at(local_date(now)).code)) {
    out += option(area->id, lang == Lang::en ? area->full_name_en : area->full_name,
                  area->id == chosen);
  }
  return out;
}

std::string case_pictures(const app::ReportDetail& d, Lang lang) {
  std::string out;
  for (const auto& media : d.media) {
    const bool after = media.phase == "after";
    out += picture(media, text(lang, after ? "page.after" : "page.before"), lang);
  }
  return out.empty() ? out : "<div class=\"pictures\">\n" + out + "</div>\n";
}

std::string case_answer(const app::ReportDetail& d, Lang lang) {
  if (!d.answer) return {};
  std::string out = "<section class=\"answer\">\n";
  out += element("h2", "", text(lang, d.answer->kind == "plan" ? "page.plan" : "page.answer"));
  if (d.answer->outcome) {
    out += element("p", "outcome", text(lang, "outcome." + *d.answer->outcome));
  }
  out += element("p", "words", d.answer->text);
  if (d.answer->promised_on) {
    out += element("p", "", text(lang, "page.promised", {day_text(*d.answer->promised_on)}));
  }
  out +=
      element("p", "meta", d.answer->agency_name + " · " + moment(lang, d.answer->at, d.day_only));
  return out + "</section>\n";
}

}  // namespace camaug::http
