#include "http/account.hpp"

#include "app/account.hpp"
#include "base/text.hpp"
#include "http/command.hpp"
#include "http/cookie.hpp"
#include "http/door.hpp"
#include "http/problem.hpp"
#include "vault/password.hpp"

namespace camaug::http {
namespace {

struct AccountsView {
  std::vector<app::AccountView> items;
};
BOOST_DESCRIBE_STRUCT(AccountsView, (), (items))

// A password for a new hash: long enough, short enough for argon2id.
Result<std::string> new_password(json::ObjectReader& body, std::string_view member) {
  const auto* value = body.member(member);
  if (value == nullptr || !value->is_string()) {
    return fail_field(std::string(member), "error.field.missing");
  }
  std::string password(value->get_string());
  if (length_in_characters(password) < app::k_password_characters_min) {
    return fail_field(std::string(member), "error.password_short",
                      {std::to_string(app::k_password_characters_min)});
  }
  if (password.size() > vault::k_password_bytes_max) {
    return fail_field(std::string(member), "error.field.too_long",
                      {std::to_string(vault::k_password_bytes_max)});
  }
  return password;
}

std::string raw_text(json::ObjectReader& body, std::string_view member) {
  const auto* value = body.member(member);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string().subview(0, vault::k_password_bytes_max));
}

// What prepare leaves for the handler of an account change.
struct PreparedPassword {
  app::Checked checked;
  std::string hash;
};

}  // namespace

Result<void> prepare_sign_in(app::Services&, store::Reader& reader, Request& request) {
  const auto body = json_body(request);
  if (!body) return Failure(body.error());
  json::ObjectReader members(*body);
  const auto username = members.text("username", 60);
  const auto password = raw_text(members, "password");
  if (auto error = members.done()) return Failure(std::move(*error));
  if (auto ok = request.door->limiter->peek(LimitKind::login_of_account, username, request.now);
      !ok) {
    return ok;
  }
  request.prepared = app::check_password(reader, username, password, request.now);
  return {};
}

Response sign_in(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& checked = std::any_cast<const app::Checked&>(request.prepared);
  const auto in = app::sign_in(tx, checked, request.now);
  if (!in) {
    if (!checked.account) {
      const auto body = json_body(request);
      const std::string name(body->at("username").as_string());
      (void)limit_ok(request, LimitKind::login_of_account, name);
    }
    Response response = problem(request, in.error());
    response.keep_writes = true;
    return response;
  }
  Response response = json_response(app::account_view(services, in->account, request.lang));
  response.set_cookies.push_back(
      make_cookie(k_session_cookie, in->token,
                  {request.secure,
                   std::chrono::duration_cast<std::chrono::seconds>(app::k_session_longest), "/"}));
  return response;
}

Response who_am_i(app::Services& services, store::Tx& tx, const Request& request) {
  const auto account = store::account_by_id(tx, request.viewer.account);
  if (!account) {
    return problem(request, fail(ErrorCode::unauthenticated, "error.unauthenticated").error());
  }
  app::keep_session(tx, request.viewer.session, request.now);
  return json_response(app::account_view(services, *account, request.lang));
}

Response sign_out(app::Services&, store::Tx& tx, const Request& request) {
  app::sign_out(tx, request.viewer.session);
  Response response = no_content();
  response.set_cookies.push_back(drop_cookie(k_session_cookie, request.secure));
  response.ended_sessions.push_back(request.viewer.session);
  return response;
}

Result<void> prepare_password(app::Services&, store::Reader& reader, Request& request) {
  const auto body = json_body(request);
  if (!body) return Failure(body.error());
  json::ObjectReader members(*body);
  const auto old = raw_text(members, "old");
  auto fresh = new_password(members, "new");
  if (!fresh) return Failure(fresh.error());
  if (auto error = members.done()) return Failure(std::move(*error));
  const auto account = store::account_by_id(reader, request.viewer.account);
  if (!account) return fail(ErrorCode::unauthenticated, "error.unauthenticated");
  PreparedPassword prepared;
  prepared.checked = app::check_password(reader, account->username, old, request.now);
  if (!prepared.checked.right) return fail_field("old", "error.password_wrong");
  prepared.hash = vault::hash_password(*fresh);
  request.prepared = std::move(prepared);
  return {};
}

Response change_password(app::Services&, store::Tx& tx, const Request& request) {
  const auto& prepared = std::any_cast<const PreparedPassword&>(request.prepared);
  app::AccountChange change;
  change.password_hash = prepared.hash;
  Response response = no_content();
  const auto done = app::change_account(tx, request.viewer, request.viewer.account, change,
                                        request.now, response.ended_sessions);
  if (!done) return problem(request, done.error());
  response.set_cookies.push_back(drop_cookie(k_session_cookie, request.secure));
  return response;
}

Response list_accounts(app::Services& services, store::Reader& reader, const Request& request) {
  AccountsView view;
  for (const auto& account : store::accounts(reader)) {
    view.items.push_back(app::account_view(services, account, request.lang));
  }
  return json_response(view);
}

// Hashes a password that the body brings; the handlers read the rest.
Result<void> prepare_account(app::Services&, store::Reader&, Request& request) {
  const auto body = json_body(request);
  if (!body) return Failure(body.error());
  json::ObjectReader members(*body);
  PreparedPassword prepared;
  const bool creates = request.param("id").empty();
  const bool brings = body->is_object() && body->as_object().contains("password");
  if (creates || brings) {
    auto password = new_password(members, "password");
    if (!password) return Failure(password.error());
    prepared.hash = vault::hash_password(*password);
  }
  request.prepared = std::move(prepared);
  return {};
}

Response create_account(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& prepared = std::any_cast<const PreparedPassword&>(request.prepared);
  const auto body = json_body(request);
  json::ObjectReader members(*body);
  app::NewAccount wanted;
  wanted.username = members.text("username", 60);
  wanted.name = members.text("name", 100);
  const auto role = domain::parse_role(members.text("role", 30));
  wanted.agency = members.optional_text("agency", 60);
  wanted.area = members.optional_text("area", 40);
  (void)members.member("password");
  if (!role) members.fault("role", "error.role_unknown");
  if (auto error = members.done()) return problem(request, *error);
  wanted.role = *role;
  wanted.password_hash = prepared.hash;
  const auto run = [&]() -> Response {
    const auto account = app::create_account(services, tx, request.viewer, wanted, request.now);
    if (!account) return problem(request, account.error());
    return json_response(app::account_view(services, *account, request.lang), 201);
  };
  const auto again = [&]() -> Response {
    const auto account = store::account_by_username(tx, wanted.username);
    if (!account) return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
    return json_response(app::account_view(services, *account, request.lang), 201);
  };
  return once(tx, request, run, again);
}

Response change_account(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& prepared = std::any_cast<const PreparedPassword&>(request.prepared);
  const auto body = json_body(request);
  json::ObjectReader members(*body);
  app::AccountChange change;
  change.active = members.optional_boolean("active");
  change.name = members.optional_text("name", 100);
  (void)members.member("password");
  if (!prepared.hash.empty()) change.password_hash = prepared.hash;
  if (auto error = members.done()) return problem(request, *error);
  const auto show = [&](std::vector<std::string> ended) -> Response {
    const auto account = store::account_by_id(tx, request.param("id"));
    if (!account) return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
    Response response = json_response(app::account_view(services, *account, request.lang));
    response.ended_sessions = std::move(ended);
    return response;
  };
  const auto run = [&]() -> Response {
    std::vector<std::string> ended;
    const auto done =
        app::change_account(tx, request.viewer, request.param("id"), change, request.now, ended);
    if (!done) return problem(request, done.error());
    return show(std::move(ended));
  };
  return once(tx, request, run, [&] { return show({}); });
}

}  // namespace camaug::http
