// Packed texts come back byte by byte; what is broken is said to be broken.
#include "store/pack.hpp"

#include <doctest/doctest.h>

#include <string>

#include "store/database.hpp"

namespace camaug::store {
namespace {

TEST_CASE("what is packed comes back, short and odd texts too") {
  std::string body = R"({"clocks":[{"detail":"{\"breaks\":[],\"why\":{\"rule\":\"by_share\"}}",)"
                     R"("due_at":1790000000000,"kind":"dispatch","owner":"portal"}],)"
                     R"("set":{"field":"infrastructure","state":"submitted","version":1}})";
  for (const std::string& text :
       {std::string("{}"), body, body + body + body, "{\"a\":\"" + std::string(70'000, 'x') + "\"}",
        std::string("{\"chữ\":\"Ổ gà giữa đường, hố sâu, xe máy té\"}"), std::string()}) {
    const auto stored = packed(text);
    CHECK(stored.size() <= text.size());
    CHECK(unpacked(stored) == text);
  }
  CHECK(packed(body).size() * 2 < body.size());
  CHECK(packed("{}") == "{}");
}

TEST_CASE("a text from before there was packing is read as it is") {
  CHECK(unpacked("{\"set\":{}}") == "{\"set\":{}}");
}

TEST_CASE("a broken packed text is no text") {
  const auto stored = packed("{\"a\":\"" + std::string(500, 'y') + "\"}");
  REQUIRE(stored.starts_with("z1"));
  for (const std::string& broken :
       {std::string("z1"), std::string("z1!"), stored.substr(0, stored.size() - 4),
        "z1" + std::string(40, 'A')}) {
    INFO(broken);
    CHECK_THROWS_AS(static_cast<void>(unpacked(broken)), DatabaseError);
  }
}

}  // namespace
}  // namespace camaug::store
