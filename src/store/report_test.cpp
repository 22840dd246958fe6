// What a batch asked beforehand is not asked again, and stays true while the batch goes on.
#include "store/report.hpp"

#include <doctest/doctest.h>

#include <array>

#include "store/test_database.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

constexpr std::string_view k_there = "0198c5a2-0000-7000-8000-000000000001";
constexpr std::string_view k_new = "0198c5a2-0000-7000-8000-000000000002";

domain::Report report(std::string_view id, std::int64_t number) {
  domain::Report out;
  out.id = id;
  out.number = number;
  out.code = "CM-2026-00000" + std::to_string(number);
  out.version = 1;
  out.field = "roads";
  out.channel = "web";
  return out;
}

}  // namespace

TEST_CASE("which reports of a batch are there is known after one question") {
  const Creation first{std::string(64, 'a'), std::string(64, 'b')};
  const Creation second{std::string(64, 'c'), std::string(64, 'd')};
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Transaction before(database.connection(), Transaction::Mode::write);
    insert_report(before.tx(), report(k_there, 1), first);
    before.commit();

    Transaction batch(database.connection(), Transaction::Mode::write);
    Tx& tx = batch.tx();
    ask_reports(tx, std::array{k_there, k_new});
    REQUIRE(creation_known(tx, k_there));
    CHECK(creation_known(tx, k_there)->secret_hash == first.secret_hash);
    CHECK(creation_known(tx, k_there)->body_hash == first.body_hash);
    CHECK(!creation_known(tx, k_new));
    insert_report(tx, report(k_new, 2), second);
    // Sent twice in one batch: the second one finds the first.
    REQUIRE(creation_known(tx, k_new));
    CHECK(creation_known(tx, k_new)->body_hash == second.body_hash);
    batch.commit();
    // Nothing is remembered beyond the transaction.
    Transaction after(database.connection(), Transaction::Mode::write);
    CHECK(after.tx().numbers().reports_known == nullptr);
    CHECK(creation_known(after.tx(), k_new));
  }
}

}  // namespace camaug::store
