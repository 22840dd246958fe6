// See static.hpp.
#include "http/static.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "http/gzip.hpp"

namespace camaug::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> k_types{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".geojson", "application/geo+json; charset=utf-8"},
    {".webmanifest", "application/manifest+json; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
    {".mov", "video/quicktime"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".pdf", "application/pdf"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".pmtiles", "application/vnd.pmtiles"},
}};

bool is_file(const std::string& path) {
  struct stat info{};
  return ::lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

// The file that answers `path`: itself, its index, its .html, or the page of its prefix.
std::optional<std::string> find_file(const StaticOptions& options, std::string_view path) {
  auto candidate = safe_path(options.root, path);
  if (!candidate) return std::nullopt;
  while (candidate->ends_with('/')) candidate->pop_back();
  for (const auto& name : {*candidate, *candidate + "/index.html", *candidate + ".html"}) {
    if (is_file(name)) return name;
  }
  for (const auto& [prefix, file] : options.pages) {
    const bool under = path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/');
    if (under && is_file(options.root + "/" + file)) return options.root + "/" + file;
  }
  return std::nullopt;
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
  for (const auto& [extension, type] : k_types) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

std::optional<std::string> safe_path(std::string_view root, std::string_view path) {
  std::string out(root);
  while (!path.empty()) {
    if (path[0] != '/') return std::nullopt;
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    if (segment.starts_with('.') || segment.size() > 200 ||
        segment.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos) {
      return std::nullopt;
    }
    if (segment.empty() && !path.empty()) return std::nullopt;
    out += '/';
    out += segment;
  }
  return out;
}

bool has_hashed_name(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  if (path.find("/assets/") == std::string_view::npos || dot == std::string_view::npos)
    return false;
  // The builder's hash has 8 characters and may itself hold '-' or '_'.
  if (dot < 9 || (name[dot - 9] != '-' && name[dot - 9] != '.')) return false;
  return std::ranges::all_of(name.substr(dot - 8, 8), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
}

std::optional<Response> static_response(const StaticOptions& options, const Request& request) {
  if (options.root.empty()) return std::nullopt;
  const auto file = find_file(options, request.path);
  if (!file) return std::nullopt;
  FileBody body;
  body.sandbox = false;
  body.cache_control = has_hashed_name(*file) ? "public, max-age=31536000, immutable" : "no-cache";
  body.path = *file;
  Response response = send_file(std::move(body), std::string(content_type_of(*file)));
  // A range counts bytes of what is sent, so a ranged request gets the plain file.
  if (request.header("range").empty()) {
    for (const auto& [coding, suffix] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
      if (accepts_coding(request.header("accept-encoding"), coding) && is_file(*file + suffix)) {
        response.file->path = *file + suffix;
        response.headers.push_back({"Content-Encoding", coding});
        break;
      }
    }
  }
  response.headers.push_back({"Vary", "Accept-Encoding"});
  return response;
}

}  // namespace camaug::http
