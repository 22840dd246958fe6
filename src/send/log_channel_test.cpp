// Tests of send/log_channel: one line, and no personal data in it.
#include "send/log_channel.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/json.hpp"

using namespace camaug;
using namespace camaug::send;

namespace {

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

}  // namespace

TEST_CASE("one structured line without the text and its arguments") {
  LogChannel channel;
  CHECK(channel.name() == "log");
  Result<void> result;
  const std::string line = captured([&] {
    result = channel.send({"17",
                           "account:0198c5a2",
                           "notice.dispatched",
                           {"Nguyễn Thị Mẫu"},
                           "Chào Nguyễn Thị Mẫu, số 0912345318\n{\"forged\":1}"});
  });
  CHECK(result.has_value());
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  const auto value = json::parse(line);
  REQUIRE(value.has_value());
  const auto& object = value->as_object();
  CHECK(object.at("event") == "notice.sent");
  CHECK(object.at("channel") == "log");
  CHECK(object.at("id") == "17");
  CHECK(object.at("recipient") == "account:0198c5a2");
  CHECK(object.at("key") == "notice.dispatched");
  CHECK(line.find("Mẫu") == std::string::npos);
  CHECK(line.find("0912") == std::string::npos);
  CHECK(line.find("forged") == std::string::npos);
}
