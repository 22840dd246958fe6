#include "cli/media_place.hpp"

#include "cli/settings.hpp"
#include "media/bucket_store.hpp"

namespace camaug::cli {

std::expected<media::BucketOptions, std::string> bucket_of(const MediaOptions& options,
                                                           const std::string& prefix) {
  const auto fault = [&](const char* option, const std::string& what) {
    return std::unexpected(prefix + option + ' ' + what);
  };
  if (options.media.empty()) return media::BucketOptions{};
  auto bucket = media::parse_bucket(options.media);
  if (!bucket) {
    return fault("media",
                 "takes \"s3://bucket/prefix\" (letters, digits, '.', '_', '-'), or \"\" "
                 "for the folder of the data directory, not \"" +
                     options.media + "\"");
  }
  if (options.endpoint.empty()) {
    return fault("media", "names a bucket: " + prefix +
                              "media-endpoint must name its server, such as "
                              "\"https://s3.example.vn\"");
  }
  if (!media::is_endpoint(options.endpoint)) {
    return fault("media-endpoint",
                 "takes \"https://host\" without a path, not \"" + options.endpoint + "\"");
  }
  if (options.region.empty()) {
    return fault("media-region",
                 "must not be empty: the server says which it is; many take "
                 "\"us-east-1\"");
  }
  bucket->endpoint = options.endpoint;
  bucket->region = options.region;
  bucket->path_style = options.path_style;
  return *bucket;
}

Result<media::MediaRoot> open_media(const DataDir& dir) {
  if (dir.bucket.bucket.empty()) return media::MediaRoot::open(dir.media());
  auto keys = media::read_bucket_keys(dir.bucket_keys(), system_environment);
  if (!keys) return Failure(keys.error());
  return media::MediaRoot::open(
      dir.media(), std::make_shared<const media::BucketStore>(dir.bucket, std::move(*keys)));
}

}  // namespace camaug::cli
