#include "http/report.hpp"

#include "app/act.hpp"
#include "app/detail.hpp"
#include "app/media.hpp"
#include "app/submit.hpp"
#include "base/id.hpp"
#include "http/command.hpp"
#include "http/cookie.hpp"
#include "http/door.hpp"
#include "http/problem.hpp"
#include "store/report.hpp"

namespace camaug::http {
namespace {

using domain::Action;

Response show(app::Services& services, store::Reader& reader, const Request& request) {
  const auto view =
      app::detail(services, reader, request.viewer, request.param("id"), request.now, request.lang);
  if (!view) return problem(request, view.error());
  Response response = json_response(*view);
  with_version(response, view->version);
  return response;
}

// After `reveal` the answer holds the contact in the clear, this once.
Response show_revealed(app::Services& services, store::Tx& tx, const Request& request) {
  auto view =
      app::detail(services, tx, request.viewer, request.param("id"), request.now, request.lang);
  if (!view) return problem(request, view.error());
  const auto contact = app::revealed_contact(services, tx, request.viewer, request.param("id"));
  if (!contact) return problem(request, contact.error());
  view->contact = *contact;
  return json_response(*view);
}

// After an action that takes the report out of the actor's sight there is nothing to show but until
// when he may take that back.
Response show_after(app::Services& services, store::Tx& tx, const Request& request) {
  Response response = show(services, tx, request);
  if (response.status != 404) return response;
  app::GoneView view;
  const auto left = app::load_left(services, tx, request.viewer, request.param("id"), request.now);
  if (left) {
    view.version = left->report.version;
    view.undo_until = domain::undo_until(left->situation(), request.viewer);
  }
  return json_response(view);
}

// A device's own limit; without its cookie yet, one of the address: carriers share addresses, so
// ten new devices an hour behind one would be too few.
Result<void> report_limit(const Request& request) {
  const auto device = request.cookie(k_device_cookie);
  if (device.empty()) return limit_ok(request, LimitKind::form_of_ip, request.ip);
  return limit_ok(request, LimitKind::report_of_device, device);
}

}  // namespace

Result<void> read_report(app::Services& services, Request& request) {
  const auto body = json_body(request);
  if (!body) return Failure(body.error());
  auto wanted = app::parse_new_report(*body, services.limits);
  if (!wanted) return Failure(wanted.error());
  const std::string secret(request.header("x-follow-secret"));
  auto submission = app::make_ready(services, std::move(*wanted), secret, request.now);
  if (!submission) return Failure(submission.error());
  request.makes = submission->body.id;
  request.prepared = std::move(*submission);
  return {};
}

Response submit_report(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& submission = std::any_cast<const app::Submission&>(request.prepared);
  const auto admit = [&]() -> Result<void> {
    return submission.body.urgent ? Result<void>() : report_limit(request);
  };
  const auto receipt = app::submit(services, tx, submission, request.lang, admit);
  if (!receipt) return problem(request, receipt.error());
  Response response = json_response(*receipt, 201);
  if (request.cookie(k_device_cookie).empty()) {
    response.set_cookies.push_back(make_cookie(k_device_cookie, random_token(16),
                                               {request.secure, std::chrono::days(365), "/"}));
  }
  return response;
}

Response get_report(app::Services& services, store::Reader& reader, const Request& request) {
  return show(services, reader, request);
}

Response lookup_reports(app::Services& services, store::Reader& reader, const Request& request) {
  const auto body = json_body(request);
  if (!body) return problem(request, body.error());
  json::ObjectReader top(*body);
  const auto* items = top.member("items");
  if (items == nullptr || !items->is_array() || items->get_array().size() > 50) {
    return problem(request, fail_field("items", "error.field.too_many", {"50"}).error());
  }
  std::string out = "{\"items\":[";
  bool first = true;
  for (const auto& item : items->get_array()) {
    json::ObjectReader one(item, "items");
    const std::string id = one.uuid7("id");
    const auto digest = app::secret_digest(one.text("secret", 22));
    if (one.done() || !digest || !store::secret_opens(reader, id, *digest)) continue;
    domain::Viewer viewer;
    viewer.role = domain::Role::reporter;
    viewer.report = id;
    viewer.session = *digest;
    const auto view = app::detail(services, reader, viewer, id, request.now, request.lang);
    if (!view) continue;
    if (!first) out += ',';
    first = false;
    json::write(out, *view);
  }
  return json_text(out + "]}");
}

Response act_on_report(app::Services& services, store::Tx& tx, const Request& request) {
  const auto action = domain::parse_action(request.param("action"));
  if (!action || request.viewer.role == domain::Role::anonymous) {
    const bool knows = action.has_value();
    return problem(request, fail(knows ? ErrorCode::unauthenticated : ErrorCode::not_found,
                                 knows ? "error.unauthenticated" : "error.not_found")
                                .error());
  }
  const auto run = [&]() -> Response {
    const auto body = json_body(request);
    if (!body) return problem(request, body.error());
    const auto* made = std::any_cast<std::vector<app::MadeRedaction>>(&request.prepared);
    const auto done = app::act(services, tx, request.viewer, request.param("id"), *action, *body,
                               request.if_match, request.now,
                               made == nullptr ? std::span<const app::MadeRedaction>() : *made);
    if (!done) return problem(request, done.error());
    return *action == Action::reveal ? show_revealed(services, tx, request)
                                     : show_after(services, tx, request);
  };
  const auto again = [&] {
    return *action == Action::reveal ? show_revealed(services, tx, request)
                                     : show_after(services, tx, request);
  };
  return once(tx, request, run, again);
}

Result<void> prepare_act(app::Services& services, store::Reader& reader, Request& request) {
  if (request.param("action") != word(Action::redact)) return {};
  if (request.viewer.role != domain::Role::coordinator) return {};
  const auto body = json_body(request);
  if (!body || !body->is_object()) return {};
  json::ObjectReader members(*body);
  const auto pictures = app::read_redactions(members);
  if (!members.ok()) return {};  // the handler names the fault
  std::vector<app::MadeRedaction> ready;
  for (const auto& picture : pictures) {
    const auto media = store::media_by_id(reader, picture.media);
    if (!media || media->report != request.param("id")) continue;
    const auto version = app::next_redaction(*media, request.now);
    if (auto made = app::make_redaction(services, *media, version, picture.rectangles); !made) {
      return made;
    }
    ready.push_back({media->id, version, media->redacted});
  }
  request.prepared = std::move(ready);
  return {};
}

}  // namespace camaug::http
