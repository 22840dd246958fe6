// What the verification takes for whole: logs of the older schema, clocks that went back, erased
// reports. What it must find is changed with a database tool in tests/smoke and tests/cases.
#include "app/verify.hpp"

#include <doctest/doctest.h>

#include "app/act.hpp"
#include "app/services_for_test.hpp"
#include "app/submit.hpp"
#include "base/id.hpp"
#include "store/event.hpp"
#include "store/media.hpp"
#include "store/search_index.hpp"
#include "store/transaction.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;
using domain::Action;
using domain::Role;

const Instant k_now = parse_rfc3339("2026-11-20T08:00:00+07:00").value();
constexpr const char* k_secret = "AAAAAAAAAAAAAAAAAAAAAA";

class Record {
 public:
  Record()
      : province_(k_now - std::chrono::hours(1)),
        coordinator_(province_.viewer(Role::coordinator)),
        officer_(province_.viewer(Role::officer, "ubnd_32002")),
        report_(make_uuid7(k_now)) {}

  void submit() {
    const std::string photo = make_uuid7(k_now);
    store::Media media;
    media.id = photo;
    media.owner = secret_digest(k_secret).value();
    media.state = "ready";
    media.sha256 = sha256_hex("photo");
    media.created_at = k_now;
    NewReport wanted;
    wanted.id = report_;
    wanted.tile = "roads";
    wanted.text = "Ổ gà";
    wanted.commune = "2025-32002";
    wanted.name = "Người Mẫu";
    wanted.phone = "0912345678";
    wanted.consent_call = true;
    wanted.uploads = {photo, make_uuid7(k_now)};
    REQUIRE(province_.change([&](store::Tx& tx) {
      store::insert_media(tx, media);
      return app::submit(province_.services(), tx, wanted, k_secret, k_now, Lang::vi);
    }));
  }
  void act(const domain::Viewer& viewer, Action action, const bj::object& body, Instant now) {
    const auto done = province_.change([&](store::Tx& tx) {
      return app::act(province_.services(), tx, viewer, report_, action, body, {}, now);
    });
    if (!done) MESSAGE(word(action), " ", done.error().key);
    REQUIRE(done);
  }
  void whole_life(Instant now) {
    submit();
    act(coordinator_, Action::publish, {{"text", "Ổ gà"}}, now);
    act(coordinator_, Action::dispatch, {{"lead", "ubnd_32002"}}, now);
    act(officer_, Action::reveal, {{"reason_kind", "verify"}, {"reason", "Hỏi chỗ"}}, now);
    act(officer_, Action::give_back, {{"reason", "Không phải"}}, now);
    act(officer_, Action::undo, {}, now);
    act(officer_, Action::give_back, {{"reason", "Không phải"}, {"believed", "so_xd"}},
        now + std::chrono::minutes(1));
  }

  std::vector<std::string> breaks() {
    auto reader = province_.reader();
    return verify(reader, &province_.services().vault, std::nullopt).breaks;
  }
  void index_again() {
    store::Transaction transaction(province_.database().connection(),
                                   store::Transaction::Mode::write);
    store::index_again(transaction.tx(), report_);
    transaction.commit();
  }
  void run(const std::string& sql) { province_.database().connection().script(sql); }
  store::Reader reader() { return province_.reader(); }

  // The log as a program of schema 1 wrote it, with a chain that is whole.
  void make_old() {
    run("DROP TRIGGER event_no_update");
    auto events = store::events_after(*std::make_unique<store::Reader>(reader()), 0, 1000);
    std::string prev(64, '0');
    for (auto& event : events) {
      event.body = old_body(event.body);
      event.schema = 1;
      event.hash = store::chain_hash(prev, store::canonical(event));
      prev = event.hash;
      run("UPDATE event SET schema = 1, body = '" + event.body + "', hash = X'" + event.hash +
          "' WHERE n = " + std::to_string(event.n));
    }
  }

 private:
  static std::string old_body(const std::string& text) {
    auto body = json::parse(text).value().as_object();
    for (const char* name : {"secret", "named", "expected", "reveal_facts", "agency", "area"}) {
      body.erase(name);
    }
    for (const char* list : {"contents", "media"}) {
      auto* items = body.if_contains(list);
      if (items == nullptr) continue;
      for (auto& item : items->as_array()) {
        for (const char* name : {"agency", "public", "facts"}) item.as_object().erase(name);
      }
    }
    if (auto* set = body.if_contains("set")) set->as_object()["climbed"] = 0;
    return json::canonical(body);
  }

  for_test::Province province_;
  domain::Viewer coordinator_;
  domain::Viewer officer_;
  std::string report_;
};

void check_whole(Record& record) {
  const auto breaks = record.breaks();
  for (const auto& one : breaks) MESSAGE(one);
  CHECK(breaks.empty());
}

}  // namespace

TEST_CASE("a log of the older schema stays whole, and its changes are still found") {
  Record record;
  record.whole_life(k_now);
  check_whole(record);
  record.make_old();
  check_whole(record);
  record.run("UPDATE content SET public = NOT public WHERE kind = 'text'");
  REQUIRE(record.breaks().size() == 1);
  CHECK(record.breaks().front().ends_with(".public is not what the events say"));
}

TEST_CASE("a clock that went back breaks nothing") {
  Record record;
  record.whole_life(k_now - std::chrono::seconds(5));
  check_whole(record);
}

TEST_CASE("an erasure is whole; the key alone, or a part of what it opens, is none") {
  Record record;
  record.whole_life(k_now);
  record.run("DELETE FROM report_key");
  REQUIRE(record.breaks().size() == 1);
  CHECK(record.breaks().front().ends_with("its key is missing, but not what it opens"));
  record.run("DELETE FROM content; DELETE FROM identity");
  CHECK_FALSE(record.breaks().empty());
  record.run("DELETE FROM media WHERE report IS NOT NULL");
  REQUIRE(record.breaks().size() == 1);
  CHECK(record.breaks().front().ends_with("search: its words are not those of its texts"));
  record.index_again();
  check_whole(record);
}

TEST_CASE("without the master key the tables are held against the log all the same") {
  Record record;
  record.whole_life(k_now);
  auto reader = record.reader();
  CHECK(verify(reader, nullptr, std::nullopt).ok());
  record.run("UPDATE media SET phase = 'after'");
  CHECK_FALSE(verify(reader, nullptr, std::nullopt).ok());
}

}  // namespace camaug::app
