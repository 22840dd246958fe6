// Answered commands and the meta table.
#include "store/command.hpp"

#include <doctest/doctest.h>

#include "store/meta.hpp"
#include "store/test_database.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
const Command k_command{"0190-id", "account:7", "hash", 201, R"({"id":1})", k_now};

}  // namespace

TEST_CASE("the same command gets the same answer, anybody or anything else a conflict") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Tx tx(database.connection());
    auto found = repeated_command(tx, k_command.id, "account:7", "hash");
    REQUIRE(found);
    CHECK(!*found);
    CHECK(store_command(tx, k_command));
    found = repeated_command(tx, k_command.id, "account:7", "hash");
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->status == 201);
    CHECK((*found)->answer == k_command.answer);
    CHECK((*found)->at == k_now);
    for (const auto& [actor, hash] : {std::pair("account:8", "hash"), {"account:7", "other"}}) {
      const auto refused = repeated_command(tx, k_command.id, actor, hash);
      REQUIRE(!refused);
      CHECK(refused.error().code == ErrorCode::conflict);
      CHECK(refused.error().key == "error.command_reused");
    }
    const auto again = store_command(tx, k_command);
    REQUIRE(!again);
    CHECK(again.error().key == "error.command_reused");
  }
}

TEST_CASE("commands are kept for 90 days") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Tx tx(database.connection());
    for (const char* id : {"a", "b", "c"}) {
      Command command = k_command;
      command.id = id;
      REQUIRE(store_command(tx, command));
    }
    CHECK(purge_commands(tx, k_now + std::chrono::days(90), 10) == 0);
    CHECK(purge_commands(tx, k_now + std::chrono::days(90) + Millis(1), 2) == 2);
    CHECK(purge_commands(tx, k_now + std::chrono::days(90) + Millis(1), 2) == 1);
    CHECK(!find_command(tx, "a"));
  }
}

TEST_CASE("a setting is kept and replaced") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Tx tx(database.connection());
    CHECK(!meta(tx, "profile"));
    set_meta(tx, "profile", "ca-mau");
    set_meta(tx, "profile", "bạc-liêu");
    set_meta(tx, "empty", "");
    CHECK(meta(tx, "profile") == "bạc-liêu");
    CHECK(meta(tx, "empty") == "");
  }
}
