// The daily head of the chain in the log.
#include "jobs/jobs.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"
#include "base/log_for_test.hpp"
#include "domain/calendar_for_test.hpp"
#include "store/event.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"

using namespace camaug;
using domain::for_test::at;

namespace {

// One round as after a start of the program: only the database remembers.
std::string logged(store::TestDatabase& database, std::string_view time) {
  return captured([&] {
    const auto connection = database.open();
    store::Transaction transaction(*connection, store::Transaction::Mode::write);
    jobs::log_head(transaction.tx(), at(time));
    transaction.commit();
  });
}

}  // namespace

TEST_CASE("the head goes to the log once a local day, also over a restart") {
  store::TestDatabase database(store::Engine::sqlite);
  store::Head head;
  {
    store::Transaction transaction(database.connection(), store::Transaction::Mode::write);
    store::NewEvent event;
    event.report = "profile";
    event.actor = "system";
    event.role = "system";
    event.action = "note";
    store::append_event(transaction.tx(), event, at("2026-11-20 08:00"));
    head = store::head(transaction.tx());
    transaction.commit();
  }
  const auto line = json::parse(logged(database, "2026-11-20 08:10"));
  REQUIRE(line.has_value());
  CHECK(line->at("event") == "chain.head");
  CHECK(line->at("n") == 1);
  CHECK(line->at("hash").as_string() == head.hash);
  CHECK(line->at("time") == "2026-11-20T08:10:00+07:00");
  CHECK(logged(database, "2026-11-20 08:20").empty());
  CHECK(logged(database, "2026-11-20 23:59").empty());
  CHECK_FALSE(logged(database, "2026-11-21 00:00").empty());
  CHECK(logged(database, "2026-11-21 00:10").empty());
}
