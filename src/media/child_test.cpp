// Tests of media/child with the shell as the child.
#include "media/child.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;

namespace {

std::optional<std::string> shell(const std::string& script, Millis limit = Millis(5'000)) {
  return run_child({"/bin/sh", {"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, limit, 1'000});
}

}  // namespace

TEST_CASE("the output of a child that ended well") {
  CHECK(shell("echo hello") == "hello\n");
  CHECK(shell("true") == "");
  CHECK(shell("cat") == "");  // no input of ours
  CHECK(shell("echo secret >&2") == "");
}

TEST_CASE("a child that failed gives nothing") {
  CHECK_FALSE(shell("echo hello; exit 1").has_value());
  CHECK_FALSE(shell("echo hello; kill -9 $$").has_value());
  CHECK_FALSE(shell("echo hello; kill -SEGV $$").has_value());
  CHECK_FALSE(run_child({"/nonexistent/program", {"x"}, {}}).has_value());
}

TEST_CASE("a child that hangs is killed with its own children") {
  const Stopwatch watch;
  CHECK_FALSE(shell("echo partly; sleep 30", Millis(200)).has_value());
  CHECK_FALSE(shell("exec >&-; sleep 30", Millis(200)).has_value());
  CHECK_FALSE(shell("sleep 30 & echo left; wait", Millis(200)).has_value());
  CHECK(watch.elapsed() < std::chrono::seconds(5));
}

TEST_CASE("a child that floods is killed") {
  const Stopwatch watch;
  CHECK_FALSE(shell("yes").has_value());
  CHECK(watch.elapsed() < std::chrono::seconds(5));
}

TEST_CASE("a child gets no file, no environment and no blocked signal of ours") {
  const Scratch scratch;
  const int leaked = open(scratch.write("open", "secret").c_str(), O_RDONLY);  // no O_CLOEXEC
  REQUIRE(leaked > 2);
  CHECK(shell("ls /proc/self/fd | wc -l") == "4\n");  // 0, 1, 2 and the listing itself
  close(leaked);
  setenv("CAMAUG_TEST_SECRET", "hidden", 1);
  CHECK(shell("echo ${CAMAUG_TEST_SECRET:-none}") == "none\n");
  unsetenv("CAMAUG_TEST_SECRET");
}
