// The built web pages on disk: which file answers a path, with what type and cache rule. Serves
// only regular files under its root, never a hidden one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::http {

struct StaticOptions {
  std::string root;  // web/dist; "" serves nothing
  // Pages of one script: a path prefix and the file for it and everything under it that is no file
  // ("/staff" -> "staff/index.html").
  Fields pages;
};

// By the file's extension; application/octet-stream when unknown.
[[nodiscard]] std::string_view content_type_of(std::string_view path);
// `path` (decoded, begins with /) under `root`; nullopt when a segment is hidden, "..", or odd.
[[nodiscard]] std::optional<std::string> safe_path(std::string_view root, std::string_view path);
// "index-B3xk9_aZ.js": a name that changes with its content.
[[nodiscard]] bool has_hashed_name(std::string_view path);

// The answer for a GET, with a .br or .gz sibling when the client takes it; nullopt: no such file.
[[nodiscard]] std::optional<Response> static_response(const StaticOptions& options,
                                                      const Request& request);

}  // namespace camaug::http
