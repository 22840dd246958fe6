// See problem.hpp.
#include "http/problem.hpp"

#include "base/text.hpp"
#include "base/texts.hpp"
#include "http/door.hpp"

namespace camaug::http {
namespace {

// Seconds from extra_json {"retry_after":N}; `otherwise` when it is not there.
std::string retry_after(const Error& error, std::string_view otherwise) {
  static constexpr std::string_view k_name = "\"retry_after\":";
  const auto at = error.extra_json.find(k_name);
  if (at == std::string::npos) return std::string(otherwise);
  const auto from = at + k_name.size();
  return error.extra_json.substr(from,
                                 error.extra_json.find_first_not_of("0123456789", from) - from);
}

std::string_view title_key(int status) {
  switch (status) {
    case 401:
      return "error.title.unauthenticated";
    case 403:
      return "error.title.forbidden";
    case 404:
      return "error.title.not_found";
    case 409:
    case 412:
      return "error.title.conflict";
    case 413:
      return "error.title.too_large";
    case 422:
      return "error.title.invalid";
    case 429:
      return "error.title.too_many";
    case 503:
      return "error.title.unavailable";
    default:
      return status >= 500 ? "error.title.internal" : "error.title.bad_request";
  }
}

std::string page(const Request& request, int status, std::string_view title,
                 std::string_view detail) {
  if (request.door != nullptr && request.door->error_page != nullptr) {
    return request.door->error_page(request, status, title, detail);
  }
  std::string out = "<!doctype html><html lang=\"";
  out += to_text(request.lang);
  out +=
      "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>";
  out += escape_html(title);
  out += "</title><main><h1>";
  out += escape_html(title);
  out += "</h1><p>";
  out += escape_html(detail);
  out += "</p><p><a href=\"/\">";
  out += escape_html(text(request.lang, "error.go_home"));
  out += "</a></p></main></html>";
  return out;
}

Response render(const Request& request, int status, std::string_view key, const std::string& detail,
                const Error& error) {
  const auto title = text(request.lang, title_key(status));
  if (request.wants_html()) return html(page(request, status, title, detail), status);
  std::string body = "{\"type\":\"about:blank\",\"title\":";
  json::write_string(body, title);
  body += ",\"status\":" + std::to_string(status) + ",\"detail\":";
  json::write_string(body, detail);
  body += ",\"key\":";
  json::write_string(body, key);
  body += ",\"fields\":[";
  for (std::size_t i = 0; i < error.fields.size(); ++i) {
    const auto& field = error.fields[i];
    body += i == 0 ? "{\"field\":" : ",{\"field\":";
    json::write_string(body, field.field);
    body += ",\"key\":";
    json::write_string(body, field.key);
    body += ",\"text\":";
    json::write_string(body, text(request.lang, field.key, field.args));
    body += '}';
  }
  body += ']';
  if (error.extra_json.size() > 2) {
    body += ',';
    body.append(error.extra_json, 1, error.extra_json.size() - 1);
  } else {
    body += '}';
  }
  Response response = json_text(std::move(body), status);
  response.content_type = "application/problem+json; charset=utf-8";
  return response;
}

}  // namespace

int status_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid:
      return error.fields.empty() ? 400 : 422;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::precondition:
      return 412;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::unsupported:
      return 415;
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::unavailable:
      return 503;
  }
  return 500;
}

Response problem(const Request& request, const Error& error) {
  const int status = status_of(error);
  std::string detail;
  if (error.code == ErrorCode::too_many) {
    const auto seconds = retry_after(error, "60");
    detail = text(request.lang, error.key, {seconds});
  } else {
    detail = text(request.lang, error.key);
  }
  Response response = render(request, status, error.key, detail, error);
  if (status == 429) response.headers.push_back({"Retry-After", retry_after(error, "60")});
  if (status == 503) response.headers.push_back({"Retry-After", retry_after(error, "5")});
  return response;
}

Response problem(const Request& request, int status, std::string_view key,
                 std::initializer_list<std::string_view> args) {
  return render(request, status, key, text(request.lang, key, args), Error{});
}

}  // namespace camaug::http
