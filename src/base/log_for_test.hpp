// For tests: what the log says while something is done.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <string>

namespace camaug {

// What `work` writes to standard error.
template <class Work>
std::string captured(Work work) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const int before = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  work();
  dup2(before, STDERR_FILENO);
  close(before);
  close(ends[1]);
  std::string out(4096, '\0');
  const auto bytes = read(ends[0], out.data(), out.size());
  close(ends[0]);
  out.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
  return out;
}

}  // namespace camaug
