// Tests of send/log_channel: one line, and no personal data in it.
#include "send/log_channel.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/json.hpp"
#include "base/log_for_test.hpp"

using namespace camaug;
using namespace camaug::send;

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
