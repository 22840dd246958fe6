#include "media/bucket_options.hpp"

#include <sys/stat.h>

#include <fstream>

#include "base/text.hpp"

namespace camaug::media {
namespace {

constexpr std::string_view k_lower = "abcdefghijklmnopqrstuvwxyz0123456789";

bool only(std::string_view text, const std::string& letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

}  // namespace

std::optional<BucketOptions> parse_bucket(std::string_view address) {
  constexpr std::string_view k_scheme = "s3://";
  if (!address.starts_with(k_scheme)) return {};
  address.remove_prefix(k_scheme.size());
  const auto slash = address.find('/');
  const auto bucket = address.substr(0, slash);
  auto prefix = slash == std::string_view::npos ? std::string_view() : address.substr(slash + 1);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  const std::string lower(k_lower);
  // These need no encoding in an address, so that what is signed is what is sent.
  const std::string safe = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-/";
  if (bucket.size() < 3 || bucket.size() > 63 || !only(bucket, lower + ".-") ||
      bucket.front() == '.' || bucket.front() == '-') {
    return {};
  }
  const std::string around = '/' + std::string(prefix) + '/';
  const bool odd = around.find("/./") != std::string::npos ||
                   around.find("/../") != std::string::npos ||
                   (!prefix.empty() && around.find("//") != std::string::npos);
  if (!only(prefix, safe) || prefix.size() > 200 || odd) return {};
  BucketOptions options;
  options.bucket = bucket;
  if (!prefix.empty()) options.prefix = std::string(prefix) + '/';
  return options;
}

bool is_endpoint(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto host = text.substr(scheme.size());
    return !host.empty() && only(host, std::string(k_lower) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_:[]");
  }
  return false;
}

Result<BucketKeys> read_bucket_keys(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string&)>& environment) {
  const auto access = environment(std::string(k_access_variable));
  const auto secret = environment(std::string(k_secret_variable));
  if (access && secret && !access->empty() && !secret->empty()) return BucketKeys{*access, *secret};
  if (access || secret) {
    return fail(ErrorCode::invalid, "error.media.keys_missing",
                std::string(access ? k_secret_variable : k_access_variable));
  }
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) {
    return fail(
        ErrorCode::invalid, "error.media.keys_missing",
        path + ", " + std::string(k_access_variable) + ", " + std::string(k_secret_variable));
  }
  if ((info.st_mode & 077) != 0) {
    return fail(ErrorCode::invalid, "error.media.keys_open", "chmod 600 " + path);
  }
  std::ifstream file(path);
  std::string first;
  std::string second;
  std::getline(file, first);
  std::getline(file, second);
  BucketKeys keys{std::string(trim(first)), std::string(trim(second))};
  if (keys.access.empty() || keys.secret.empty()) {
    return fail(ErrorCode::invalid, "error.media.keys_missing", path);
  }
  return keys;
}

}  // namespace camaug::media
