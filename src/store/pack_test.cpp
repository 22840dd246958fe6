// Packed texts come back byte by byte; what is broken is said to be broken.
#include "store/pack.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "base/id.hpp"
#include "store/database.hpp"
#include "store/pack_tokens.hpp"

namespace camaug::store {
namespace {

constexpr std::string_view k_id = "0198c5a2-1f3e-7abc-8def-0123456789ab";
constexpr std::string_view k_sister = "0198c5a2-1f3e-7000-9000-00000000000f";

std::string body() {
  return R"({"clocks":[{"detail":"{\"breaks\":[],\"why\":{\"rule\":\"by_share\"}}",)"
         R"("due_at":1790000000000,"kind":"dispatch","owner":"portal","report":")" +
         std::string(k_id) + R"("}],"contents":[{"commitment":")" + std::string(64, 'c') +
         R"(","id":")" + std::string(k_sister) +
         R"("}],"set":{"field":"infrastructure","state":"submitted","updated_at":1790000000000,)"
         R"("version":1}})";
}

}  // namespace

TEST_CASE("what is packed comes back, short and odd texts too") {
  for (const std::string& text :
       {std::string("{}"), body(), body() + body() + body(),
        "{\"a\":\"" + std::string(70'000, 'x') + "\"}",
        std::string("{\"chữ\":\"Ổ gà giữa đường, hố sâu, xe máy té\"}"), std::string(),
        std::string("{\"a\":\"\x02 no JSON, but a text of thirty-two letters and more\"}")}) {
    const auto stored = packed(text);
    CHECK(stored.size() <= text.size());
    CHECK(unpacked(stored) == text);
  }
  CHECK(packed(body()).size() * 3 < body().size());
  CHECK(packed("{}") == "{}");
}

TEST_CASE("tokens stand for digests, ids and numbers, and for nothing that only looks like them") {
  const auto same = [](const std::string& text) {
    const auto tokens = with_tokens(text);
    REQUIRE(tokens);
    CHECK(without_tokens(*tokens) == text);
    return tokens->size();
  };
  const std::string digest(64, 'd');
  CHECK(same(digest) == 33);
  CHECK(same(digest + "0") == 65);
  CHECK(same(std::string(k_id)) == 17);
  CHECK(same(std::string(k_id) + " " + std::string(k_id)) == 17 + 1 + 2);
  CHECK(same(std::string(k_id) + " " + std::string(k_sister)) == 17 + 1 + 11);
  CHECK(same(std::string(k_id) + "0") > 20);
  CHECK(same("1790000000000,1790000000000,1790000003600") < 8 + 1 + 2 + 1 + 5);
  for (const char* text :
       {"1234", "01234567", "999999999999999999", "1000000000000000000", "123456789012345678901",
        "-1790000000000", "1790000000000.5", "12345a", "a12345", "", "deadbeef", "12345-1234",
        "0198c5a2-1f3e-7abc-8def", "99999999999,100000000000,1,2,170000000000"}) {
    INFO(text);
    same(text);
  }
  CHECK(!with_tokens("a\x01"));
  CHECK(with_tokens("a\x08\n"));
}

TEST_CASE("random texts of everything come back") {
  std::mt19937 dice(11);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same texts each time
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    std::vector<std::string> said;
    for (int word = 0; word < 40; ++word) {
      const auto random = [&](std::size_t sides) { return static_cast<int>(dice() % sides); };
      switch (random(7)) {
        case 0:
          said.push_back(sha256_hex(std::to_string(dice())));
          break;
        case 1:
          said.push_back(make_uuid7(from_epoch_ms(1'790'000'000'000 + random(2))));
          break;
        case 2:
          said.push_back(std::to_string(1'790'000'000'000 + random(100'000)));
          break;
        case 3:
          said.push_back(std::to_string(dice()) +
                         std::to_string(dice()).substr(0, static_cast<std::size_t>(random(9))));
          break;
        case 4:
          said.push_back(to_hex(std::to_string(dice())));
          break;
        default:
          said.push_back(said.empty() ? "đường"
                                      : said[static_cast<std::size_t>(random(said.size()))]);
      }
      text += (random(4) == 0 ? "" : ",") + said.back();
    }
    const auto tokens = with_tokens(text);
    REQUIRE(tokens);
    REQUIRE(without_tokens(*tokens) == text);
    REQUIRE(unpacked(packed(text)) == text);
  }
}

TEST_CASE("bytes that no text makes are no text") {
  for (const std::string& bytes :
       {std::string("\x01too short"), std::string("\x02\x00", 2), std::string("\x03x"),
        std::string("\x04"
                    "0123456789"),
        std::string("\x05\x01"), std::string("\x06\x00\x01", 3), std::string("\x07\xff\xff"),
        std::string("\x07"), std::string("\x00", 1), "\x07" + std::string(12, '\xff')}) {
    CHECK(!without_tokens(bytes));
  }
}

TEST_CASE("a text from before there was packing is read as it is") {
  CHECK(unpacked("{\"set\":{}}") == "{\"set\":{}}");
  CHECK(unpacked_text("{\"set\":{}}") == "{\"set\":{}}");
}

TEST_CASE("a broken packed text is no text") {
  const auto stored = packed("{\"a\":\"" + std::string(500, 'y') + "\"}");
  REQUIRE(stored.starts_with('\x02'));
  for (const std::string& broken :
       {std::string("\x02"), stored.substr(0, stored.size() - 4), "\x02" + std::string(40, 'A')}) {
    CHECK_THROWS_AS(static_cast<void>(unpacked(broken)), DatabaseError);
  }
  for (const std::string& broken :
       {std::string("z1"), std::string("z1!"), "z1" + std::string(40, 'A')}) {
    CHECK_THROWS_AS(static_cast<void>(unpacked_text(broken)), DatabaseError);
  }
}

}  // namespace camaug::store
