// The sender's own report without JavaScript: what happens with it, by when, and what can be done.
// Opened by the cookie of the form; no-store, and its address never leaves it.
#include <algorithm>
#include <array>

#include "app/detail.hpp"
#include "base/text.hpp"
#include "http/case_parts.hpp"
#include "http/cookie.hpp"
#include "http/page.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"

namespace camaug::http {
namespace {

std::string time_of(Lang lang, Instant at) {
  return "<time datetime=\"" + format_rfc3339(at) + "\">" + escape_html(moment(lang, at, false)) +
         "</time>";
}

std::string own_kind(const app::Services& services, const app::ReportDetail& d, Lang lang) {
  for (const auto& tile : services.province->taxonomy.tiles()) {
    if (d.tile && tile.code == *d.tile) return tile.label.in(lang);
  }
  return kind_name(services, d.field, d.sub_field, lang);
}

std::string state_line(const app::ReportDetail& d, Lang lang) {
  if (d.state == "resolved" && d.answer && d.answer->outcome) {
    return std::string(text(lang, "outcome." + *d.answer->outcome));
  }
  const std::string what =
      d.state == "repairing" ? day_text(d.promised_on.value_or("")) : d.lead_name.value_or("");
  return text(lang, "state." + d.state + ".reporter", {what});
}

// The code never breaks in the middle, so that it can be read aloud.
std::string heading(const app::ReportDetail& d, Lang lang) {
  const bool fresh = d.state == "submitted";
  std::string out = escape_html(text(lang, fresh ? "page.sent" : "page.follow", {d.code}));
  const auto at = out.find(d.code);
  if (at != std::string::npos) {
    out.replace(at, d.code.size(), "<span class=\"code\">" + d.code + "</span>");
  }
  return "<h1>" + out + "</h1>\n";
}

std::string due_line(const app::DueView& due, Lang lang, Instant now) {
  const std::string at = moment(lang, due.due_at, false);
  if (due.due_at < now) return text(lang, "citizen.due.missed", {at});
  return text(lang, "citizen.due." + due.clock, {text(lang, "shared.due.by", {at})});
}

std::string deadline(const app::ReportDetail& d, Lang lang, Instant now) {
  if (!d.due) return {};
  std::string out =
      d.due->due_at < now ? "<section class=\"due late\">" : "<section class=\"due\">";
  out += "\n" + element("p", "line", due_line(*d.due, lang, now));
  out += "<details>" + element("summary", "", text(lang, "citizen.due.why"));
  out += element("p", "", d.due->text);
  return out + "</details></section>\n";
}

std::string question(const app::ReportDetail& d, Lang lang) {
  if (!d.question) return {};
  return "<section class=\"asked\">\n" + element("h2", "", text(lang, "citizen.question.title")) +
         element("p", "words", *d.question) + "</section>\n";
}

std::string pending_pictures(const app::ReportDetail& d, Lang lang) {
  std::string out;
  for (const auto& media : d.media) {
    if (media.state == "ready") continue;
    const std::string waits(text(lang, "page.media_pending"));
    out += element("p", "meta", media.error.value_or(waits));
  }
  return out;
}

std::string timeline(const app::ReportDetail& d, Lang lang, Instant now) {
  std::string out = "<section class=\"box\">\n" +
                    element("h2", "", text(lang, "citizen.detail.timeline")) +
                    "<ol class=\"timeline\">\n";
  for (const auto& item : d.timeline) {
    out += "<li>" + escape_html(item.text) + " " + time_of(lang, item.at) + "</li>\n";
  }
  if (d.due) out += element("li", "next", due_line(*d.due, lang, now));
  return out + "</ol></section>\n";
}

std::string talk(const app::ReportDetail& d, Lang lang) {
  constexpr std::array<std::string_view, 8> k_kinds = {
      "refusal", "hand_over", "message",        "question",
      "reply",   "send_back", "reopen_request", "decline_reopen",
  };
  std::string out;
  for (const auto& entry : d.entries) {
    if (std::ranges::find(k_kinds, entry.kind) == k_kinds.end()) continue;
    const bool own = entry.by == "reporter";
    const std::string portal(text(lang, "citizen.talk.portal"));
    const std::string who(own ? std::string(text(lang, "citizen.talk.me"))
                              : entry.agency_name.value_or(portal));
    out += own ? "<li class=\"own\">" : "<li>";
    out += "<p class=\"meta\">" + escape_html(who) + " · " + time_of(lang, entry.at) + "</p>" +
           element("p", "words", entry.text) + "</li>\n";
  }
  if (out.empty()) return out;
  return "<section class=\"box\">\n" + element("h2", "", text(lang, "citizen.talk.title")) +
         "<ol class=\"talk\">\n" + out + "</ol></section>\n";
}

// Acting needs the citizen's face: its link carries the secret in the fragment, which no server
// and no log sees.
std::string actions(const app::ReportDetail& d, Lang lang, const Request& request) {
  constexpr std::array<std::string_view, 6> k_actions = {
      "reporter_replied", "rate", "ask_reopen", "message", "add_media", "withdraw",
  };
  std::string list;
  for (const auto action : k_actions) {
    if (std::ranges::find(d.open_actions, action) == d.open_actions.end()) continue;
    list += element("li", "", text(lang, "page.can." + std::string(action)));
  }
  std::string out = "<section class=\"box\">\n" + element("h2", "", text(lang, "page.can.title"));
  const std::string secret(request.cookie(k_follow_cookie));
  if (!list.empty()) {
    out += "<ul>\n" + list + "</ul>\n<p><a class=\"button\" href=\"/theo-doi/" +
           escape_html(request.param("id")) + "#s=" + escape_html(secret) + "\">" +
           escape_html(text(lang, "page.can.open")) + "</a></p>\n" +
           element("p", "meta", text(lang, "page.can.open_note"));
  }
  if (d.is_public) {
    out += "<p>" + link("/pa/" + d.code, text(lang, "citizen.detail.public")) + "</p>\n";
  }
  out += element("p", "meta", text(lang, "page.can.keep"));
  return out + "<p>" + link("/gui", text(lang, "page.can.another")) + "</p></section>\n";
}

std::string arrival(const app::ReportDetail& d, Lang lang) {
  if (!d.acknowledged_agency) return {};
  std::string who = text(lang, "citizen.detail.acknowledged", {*d.acknowledged_agency});
  if (d.arrives_at) {
    who += " " + text(lang, "citizen.detail.arrives", {moment(lang, *d.arrives_at, false)});
  }
  return element("p", "", who);
}

std::string contact_asked(const app::ReportDetail& d, Lang lang) {
  if (!d.contact_ask || d.contact_ask->allowed) return {};
  const auto& ask = *d.contact_ask;
  return element("p", "", text(lang, "citizen.contact.asks", {ask.by}) + " " + ask.reason) +
         element("p", "meta", text(lang, "page.sent.contact"));
}

std::string body_of(const app::Services& services, const Request& request,
                    const app::ReportDetail& d) {
  const Lang lang = request.lang;
  std::string where = own_kind(services, d, lang);
  for (const auto& part : {d.place_text, d.area_name}) {
    if (part) where += " · " + *part;
  }
  std::string out = heading(d, lang) + state_tag(lang, d.state);
  if (d.urgency != "none") {
    out += element("span", "tag tag-bad", text(lang, "citizen.urgency." + d.urgency));
  }
  out += element("p", "state", state_line(d, lang));
  out += arrival(d, lang) + contact_asked(d, lang) + question(d, lang) +
         deadline(d, lang, request.now) + case_answer(d, lang);
  out += "<section class=\"box\">\n" + element("h2", "", where);
  if (d.text) out += element("p", "words", *d.text);
  out += "<p class=\"meta\">" + time_of(lang, d.submitted_at) + "</p>\n";
  out += case_pictures(d, lang) + pending_pictures(d, lang) + "</section>\n";
  return out + timeline(d, lang, request.now) + talk(d, lang) + actions(d, lang, request);
}

}  // namespace

Response follow_page(app::Services& services, store::Reader& reader, const Request& request) {
  const Lang lang = request.lang;
  const auto view =
      app::detail(services, reader, request.viewer, request.param("id"), request.now, lang);
  if (!view || request.viewer.role != domain::Role::reporter) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  Page page;
  page.lang = lang;
  page.title = view->code;
  page.description = text(lang, "page.form.description");
  page.body = body_of(services, request, *view);
  Response response = html(render(page));
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace camaug::http
