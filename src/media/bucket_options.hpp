// Where the bucket is and who may use it. The two keys come from the environment or from a file
// that only the owner reads; never from an option, and never into a log.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace camaug::media {

struct BucketOptions {
  std::string bucket;
  std::string prefix;    // "" or "a/b/"
  std::string endpoint;  // "https://s3.example.vn", without a slash at the end
  std::string region = "us-east-1";
  bool path_style = true;  // https://host/bucket/key; false: https://bucket.host/key

  [[nodiscard]] std::string place() const { return "s3://" + bucket + '/' + prefix; }
  bool operator==(const BucketOptions&) const = default;
};

struct BucketKeys {
  std::string access;
  std::string secret;
};

// "s3://bucket" or "s3://bucket/prefix"; the other members are filled as they are. nullopt: it is
// not that, or the prefix has other characters than letters, digits, '.', '_', '-' and '/'.
[[nodiscard]] std::optional<BucketOptions> parse_bucket(std::string_view address);
// "http(s)://host[:port]" without a path.
[[nodiscard]] bool is_endpoint(std::string_view text);

inline constexpr std::string_view k_access_variable = "CAMAUG_MEDIA_ACCESS_KEY";
inline constexpr std::string_view k_secret_variable = "CAMAUG_MEDIA_SECRET_KEY";
// From both variables, else from the two lines of `path` (access, then secret), which nobody but
// its owner may read. Errors name what is missing and the mend: error.media.keys_missing,
// error.media.keys_open.
[[nodiscard]] Result<BucketKeys> read_bucket_keys(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string&)>& environment);

}  // namespace camaug::media
