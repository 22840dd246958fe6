// See response.hpp.
#include "http/response.hpp"

#include <stdexcept>

namespace camaug::http {
namespace {

Response of(std::string text, int status, const char* content_type) {
  Response response;
  response.status = status;
  response.content_type = content_type;
  response.body = std::move(text);
  return response;
}

}  // namespace

Response json_text(std::string text, int status) {
  return of(std::move(text), status, "application/json; charset=utf-8");
}

Response html(std::string text, int status) {
  return of(std::move(text), status, "text/html; charset=utf-8");
}

Response plain_text(std::string text, int status) {
  return of(std::move(text), status, "text/plain; charset=utf-8");
}

Response no_content() {
  return of({}, 204, "");
}

Response redirect(std::string location, int status) {
  // Only our own paths: "//host" and "https:" would send the visitor elsewhere.
  if (!location.starts_with('/') || location.starts_with("//") || location.starts_with("/\\")) {
    throw std::logic_error("a redirect must stay on this server");
  }
  Response response = of({}, status, "");
  response.headers.push_back({"Location", std::move(location)});
  return response;
}

Response send_file(FileBody file, std::string content_type) {
  Response response;
  response.content_type = std::move(content_type);
  response.file = std::move(file);
  return response;
}

Response send_stored(media::StoredFile file, std::string cache_control, std::string content_type) {
  FileBody body;
  body.cache_control = std::move(cache_control);
  body.path = file.path();
  // Also with a path: that tells what to say when it is not there.
  body.stored = std::move(file);
  return send_file(std::move(body), std::move(content_type));
}

Response& with_version(Response& response, std::int64_t version) {
  response.headers.push_back({"ETag", "\"" + std::to_string(version) + "\""});
  return response;
}

}  // namespace camaug::http
