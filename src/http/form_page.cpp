// Reporting without JavaScript: one form, one post, then a page that the cookie opens.
#include "app/detail.hpp"
#include "app/media.hpp"
#include "app/submit.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/door.hpp"
#include "http/page.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"
#include "store/media.hpp"

namespace camaug::http {
namespace {

// What prepare leaves: the new report's id and secret, and the pictures that were taken in.
struct PreparedForm {
  std::string id;
  std::string secret;
  std::vector<store::Media> media;
};

std::string option(std::string_view value, std::string_view words) {
  return "<option value=\"" + escape_html(value) + "\">" + escape_html(words) + "</option>\n";
}

std::string tile_choice(const app::Services& services, Lang lang) {
  std::string out =
      "<fieldset><legend>" + escape_html(text(lang, "page.form.kind")) + "</legend>\n";
  for (const auto& tile : services.province->taxonomy.tiles()) {
    out += "<label class=\"choice\"><input type=\"radio\" name=\"tile\" required value=\"" +
           escape_html(tile.code) + "\"> " + escape_html(tile.label.in(lang)) + "</label>\n";
  }
  return out + "</fieldset>\n";
}

std::string commune_choice(const app::Services& services, Lang lang, Instant now) {
  const auto& areas = services.province->areas;
  std::string out = "<label for=\"commune\">" + escape_html(text(lang, "page.form.commune")) +
                    "</label><select id=\"commune\" name=\"commune\">\n" + option("", "");
  for (const auto* area : areas.units(areas.edition_at(local_date(now)).code)) {
    out += option(area->id, lang == Lang::en ? area->full_name_en : area->full_name);
  }
  return out + "</select>\n";
}

std::string input(Lang lang, std::string_view name, std::string_view key, std::string_view more) {
  std::string out = "<label for=\"";
  out += name;
  out += "\">" + escape_html(text(lang, key)) + "</label><input id=\"";
  out += name;
  out += "\" name=\"";
  out += name;
  out += "\" ";
  out += more;
  return out + ">\n";
}

std::string box(Lang lang, std::string_view name, std::string_view key) {
  return "<label class=\"choice\"><input type=\"checkbox\" name=\"" + std::string(name) +
         "\" value=\"1\"> " + escape_html(text(lang, key)) + "</label>\n";
}

std::optional<std::string> field_of(const Request& request, std::string_view name) {
  const auto cleaned = clean_text(request.field(name));
  if (!cleaned) return {};
  const auto trimmed = trim(*cleaned);
  if (trimmed.empty()) return {};
  return std::string(trimmed);
}

Result<app::NewReport> read_form(const app::Services& services, const Request& request,
                                 const PreparedForm& prepared) {
  boost::json::object body{{"id", prepared.id}, {"tile", std::string(request.field("tile"))}};
  for (const char* name : {"text", "commune", "place_text", "name", "phone"}) {
    if (const auto value = field_of(request, name)) body[name] = *value;
  }
  for (const char* name : {"consent_call", "private", "urgent"}) {
    body[name] = !request.field(name).empty();
  }
  boost::json::array uploads;
  for (const auto& media : prepared.media) uploads.emplace_back(media.id);
  body["uploads"] = std::move(uploads);
  body["privacy_version"] = std::string(app::k_privacy_version);
  auto wanted = app::parse_new_report(body, services.limits);
  if (wanted) wanted->channel = "form";
  return wanted;
}

}  // namespace

Response form_page(app::Services& services, store::Reader&, const Request& request) {
  const Lang lang = request.lang;
  Page page;
  page.lang = lang;
  page.title = text(lang, "page.form.title");
  page.description = text(lang, "page.form.description");
  page.body = element("h1", "", page.title);
  page.body +=
      "<form class=\"report\" method=\"post\" action=\"/gui\" enctype=\"multipart/form-data\">\n";
  page.body +=
      input(lang, "photo", "page.form.photo", "type=\"file\" accept=\"image/*,video/*\" multiple");
  page.body += tile_choice(services, lang) + commune_choice(services, lang, request.now);
  page.body += input(lang, "place_text", "page.form.place", "maxlength=\"200\"");
  page.body += "<label for=\"text\">" + escape_html(text(lang, "page.form.text")) +
               "</label><textarea id=\"text\" name=\"text\" rows=\"5\" maxlength=\"4000\">"
               "</textarea>\n";
  page.body += input(lang, "phone", "page.form.phone", "type=\"tel\" autocomplete=\"tel\"");
  page.body += box(lang, "consent_call", "page.form.consent") +
               box(lang, "private", "page.form.private") + box(lang, "urgent", "page.form.urgent");
  page.body += "<button class=\"main\">" + escape_html(text(lang, "page.form.send")) +
               "</button>\n</form>\n";
  return html(render(page));
}

Result<void> prepare_form(app::Services& services, store::Reader&, Request& request) {
  PreparedForm prepared;
  prepared.id = make_uuid7(request.now);
  prepared.secret = random_token(16);
  const auto digest = app::secret_digest(prepared.secret).value();
  for (const auto& file : request.files) {
    if (file.field != "photo" || prepared.media.size() >= 10) continue;
    auto media = app::take_in(services, file.path, make_uuid7(request.now), digest, file.bytes,
                              file.sha256_hex, request.now);
    if (!media) return Failure(media.error());
    prepared.media.push_back(std::move(*media));
  }
  request.prepared = std::move(prepared);
  return {};
}

Response submit_form(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& prepared = std::any_cast<const PreparedForm&>(request.prepared);
  const bool urgent = !request.field("urgent").empty();
  if (!urgent) {
    if (auto ok = limit_ok(request, LimitKind::form_of_ip, request.ip); !ok) {
      return problem(request, ok.error());
    }
  }
  const auto wanted = read_form(services, request, prepared);
  if (!wanted) return problem(request, wanted.error());
  for (const auto& media : prepared.media) store::insert_media(tx, media);
  const auto receipt =
      app::submit(services, tx, *wanted, prepared.secret, request.now, request.lang);
  if (!receipt) return problem(request, receipt.error());
  Response response = redirect("/gui/" + prepared.id);
  response.set_cookies.push_back(
      make_cookie(k_follow_cookie, prepared.secret,
                  {request.secure, std::chrono::days(180), "/gui/" + prepared.id}));
  return response;
}

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
  page.body = element("h1", "", text(lang, "page.sent", {view->code}));
  page.body +=
      element("p", "state",
              text(lang, "state." + view->state + ".reporter", {view->lead_name.value_or("")}));
  if (view->due) page.body += element("p", "due", view->due->text);
  if (view->acknowledged_agency) {
    page.body +=
        element("p", "", text(lang, "citizen.detail.acknowledged", {*view->acknowledged_agency}));
  }
  if (view->contact_ask && !view->contact_ask->allowed) {
    const auto& ask = *view->contact_ask;
    page.body += element("p", "", text(lang, "citizen.contact.asks", {ask.by}) + " " + ask.reason);
    page.body += element("p", "", text(lang, "page.sent.contact"));
  }
  if (view->text) page.body += element("p", "words", *view->text);
  if (view->answer) page.body += element("p", "words", view->answer->text);
  page.body += "<ol class=\"timeline\">\n";
  for (const auto& item : view->timeline) {
    page.body += element("li", "", moment(lang, item.at, false) + " – " + item.text);
  }
  page.body += "</ol>\n";
  Response response = html(render(page));
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace camaug::http
