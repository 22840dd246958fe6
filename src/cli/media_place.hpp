// Which media store a command works with: the folder of the data directory, or the bucket that the
// options media, media-endpoint, media-region and media-path-style name together.
#pragma once

#include <expected>
#include <string>

#include "cli/data_dir.hpp"

namespace camaug::cli {

// The four options as they were given.
struct MediaOptions {
  std::string media;  // "": the folder
  std::string endpoint;
  std::string region = media::BucketOptions{}.region;
  bool path_style = media::BucketOptions{}.path_style;
};
// A bucket without a name when `media` is "". A fault names the option (with `prefix`, "to-") and
// the mend.
[[nodiscard]] std::expected<media::BucketOptions, std::string> bucket_of(
    const MediaOptions& options, const std::string& prefix = {});

// The data directory's media folder over its store; reads the keys of a bucket, asks it nothing.
[[nodiscard]] Result<media::MediaRoot> open_media(const DataDir& dir);

}  // namespace camaug::cli
