// `camaug serve`: the server and its jobs on one data directory, until a signal ends it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "media/bucket_options.hpp"

namespace camaug::cli {

struct ServeOptions {
  std::string data = "data";
  std::string database;  // URI of PostgreSQL; "": the file in the data directory
  media::BucketOptions bucket{};
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string web = "web/dist";
  bool demo = false;
  bool limits = true;
  bool access_log = true;
  bool batching = true;  // off only to measure what it is worth
  int io_threads = 2;
  int reader_threads = 2;
  std::vector<std::string> origins;
  std::vector<std::string> proxies;
};
// 0 after a clean stop; 1 after a plain error on standard error (port in use, no data, ...).
int run_serve(const ServeOptions& options);

}  // namespace camaug::cli
