// The demo's past: true for every seed, the same for the same seed, and what it should show is
// there.
#include "app/demo_history.hpp"

#include <doctest/doctest.h>

#include <set>

#include "app/demo_story.hpp"
#include "app/figures.hpp"
#include "app/services_for_test.hpp"
#include "app/verify.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

const Instant k_until = parse_rfc3339("2026-11-21T15:30:00+07:00").value();

std::vector<domain::Report> all_reports(store::Reader reader) {
  std::vector<domain::Report> out;
  store::each_report(reader, "", 10'000, out);
  return out;
}

FiguresView figures_of(for_test::Province& province) {
  domain::Viewer coordinator;
  coordinator.role = domain::Role::coordinator;
  auto reader = province.reader();
  FiguresAsked asked;
  asked.from = "2026-08-01";
  const auto query = figures_query(province.services(), asked, k_until).value();
  return figures(province.services(), reader, coordinator, query, k_until, Lang::vi);
}

TEST_CASE("the demo history goes through the real use cases and verifies") {
  for (const std::uint64_t seed : {1U, 3U}) {
    INFO("seed ", seed);
    for_test::Province province(demo_history_start(k_until));
    const auto writer = province.writer();
    const auto made = make_demo_history(province.services(), *writer, seed, 250, k_until);
    if (!made) MESSAGE(made.error().key, " ", made.error().detail);
    REQUIRE(made);
    auto reader = province.reader();
    const auto verified = verify(reader, &province.services().vault, std::nullopt);
    for (const auto& fault : verified.breaks) MESSAGE(fault);
    CHECK(verified.ok());
    const auto view = figures_of(province);
    // Crime reports and denunciations have registers of their own.
    CHECK(view.parts.received > 235);
    CHECK(view.parts.handled > 120);
    CHECK(view.parts.open > 10);
    CHECK(view.parts.refused > 10);
    CHECK(view.parts.handed_over > 2);
    CHECK(view.parts.merged > 1);
    CHECK(view.parts.withdrawn > 0);
    CHECK(view.on_time.at("answer").share.value() > 0.6);
    CHECK(view.on_time.at("answer").late > 5);
    CHECK(view.rating_n > 30);
    CHECK(view.by_area.size() > 30);
    CHECK(view.by_field.size() >= 9);
    CHECK(view.by_agency.size() > 15);
    MESSAGE("open ", view.parts.open, " overdue ", view.overdue, " on time ",
            view.on_time.at("answer").share.value(), " dispatch ",
            view.on_time.at("dispatch").share.value(), " median min ",
            view.by_field.front().spread.median_ms.value_or(0) / 60000);
  }
}

TEST_CASE("what the demo history shows") {
  for_test::Province province(demo_history_start(k_until));
  const auto writer = province.writer();
  const auto made = make_demo_history(province.services(), *writer, 2026, 250, k_until);
  if (!made) MESSAGE(made.error().key, " ", made.error().detail);
  REQUIRE(made);
  std::set<domain::State> states;
  int published = 0, urgent = 0, given_back = 0, reopened = 0, on_points = 0;
  for (const auto& report : all_reports(province.reader())) {
    states.insert(report.state);
    published += report.published;
    urgent += report.urgent_since.has_value();
    given_back += report.given_back > 0;
    reopened += report.reopen_asked;
    if (!report.lat7) continue;
    ++on_points;
    CHECK(province.services().province->index.commune_at({*report.lat7, *report.lon7}) ==
          report.area);
    CHECK(report.submitted_at < k_until);
  }
  CHECK(states.size() >= 8);
  CHECK(published > 60);
  CHECK(urgent > 5);
  CHECK(given_back > 5);
  CHECK(reopened > 0);
  CHECK(on_points > 180);
}

TEST_CASE("no desk of a demo stands empty, at whatever hour it is made") {
  for (int hour = 0; hour < 24; hour += 3) {
    const Instant until = k_until + std::chrono::hours(hour);
    for_test::Province province(demo_history_start(until));
    const auto writer = province.writer();
    REQUIRE(make_demo_history(province.services(), *writer, 1, 40, until));
    std::set<domain::State> states;
    for (const auto& report : all_reports(province.reader())) states.insert(report.state);
    using enum domain::State;
    for (const auto state : {submitted, dispatched, in_progress, answered, waiting_reporter}) {
      INFO("hour ", hour, " state ", domain::word(state));
      CHECK(states.contains(state));
    }
  }
}

TEST_CASE("the same seed makes the same reports with the same fate") {
  std::vector<std::vector<domain::Report>> twice;
  for (int i = 0; i < 2; ++i) {
    for_test::Province province(demo_history_start(k_until));
    const auto writer = province.writer();
    REQUIRE(make_demo_history(province.services(), *writer, 11, 60, k_until));
    twice.push_back(all_reports(province.reader()));
  }
  REQUIRE(twice[0].size() == 60);
  REQUIRE(twice[1].size() == 60);
  for (std::size_t i = 0; i < 60; ++i) {
    CHECK(twice[0][i].id == twice[1][i].id);
    CHECK(is_uuid7(twice[0][i].id));
    CHECK(twice[0][i].code == twice[1][i].code);
    CHECK(twice[0][i].state == twice[1][i].state);
    CHECK(twice[0][i].area == twice[1][i].area);
    CHECK(twice[0][i].updated_at == twice[1][i].updated_at);
  }
  const auto& province = domain::for_test::shipped_province();
  CHECK(demo_stories(province, 1, 20, k_until).front().report.id !=
        demo_stories(province, 2, 20, k_until).front().report.id);
}

TEST_CASE("a history is refused where time has gone on already") {
  for_test::Province province(k_until);
  (void)province.viewer(domain::Role::coordinator);
  const auto writer = province.writer();
  const auto made = make_demo_history(province.services(), *writer, 1, 5, k_until);
  REQUIRE_FALSE(made);
  CHECK(made.error().key == "error.demo.too_late");
  CHECK(all_reports(province.reader()).empty());
}

}  // namespace
}  // namespace camaug::app
