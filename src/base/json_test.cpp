// What the reader of JSON refuses: members that come twice, too deep, too large.
#include "base/json.hpp"

#include <doctest/doctest.h>

#include "base/json_repeat.hpp"

namespace camaug::json {
namespace {

std::string repeated(std::string_view text) {
  const auto parsed = parse(text);
  if (parsed) return "";
  REQUIRE(parsed.error().fields.size() == 1);
  CHECK(parsed.error().code == ErrorCode::invalid);
  CHECK(parsed.error().fields.front().key == "error.field.repeated");
  return parsed.error().fields.front().field;
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + "1" + std::string(levels, ']');
}

}  // namespace

TEST_CASE("a member that comes twice is refused by name, wherever it is") {
  CHECK(repeated(R"({"tile":"rockets","tile":"roads","id":7})") == "tile");
  CHECK(repeated(R"({"a":{"b":[{"x":1},{"x":1,"y":2,"x":3}]}})") == "a.b.x");
  CHECK(repeated(R"([{"a":1},{"a":1,"a":1}])") == "a");
  CHECK_FALSE(parse(R"({"":1,"":2})"));
}

TEST_CASE("names are compared as they are meant, not as they are spelled") {
  CHECK(repeated(R"({"tile":1,"t\u0069le":2})") == "tile");
  CHECK(repeated(R"({"a\"":1,"a\u0022":2})") == "a\"");
  CHECK(repeated(R"({"a\\":1,"b":"\\","c":"{\"c\":1,\"c\":2}"})").empty());
}

TEST_CASE("the same name in different objects is no repetition") {
  CHECK(repeated(R"({"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}})").empty());
  CHECK(repeated(R"({"list":["x","x",{"x":"x"}],"x":"list"})").empty());
  CHECK(repeated(R"(["a","a"])").empty());
  CHECK(repeated("7").empty());
  CHECK_FALSE(repeated_member("{}").has_value());
}

TEST_CASE("depth and size are limited as before") {
  CHECK(parse(nested(31)));
  CHECK_FALSE(parse(nested(40)));
  CHECK(parse(nested(40)).error().key == "error.json_malformed");
  CHECK(parse("{\"a\":1", 100).error().key == "error.json_malformed");
  CHECK(parse("{\"a\":\"\xc3\x28\"}").error().key == "error.json_malformed");
  CHECK(parse("{\"a\":\"\xed\xa0\x80\"}").error().key == "error.json_malformed");
  CHECK(parse(std::string(101, ' '), 100).error().code == ErrorCode::too_large);
}

TEST_CASE("many members are looked through in good time") {
  std::string text = "{";
  for (int i = 0; i < 20'000; ++i) text += "\"m" + std::to_string(i) + "\":0,";
  CHECK(parse(text + "\"last\":1}"));
  CHECK(parse(text + "\"m0\":1}").error().fields.front().field == "m0");
}

}  // namespace camaug::json
