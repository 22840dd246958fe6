// Reporting without JavaScript: one form, one post, then a page that the cookie opens.
#include <algorithm>

#include "app/detail.hpp"
#include "app/media.hpp"
#include "app/submit.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/workflow.hpp"
#include "http/case_parts.hpp"
#include "http/cookie.hpp"
#include "http/door.hpp"
#include "http/page.hpp"
#include "http/pages.hpp"
#include "http/problem.hpp"
#include "store/command.hpp"
#include "store/media.hpp"

namespace camaug::http {
namespace {

// What prepare leaves: the new report's id, its secret, which command it is, and the pictures that
// were taken in.
struct PreparedForm {
  std::string id;
  std::string secret;
  std::string actor;
  std::string hash;
  std::vector<store::Media> media;
};

// What tells a form that was sent twice from another one: everything in it, the files by digest.
std::string form_hash(const Request& request) {
  std::string what = "POST /gui\n";
  for (const auto& field : request.form) {
    json::write_string(what, field.name);
    json::write_string(what, field.value);
  }
  for (const auto& file : request.files) what += file.field + file.sha256_hex;
  return sha256_hex(what);
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
  return "<label for=\"commune\">" + escape_html(text(lang, "page.form.commune")) +
         "</label><select id=\"commune\" name=\"commune\">\n" + option("", "") +
         commune_options(services, lang, now) + "</select>\n";
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

std::string hidden(std::string_view name, const std::string& value) {
  return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + value + "\">\n";
}

std::string box(Lang lang, std::string_view name, std::string_view key) {
  return "<label class=\"choice\"><input type=\"checkbox\" name=\"" + std::string(name) +
         "\" value=\"1\"> " + escape_html(text(lang, key)) + "</label>\n";
}

Result<app::NewReport> read_form(const app::Services& services, const Request& request,
                                 const PreparedForm& prepared) {
  boost::json::object body{{"id", prepared.id}, {"tile", std::string(request.field("tile"))}};
  for (const char* name : {"text", "commune", "place_text", "name", "phone", "joins"}) {
    if (const auto value = request.field(name); !value.empty()) body[name] = std::string(value);
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

// The page that the report's secret opens.
Response to_follow_page(const Request& request, const std::string& id, const std::string& secret) {
  Response response = redirect("/gui/" + id);
  response.set_cookies.push_back(
      make_cookie(k_follow_cookie, secret, {request.secure, std::chrono::days(180), "/gui/" + id}));
  return response;
}

// The pictures of a form that made no report go again: soon, for a store may take its time.
void forget(const app::Services& services, const PreparedForm& prepared) {
  for (const auto& media : prepared.media) services.media.note_gone(media.id);
}

Result<std::string> make_report(const app::Services& services, store::Tx& tx,
                                const Request& request, const PreparedForm& prepared) {
  if (request.field("urgent").empty()) {
    if (auto ok = limit_ok(request, LimitKind::form_of_ip, request.ip); !ok) {
      return Failure(ok.error());
    }
  }
  const auto wanted = read_form(services, request, prepared);
  if (!wanted) return Failure(wanted.error());
  for (const auto& media : prepared.media) store::insert_media(tx, media);
  const auto receipt =
      app::submit(services, tx, *wanted, prepared.secret, request.now, request.lang);
  if (!receipt) return Failure(receipt.error());
  if (!request.command_id.empty()) {
    const store::Command command{request.command_id, prepared.actor, prepared.hash, 303,
                                 receipt->id,        request.now};
    if (auto stored = store::store_command(tx, command); !stored) return Failure(stored.error());
  }
  return receipt->id;
}

// The public report that "?cung=CODE" wants to join, while it is open.
std::optional<app::ReportDetail> wants_to_join(app::Services& services, store::Reader& reader,
                                               const Request& request) {
  const auto code = request.query_value("cung");
  if (code.empty()) return {};
  auto report = app::public_detail(services, reader, code, request.now, request.lang);
  const auto state = report ? domain::parse_state(report->state) : std::nullopt;
  if (!state || !domain::is_open(*state) || !report->tile) return {};
  return std::move(*report);
}

std::string where_and_what(const app::Services& services, Lang lang, Instant now,
                           const std::optional<app::ReportDetail>& joins) {
  if (joins) {
    return element("p", "words", text(lang, "page.form.joins", {joins->code})) +
           hidden("joins", joins->code) + hidden("tile", *joins->tile);
  }
  return tile_choice(services, lang) + commune_choice(services, lang, now) +
         input(lang, "place_text", "page.form.place", "maxlength=\"200\"");
}

}  // namespace

Response form_page(app::Services& services, store::Reader& reader, const Request& request) {
  const Lang lang = request.lang;
  Page page;
  page.lang = lang;
  page.title = text(lang, "page.form.title");
  page.description = text(lang, "page.form.description");
  page.body = element("h1", "", page.title);
  page.body +=
      "<form class=\"report\" method=\"post\" action=\"/gui\" enctype=\"multipart/form-data\">\n";
  page.body += hidden("command_id", make_uuid7(request.now)) + hidden("secret", random_token(16));
  page.body +=
      input(lang, "photo", "page.form.photo", "type=\"file\" accept=\"image/*,video/*\" multiple");
  page.body +=
      where_and_what(services, lang, request.now, wants_to_join(services, reader, request));
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

Result<void> prepare_form(app::Services& services, store::Reader& reader, Request& request) {
  PreparedForm prepared;
  prepared.id = make_uuid7(request.now);
  prepared.secret = request.field("secret");
  if (prepared.secret.empty()) prepared.secret = random_token(16);
  const auto digest = app::secret_digest(prepared.secret);
  if (!digest) return Failure(digest.error());
  prepared.actor = "secret:" + *digest;
  prepared.hash = form_hash(request);
  if (!request.command_id.empty()) {
    const auto id = parse_uuid(request.command_id);
    if (!id || !is_uuid7(*id)) return fail_field("command_id", "error.field.not_uuid7");
    request.command_id = *id;
  }
  const bool known = store::find_command(reader, request.command_id).has_value();
  const auto limit = services.limits.uploads;
  if (std::ranges::count(request.files, "photo", &UploadedFile::field) > limit) {
    return fail_field("photo", "error.field.too_many", {std::to_string(limit)});
  }
  for (const auto& file : request.files) {
    if (known || file.field != "photo") continue;
    auto media = app::take_in(services, file.path, make_uuid7(request.now), *digest, file.bytes,
                              file.sha256_hex, request.now);
    if (!media) {
      forget(services, prepared);
      return Failure(media.error());
    }
    prepared.media.push_back(std::move(*media));
  }
  request.prepared = std::move(prepared);
  return {};
}

Response submit_form(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& prepared = std::any_cast<const PreparedForm&>(request.prepared);
  const auto known = store::repeated_command(tx, request.command_id, prepared.actor, prepared.hash);
  if (!known || *known) {
    forget(services, prepared);
    if (!known) return problem(request, known.error());
    return to_follow_page(request, (*known)->answer, prepared.secret);
  }
  const auto made = make_report(services, tx, request, prepared);
  if (made) return to_follow_page(request, *made, prepared.secret);
  forget(services, prepared);
  return problem(request, made.error());
}

}  // namespace camaug::http
