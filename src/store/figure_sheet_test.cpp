// Sheets of the leaders' figures: what is added and taken away, and which changes of a batch count.
#include "store/figure_sheet.hpp"

#include <doctest/doctest.h>

#include <future>
#include <stdexcept>

#include "store/figure_count.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"
#include "store/writer.hpp"

namespace camaug::store {
namespace {

FigureReport pothole() {
  FigureReport report;
  report.submitted_at = parse_rfc3339("2026-03-10T23:30:00+07:00").value();
  report.field = "roads";
  report.area = "2025-31825";
  report.lead = "so_xd";
  return report;
}

std::string body_of(Reader& reader, const std::string& day) {
  const auto local = parse_date(day).value();
  return reader
      .value<std::string>("SELECT body FROM figure_sheet WHERE day = $1",
                          figure_day(instant_of(local)))
      .value_or("");
}

TEST_CASE("a report moves from line to line, and a line that is empty goes") {
  auto report = pothole();
  FigureSheets came;
  came.count(report, 1);
  REQUIRE(came.sheets().size() == 1);
  const auto& [place, sheet] = *came.sheets().begin();
  CHECK(place.day == figure_day(report.submitted_at));
  CHECK(place.area == "2025-31825");
  std::string body = sheet.added_to("r other - 0\t1:4\nr roads z 0\t0\n");
  CHECK(body == "r other - 0\t1:4\nr roads so_xd 0\t0\nr roads z 0\t0\n");
  FigureSheets changed;
  changed.count(report, -1);
  report.state = domain::State::resolved;
  report.closed_at = report.submitted_at + std::chrono::seconds(119);
  report.rating = 4;
  report.named = "so_xd";
  changed.count(report, 1);
  body = changed.sheets().at(place).added_to(body);
  CHECK(body ==
        "h roads so_xd 1\t0\nr other - 0\t1:4\nr roads so_xd 1\t6 30:4 31 101\nr roads z 0\t0\n");
  FigureSheets gone;
  gone.count(report, -1);
  CHECK(gone.sheets().at(place).added_to(body) == "r other - 0\t1:4\nr roads z 0\t0\n");
}

TEST_CASE("clocks count on the day they were due, met or late") {
  const auto report = pothole();
  FigureClock clock;
  clock.kind = domain::ClockKind::answer;
  clock.owner = "so_xd";
  clock.started_at = report.submitted_at;
  FigureSheets sheets;
  sheets.count(report, clock, 1);                              // not due at all
  clock.due_at = report.submitted_at + std::chrono::hours(1);  // after midnight
  sheets.count(report, clock, 1);                              // runs
  CHECK(sheets.sheets().empty());
  clock.result = domain::ClockResult::late;
  clock.ended_at = clock.started_at + std::chrono::minutes(75);
  sheets.count(report, clock, 1);  // given back
  clock.answered = true;
  sheets.count(report, clock, 1);
  REQUIRE(sheets.sheets().size() == 1);
  const auto& [place, sheet] = *sheets.sheets().begin();
  CHECK(place.day == figure_day(report.submitted_at) + 1);
  CHECK(sheet.added_to("") == "d roads so_xd 0\t5:2 175\n");
}

TEST_CASE("what is no sheet is refused, not counted") {
  FigureSheets sheets;
  sheets.count(pothole(), 1);
  const auto& sheet = sheets.sheets().begin()->second;
  for (const char* body :
       {"x", "r roads so_xd 0\n", "r roads so_xd 0\tx\n", "r roads so_xd 0\t1"}) {
    INFO(body);
    CHECK_THROWS_AS(static_cast<void>(sheet.added_to(body)), std::invalid_argument);
  }
}

TEST_CASE("a sheet that cannot be read stops no report, a time out of all bounds no recount") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    const auto report = pothole();
    const std::int64_t day = figure_day(report.submitted_at);
    Transaction transaction(database.connection(), Transaction::Mode::write);
    Tx& tx = transaction.tx();
    tx.execute("INSERT INTO figure_sheet (day, area, body) VALUES ($1, $2, 'no sheet')", day,
               report.area);
    tx.execute("INSERT INTO figure_sheet (day, area, body) VALUES (9000000, '', 'r a - 0\t0\n')");
    CHECK(wrong_figures(tx).size() == 2);
    figure_changes(tx).count(report, 1);
    write_figure_changes(tx);
    // No report stands behind it: the recount leaves nothing.
    CHECK(body_of(tx, "2026-03-10").empty());
    recount_figures(tx);
    CHECK(wrong_figures(tx).empty());
  }
}

TEST_CASE("a batch writes its sheets once; who is undone alone counts nothing") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Writer writer([&] { return database.open(); }, {});
    const auto send = [&](bool keep, bool write) {
      return [keep, write](Tx& tx) {
        if (write) tx.execute("UPDATE meta SET value = value");
        figure_changes(tx).count(pothole(), 1);
        return keep;
      };
    };
    std::promise<void> open;
    auto gate = open.get_future().share();
    std::promise<void> last;
    REQUIRE(writer.submit([gate](Tx&) { return gate.wait(), true; }, {}));
    REQUIRE(writer.submit(send(true, true), {}));
    REQUIRE(writer.submit(
        [&](Tx& tx) -> bool {
          figure_changes(tx).count(pothole(), 1);
          throw std::runtime_error("a bug");
        },
        {}));
    REQUIRE(writer.submit(send(true, true), {}));
    REQUIRE(writer.submit([](Tx&) { return true; }, [&](const Outcome&) { last.set_value(); }));
    open.set_value();
    last.get_future().wait();
    Reader reader(database.connection());
    CHECK(body_of(reader, "2026-03-10") == "r roads so_xd 0\t0:2\n");
    CHECK(wrong_figures(reader).size() == 1);  // no report stands behind it
    writer.stop();
  }
}

}  // namespace
}  // namespace camaug::store
