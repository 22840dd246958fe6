// The map in memory is what the database says, after any history, and fits into an answer.
#include "app/map_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "app/services_for_test.hpp"
#include "base/json.hpp"

using namespace camaug;

namespace camaug::app {
namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr MapBox k_box{1'040'000'000, 80'000'000, 1'060'000'000, 100'000'000};

class Filled {
 public:
  explicit Filled(store::Engine engine) : province_(k_now, engine) {}

  void insert(std::int64_t number) {
    province_.change_row(number, [&](store::Tx& tx, const std::string& id) {
      tx.execute(
          "INSERT INTO report (id, number, code, state, version, field, register, urgency, lat7,"
          " lon7, outside_province, channel, secret_hash, body_hash, submitted_at, updated_at,"
          " private_wish, consent_call, has_contact, scope_override, published, awaiting_approval,"
          " reopen_requested, reopen_asked, plan_count, given_back, recalled)"
          " VALUES ($1, $2, $1, 'submitted', 1, 'infrastructure', 'ordinary', 'none', $3, $4,"
          " FALSE, 'web', '', '', $5, $5, FALSE, FALSE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, 0,"
          " 0, 0)",
          id, number, 85'000'000 + dice(12'000'000), 1'047'000'000 + dice(10'000'000),
          k_now - std::chrono::days(dice(120)));
    });
  }
  void change(std::int64_t number, std::string_view sql) {
    province_.change_row(number,
                         [&](store::Tx& tx, const std::string& id) { tx.execute(sql, id); });
  }
  MapView look(MapIndex& index, const MapQuery& query, Instant now = k_now) {
    auto reader = province_.reader();
    index.follow(province_.services(), reader, now);
    return index.look(query);
  }
  std::int64_t count(const std::string& sql) {
    auto reader = province_.reader();
    return reader.value<std::int64_t>(sql).value_or(-1);
  }
  std::int64_t dice(std::int64_t sides) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(sides));
  }

 private:
  for_test::Province province_;
  std::mt19937 random_{5};
};

std::int64_t held(const MapView& view) {
  auto sum = static_cast<std::int64_t>(view.items.size());
  for (const auto& cluster : view.clusters) sum += cluster[2];
  return sum;
}

MapQuery boxed(int zoom) {
  return {"", "", k_box, zoom};
}

}  // namespace

TEST_CASE("after any history the map is what a start would read") {
  for (const store::Engine engine : store::test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    MapIndex kept;
    for (std::int64_t i = 1; i <= 60; ++i) filled.insert(i);
    (void)filled.look(kept, {});
    const std::vector<std::string_view> changes = {
        "UPDATE report SET published = NOT published WHERE id = $1",
        "UPDATE report SET state = 'resolved', closed_at = 1 WHERE id = $1",
        "UPDATE report SET state = 'submitted', closed_at = NULL WHERE id = $1",
        "UPDATE report SET lat7 = NULL WHERE id = $1",
        "UPDATE report SET lat7 = 92000000, lon7 = 1051000000 WHERE id = $1",
        "UPDATE report SET register = 'crime_report' WHERE id = $1",
        "UPDATE report SET urgency = 'claimed', field = 'power' WHERE id = $1"};
    for (int step = 0; step < 300; ++step) {
      filled.change(filled.dice(60) + 1, changes[static_cast<std::size_t>(filled.dice(
                                             static_cast<std::int64_t>(changes.size())))]);
      if (step % 10 != 0) continue;
      MapIndex anew;
      for (const MapQuery& query :
           {MapQuery{}, MapQuery{"power", "", {}, 0}, MapQuery{"", "closed", {}, 0},
            MapQuery{"", "submitted", k_box, 9}, boxed(7), boxed(12), boxed(18)}) {
        CHECK(json::to_text(filled.look(kept, query)) == json::to_text(filled.look(anew, query)));
      }
    }
    CHECK(filled.look(kept, {}).total ==
          filled.count("SELECT count(*) FROM report WHERE published AND register = 'ordinary'"
                       " AND lat7 IS NOT NULL AND (closed_at IS NULL OR submitted_at >= " +
                       std::to_string(epoch_ms(k_now - std::chrono::days(90))) + ")"));
  }
}

TEST_CASE("what is closed leaves the map when it is old") {
  Filled filled(store::Engine::sqlite);
  MapIndex index;
  for (std::int64_t i = 1; i <= 30; ++i) filled.insert(i);
  CHECK(filled.look(index, {}).total == 30);
  for (std::int64_t i = 1; i <= 30; ++i) {
    filled.change(i, "UPDATE report SET state = 'resolved', closed_at = 1 WHERE id = $1");
  }
  const auto today = filled.look(index, {}).total;
  CHECK(today < 30);
  CHECK(today > 0);
  CHECK(filled.look(index, {}, k_now + std::chrono::days(200)).total == 0);
}

TEST_CASE("an answer for a box is small, whatever is in it") {
  Filled filled(store::Engine::sqlite);
  MapIndex index;
  for (std::int64_t i = 1; i <= 1'500; ++i) filled.insert(i);
  for (int zoom = 0; zoom <= 20; ++zoom) {
    INFO(zoom);
    MapView view = filled.look(index, boxed(zoom));
    view.at = k_now;
    CHECK(held(view) == 1'500);
    CHECK(view.total == 1'500);
    CHECK(view.items.size() + view.clusters.size() <= 300);
    CHECK(json::to_text(view).size() < 10'000);
  }
  // Few in a small box: each by itself.
  MapQuery near = boxed(16);
  near.box = MapBox{1'050'000'000, 90'000'000, 1'050'200'000, 90'200'000};
  const MapView view = filled.look(index, near);
  CHECK(held(view) == view.total);
  CHECK(view.total < 20);
}

}  // namespace camaug::app
