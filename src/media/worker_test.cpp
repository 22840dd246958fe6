// Makes the test program answer `media-worker`, as the product does, and tests the worker's own
// door.
#include "media/worker.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string_view>

#include "media/child.hpp"
#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;

// Runs before doctest's main: the child under test is this same file.
__attribute__((constructor)) static void answer_media_worker(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "media-worker") {
    std::_Exit(run_media_worker(argc, argv));
  }
}

TEST_CASE("the worker refuses a call it does not understand") {
  const auto run = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"camaug", "media-worker"});
    return run_child({"/proc/self/exe", arguments, {}});
  };
  CHECK_FALSE(run({}).has_value());
  CHECK_FALSE(run({"only-input"}).has_value());
  CHECK_FALSE(run({"input", "/tmp", "1,2,3"}).has_value());
  CHECK(run({"/nonexistent", "/tmp"}).value().find("error.media.broken") != std::string::npos);
}

TEST_CASE("the worker takes no directory and no device for a file") {
  const Scratch scratch;
  CHECK(process({scratch.path(), scratch.dir("out")}).error().key == "error.media.broken");
  CHECK(process({"/dev/zero", scratch.dir("out")}).error().key == "error.media.broken");
}

TEST_CASE("an out directory that is missing is a refusal, not a crash") {
  const Scratch scratch;
  const auto facts = process({sample("pothole.jpg"), scratch.path("missing")});
  CHECK(facts.error().key == "error.media.broken");
}
