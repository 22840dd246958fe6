// Starts one program with a time limit and takes what it prints. Knows nothing of media; the child
// gets no environment, no open file of ours, no input.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace camaug::media {

struct ChildJob {
  std::string program;  // a path; the arguments start with argv[0]
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  Millis limit_ms = Millis(60'000);
  std::size_t output_bytes_max = 64 * 1024;
};

// What the child printed when it ended by itself with code 0 within the limits; nullopt when it
// could not be started, failed, was killed, printed too much or took too long (it is dead then).
// Blocks the calling thread; may be called from many threads.
[[nodiscard]] std::optional<std::string> run_child(const ChildJob& job);

}  // namespace camaug::media
