// One HTTP request as a handler sees it: parsed, decoded and bounded, with its body in memory or,
// for uploads, on disk. Plain data; it never holds a socket.
#pragma once

#include <any>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/texts.hpp"
#include "base/time.hpp"
#include "domain/access.hpp"

namespace camaug::http {

struct Door;  // http/door.hpp: limits, live events and tokens that handlers may use

enum class Verb : std::uint8_t { get, post, put, patch, del, options };
[[nodiscard]] std::string_view to_text(Verb verb);

struct NameValue {
  std::string name;
  std::string value;
};
using Fields = std::vector<NameValue>;

// The first value of `name`, "" when absent. Names compare byte by byte.
[[nodiscard]] std::string_view find(const Fields& fields, std::string_view name);
[[nodiscard]] bool has(const Fields& fields, std::string_view name);

// A file that the server has written into its upload directory while it arrived. Whoever handles
// the request moves it away; what still lies at `path` after the answer is deleted by the server.
struct UploadedFile {
  std::string field;         // form field; "" for a raw body
  std::string filename;      // as the client called it: untrusted, never a path
  std::string content_type;  // as claimed by the client: untrusted
  std::string path;
  std::int64_t bytes = 0;   // of this request
  std::string sha256_hex;   // of the bytes of this request
  std::int64_t offset = 0;  // where the first byte of this request went (UploadPlan::append_to)
  bool complete = true;     // false: the connection broke (only with UploadPlan::keep_partial)
};

struct Request {
  Verb verb = Verb::get;
  bool head = false;       // a HEAD that is handled as GET
  std::string target;      // path and query as sent
  std::string path;        // percent-decoded
  std::string_view route;  // the pattern that matched
  Fields params;           // of the pattern, in order
  Fields query;            // decoded
  Fields headers;          // names in lower case
  Fields cookies;
  std::string body;                 // command and query routes: the whole body
  Fields form;                      // form routes: fields (urlencoded or multipart), UTF-8 as sent
  std::vector<UploadedFile> files;  // form routes: the files of a multipart body, not empty ones
  std::optional<UploadedFile> upload;  // upload routes: the raw body
  std::string ip;                      // the client's; X-Forwarded-For only from configured proxies
  bool cookie_secure = true;  // flag for cookies: false only for plain http to a loopback name
  bool secure = false;        // reached over https (X-Forwarded-Proto from a configured proxy)
  Lang lang = Lang::vi;       // ?lang=, cookie lang, Accept-Language, vi
  Instant now{};              // one per request, from the injected clock
  domain::Viewer viewer;      // set by ServerOptions::authenticate
  std::string secret;         // follow secret: header X-Follow-Secret, else cookie k_follow_cookie
  std::string command_id;     // header Idempotency-Key or X-Command-Id, else form field command_id
  std::optional<std::int64_t> if_match;  // version of If-Match: "7"
  std::size_t waiting = 0;  // questions that waited for the database when this one came
  std::string makes{};      // the id of the report that the command makes, from Route::read
  std::any prepared;        // what Route::prepare or ::read left for the handler
  Door* door = nullptr;     // never null inside a handler

  [[nodiscard]] std::string_view param(std::string_view name) const { return find(params, name); }
  [[nodiscard]] std::string_view query_value(std::string_view name) const {
    return find(query, name);
  }
  // `lower_case_name` as in headers: "if-none-match".
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const {
    return find(headers, lower_case_name);
  }
  [[nodiscard]] std::string_view cookie(std::string_view name) const { return find(cookies, name); }
  [[nodiscard]] std::string_view field(std::string_view name) const { return find(form, name); }
  // A person looks at a page (not /api/, and text/html is accepted): errors are pages too.
  [[nodiscard]] bool wants_html() const;
};

}  // namespace camaug::http
