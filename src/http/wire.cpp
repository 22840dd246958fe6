// See wire.hpp.
#include "http/wire.hpp"

#include "http/form.hpp"

namespace camaug::http {
namespace {

constexpr std::string_view k_sandbox =
    "Content-Security-Policy: default-src 'none'; sandbox; frame-ancestors 'none'\r\n";

// A line break in a value would let data write headers.
void add(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  }
  out += "\r\n";
}

std::string sources(std::string_view directive, const std::vector<std::string>& hashes) {
  std::string out = "; ";
  out += directive;
  out += " 'self'";
  for (const auto& hash : hashes) out += " '" + hash + "'";
  return out;
}

}  // namespace

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

HeadWriter::HeadWriter(const std::vector<std::string>& style_hashes,
                       const std::vector<std::string>& script_hashes) {
  // worker-src blob: because the map draws in a worker made from a blob.
  page_policy_ =
      "Content-Security-Policy: default-src 'self'; img-src 'self' data: blob:; media-src 'self' "
      "blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri "
      "'none'; "
      "object-src 'none'; form-action 'self'" +
      sources("style-src", style_hashes) + sources("script-src", script_hashes) + "\r\n";
  common_ =
      "X-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: strict-origin-when-cross-origin\r\n"
      "Permissions-Policy: camera=(self), geolocation=(self), microphone=(self), payment=()\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n";
}

std::string HeadWriter::lines(const Response& response, std::int64_t bytes,
                              std::string_view cache_control, bool secure) const {
  std::string out;
  out.reserve(1024);
  if (!response.content_type.empty()) add(out, "Content-Type", response.content_type);
  if (bytes >= 0 && response.status != 204 && response.status != 304) {
    add(out, "Content-Length", std::to_string(bytes));
  }
  bool own_cache = false;
  for (const auto& [name, value] : response.headers) {
    own_cache = own_cache || name == "Cache-Control";
    add(out, name, value);
  }
  if (!own_cache && !cache_control.empty()) add(out, "Cache-Control", cache_control);
  for (const auto& cookie : response.set_cookies) add(out, "Set-Cookie", cookie);
  if (response.file && !response.file->download_name.empty()) {
    add(out, "Content-Disposition",
        "attachment; filename*=UTF-8''" + percent_encode(response.file->download_name));
  }
  out += response.file && response.file->sandbox ? std::string_view(k_sandbox)
                                                 : std::string_view(page_policy_);
  if (secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
  out += common_;
  return out;
}

std::string whole_head(int status, std::string_view date, std::string_view lines, bool keep_alive,
                       bool http10) {
  std::string out;
  out.reserve(lines.size() + 128);
  out += "HTTP/1.1 ";
  out += std::to_string(status);
  out += ' ';
  out += reason_of(status);
  out += "\r\nDate: ";
  out += date;
  out += "\r\n";
  out += lines;
  if (!keep_alive) {
    out += "Connection: close\r\n";
  } else if (http10) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
  return out;
}

}  // namespace camaug::http
