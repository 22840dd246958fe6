// The answer of a handler: plain data that the server turns into bytes. It never holds a connection
// or an open file. Security headers, Date and lengths are added by the server, not here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "http/request.hpp"
#include "media/store.hpp"

namespace camaug::http {

// A file sent with Range, ETag and If-None-Match handled by the server.
struct FileBody {
  std::string path{};
  std::string etag{};           // without quotes; "" = from size and time of change
  std::string download_name{};  // not empty: Content-Disposition: attachment
  bool sandbox = true;          // media of users: a CSP without any right
  // Not "": the whole Cache-Control, e.g. for a public copy under an address that never changes.
  std::string cache_control{};
  // Set: a kept file of the media store in place of `path`, sent piece by piece from where it lies.
  std::optional<media::StoredFile> stored{};
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  Fields headers;                        // more headers (Location, ETag, Retry-After, ...)
  std::vector<std::string> set_cookies;  // whole values, made by http/cookie
  std::optional<FileBody> file;
  // Commit although status >= 400 (a counted failed log-in). Otherwise a command with a status of
  // 400 or more is rolled back.
  bool keep_writes = false;
  // Sessions (domain::Viewer::session) whose live streams end once this command is committed.
  std::vector<std::string> ended_sessions;
};

// 200 (or `status`) with the JSON of a described struct, a vector of them, or json::Raw.
template <class T>
[[nodiscard]] Response json_response(const T& value, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "application/json; charset=utf-8";
  // As large as the last answer of the type: it then grows once and not a dozen times.
  thread_local std::size_t last_bytes = 256;
  response.body.reserve(last_bytes + last_bytes / 8);
  json::write(response.body, value);
  last_bytes = response.body.size();
  return response;
}

[[nodiscard]] Response json_text(std::string text, int status = 200);
[[nodiscard]] Response html(std::string text, int status = 200);
[[nodiscard]] Response plain_text(std::string text, int status = 200);
[[nodiscard]] Response no_content();
// 303 See Other: after a form. `location` must be a path of this server ("/sent?x=1").
[[nodiscard]] Response redirect(std::string location, int status = 303);
[[nodiscard]] Response send_file(FileBody file, std::string content_type);
// Media of users, sandboxed.
[[nodiscard]] Response send_stored(media::StoredFile file, std::string cache_control,
                                   std::string content_type);

// ETag: "7" for a record's version; a client sends it back as If-Match.
Response& with_version(Response& response, std::int64_t version);

}  // namespace camaug::http
