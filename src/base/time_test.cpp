// Tests of base/time.
#include "base/time.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace camaug;

TEST_CASE("the monotonic clock moves forward with real time") {
  const Millis before = monotonic_now();
  std::this_thread::sleep_for(Millis(15));
  const Millis passed = monotonic_now() - before;
  CHECK(passed >= Millis(14));
  CHECK(passed < Millis(5'000));
}
