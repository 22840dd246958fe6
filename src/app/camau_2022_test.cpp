// The published beginnings, replayed on the edition of 2022: the leaders' figures show exactly the
// published totals. Source and dates: tests/data/camau_2022/README.md.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "app/act.hpp"
#include "app/demo_dice.hpp"
#include "app/figures.hpp"
#include "app/services_for_test.hpp"
#include "app/submit.hpp"
#include "app/verify.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

using domain::Action;
using domain::Role;
using Columns = std::map<std::string, std::string>;

Instant at(std::string_view text) {
  return parse_rfc3339(text).value();
}

std::vector<Columns> read_rows() {
  std::ifstream in(CAMAUG_SOURCE_DIR "/tests/data/camau_2022/reports.csv");
  std::vector<Columns> rows;
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream split(line + ",");
    for (std::string cell; std::getline(split, cell, ',');) cells.push_back(cell);
    if (names.empty()) {
      names = cells;
      continue;
    }
    REQUIRE(cells.size() == names.size());
    Columns row;
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

class Replay {
 public:
  Replay() : province_(at("2022-07-01T00:00:00+07:00")), rows_(read_rows()) {
    coordinator_ = province_.viewer(Role::coordinator);
    for (std::size_t i = 0; i < rows_.size(); ++i) plan(i);
    std::ranges::sort(tasks_, {}, [](const Task& t) { return std::pair(t.at, t.planned); });
  }

  // Everything that happened before `until`.
  void run(Instant until) {
    for (; next_ < tasks_.size() && tasks_[next_].at < until; ++next_) {
      const Task task = tasks_[next_];
      const auto done =
          province_.change([&](store::Tx& tx) -> Result<void> { return task.work(tx); });
      if (!done) MESSAGE(done.error().key, " ", done.error().detail);
      REQUIRE(done);
    }
  }

  [[nodiscard]] FiguresView figures(std::string_view to, Instant now, std::string_view area = "") {
    FiguresAsked asked;
    asked.from = "2022-07-01";
    asked.to = to;
    asked.area = area;
    const auto query = figures_query(province_.services(), asked, now);
    REQUIRE(query);
    auto reader = province_.reader();
    return app::figures(province_.services(), reader, coordinator_, *query, now, Lang::vi);
  }

  [[nodiscard]] for_test::Province& province() { return province_; }
  [[nodiscard]] const domain::Viewer& coordinator() const { return coordinator_; }

 private:
  struct Task {
    Instant at{};
    std::size_t planned = 0;  // of two at the same time, which comes first
    std::function<Result<void>(store::Tx&)> work;
  };

  void plan(std::size_t i) {
    const Columns& row = rows_[i];
    const Instant sent = at(row.at("submitted_at"));
    const DemoDice dice(2022, i);
    const std::string id = dice.uuid7(sent);
    tasks_.push_back(
        {sent, tasks_.size(), [this, row, id, sent, dice](store::Tx& tx) -> Result<void> {
           NewReport report;
           report.id = id;
           report.tile = row.at("tile");
           report.sub_field = row.at("sub_field");
           report.commune = row.at("commune");
           report.text = "Phản ánh mẫu số " + row.at("n");
           const auto made = submit(province_.services(), tx, report,
                                    to_base64url(dice.bytes16("secret")), sent, Lang::vi);
           if (!made) return Failure(made.error());
           return {};
         }});
    if (row.at("fate") == "refused") {
      act_at(row.at("closed_at"), id, "", Action::refuse,
             {{"kind", row.at("refuse_kind")}, {"text", "Việc này có nơi giải quyết riêng."}});
      return;
    }
    const std::string& lead = row.at("lead");
    act_at(row.at("dispatched_at"), id, "", Action::dispatch, {{"lead", lead}});
    if (row.at("fate") == "open") return;
    act_at(row.at("dispatched_at"), id, lead, Action::accept, {});
    act_at(row.at("answered_at"), id, lead, Action::answer,
           {{"kind", "final"},
            {"text", "Đã xử lý xong."},
            {"outcome", "fixed"},
            {"no_photo_reason", "Bản ghi mẫu không có hình."}});
    act_at(row.at("closed_at"), id, "", Action::relay, {});
  }

  // By the agency's officer, or by the coordinator when there is none.
  void act_at(const std::string& when, const std::string& id, const std::string& agency,
              Action action, const boost::json::object& body) {
    if (!agency.empty() && !officers_.contains(agency)) {
      officers_[agency] = province_.viewer(Role::officer, agency);
    }
    const Instant now = at(when);
    tasks_.push_back({now, tasks_.size(), [this, id, agency, action, body, now](store::Tx& tx) {
                        return act(province_.services(), tx,
                                   agency.empty() ? coordinator_ : officers_.at(agency), id, action,
                                   body, {}, now);
                      }});
  }

  for_test::Province province_;
  std::vector<Columns> rows_;
  domain::Viewer coordinator_;
  std::map<std::string, domain::Viewer> officers_;
  std::vector<Task> tasks_;
  std::size_t next_ = 0;
};

PartsView parts_of(const std::vector<FigureRowView>& rows, std::string_view key) {
  const auto row = std::ranges::find(rows, key, &FigureRowView::key);
  return row == rows.end() ? PartsView{} : row->parts;
}

// The keys of the two rows with the largest of one part.
std::vector<std::string> two_largest(std::vector<FigureRowView> rows,
                                     std::int64_t PartsView::* part) {
  std::ranges::sort(rows,
                    [&](const auto& a, const auto& b) { return a.parts.*part > b.parts.*part; });
  std::vector<std::string> keys = {rows.at(0).key, rows.at(1).key};
  CHECK(rows.at(1).parts.*part > rows.at(2).parts.*part);
  std::ranges::sort(keys);
  return keys;
}

void check_july(Replay& replay) {
  const auto july = replay.figures("2022-07-31", at("2022-08-01T08:00:00+07:00"));
  CHECK(july.edition == "2022");
  CHECK(july.parts.received == 142);
  CHECK(july.parts.handled == 97);
  CHECK(july.parts.refused == 45);
  CHECK(july.parts.open == 0);
  CHECK(july.overdue == 0);
  CHECK(two_largest(july.by_field, &PartsView::received) ==
        std::vector<std::string>{"infrastructure", "security"});
  CHECK(july.by_field.front().name == "Hạ tầng đô thị");
  CHECK(two_largest(july.by_agency, &PartsView::handled) ==
        std::vector<std::string>{"ubnd_964", "ubnd_968"});
  CHECK(parts_of(july.by_agency, "none").refused == 45);
  CHECK(july.by_day.size() == 31);
  CHECK(july.total_time.n == 97);
  CHECK(july.on_time.at("dispatch").n == 142);
}

TEST_CASE("the first two months of 2022 as they were published") {
  Replay replay;
  replay.run(at("2022-08-01T08:00:00+07:00"));
  check_july(replay);

  const Instant late_august = at("2022-08-25T17:00:00+07:00");
  replay.run(late_august);
  const auto second = replay.figures("2022-08-25", late_august);
  CHECK(second.parts.received == 148);
  CHECK(second.parts.open == 4);
  CHECK(second.parts.handled == 99);
  CHECK(second.parts.refused == 45);

  const Instant end = at("2022-08-31T17:00:00+07:00");
  replay.run(end);
  const auto third = replay.figures("2022-08-31", end);
  CHECK(third.parts.received == 158);
  CHECK(third.by_area.size() == 9);
  CHECK(parts_of(third.by_area, "2022-964").received == 60);
  CHECK(parts_of(third.by_area, "2022-972").received == 3);
  const auto city = std::ranges::find(third.by_area, "2022-964", &FigureRowView::key);
  CHECK(city->name == "Thành phố Cà Mau");
  // The district's own table: its communes, which add up to it.
  const auto phu_tan = replay.figures("2022-08-31", end, "2022-972");
  CHECK(phu_tan.parts.received == 3);
  std::int64_t communes = 0;
  for (const auto& row : phu_tan.by_area) {
    CHECK(row.key != "2022-972");
    communes += row.parts.received;
  }
  CHECK(communes == 3);
  // What July was does not change by what August brought.
  check_july(replay);

  auto reader = replay.province().reader();
  const auto verified = verify(reader, nullptr, std::nullopt);
  CHECK(verified.ok());
  CHECK(verified.reports == 158);
}

TEST_CASE("the list behind each published number has as many reports") {
  Replay replay;
  const Instant end = at("2022-08-25T17:00:00+07:00");
  replay.run(end);
  FiguresAsked asked;
  asked.from = "2022-07-01";
  asked.to = "2022-08-25";
  const auto query = figures_query(replay.province().services(), asked, end).value();
  auto reader = replay.province().reader();
  const std::map<std::string, std::int64_t> expected = {
      {"received", 148}, {"handled", 99}, {"refused", 45}, {"open", 4}, {"merged", 0}};
  for (const auto& [part, n] : expected) {
    INFO(part);
    std::string cursor;
    std::int64_t listed = 0;
    do {
      const auto page = figures_list(replay.province().services(), reader, replay.coordinator(),
                                     query, part, cursor, 40, end, Lang::vi);
      REQUIRE(page);
      CHECK(page->counts.at(part) == n);
      listed += static_cast<std::int64_t>(page->items.size());
      cursor = page->next.value_or("");
    } while (!cursor.empty());
    CHECK(listed == n);
  }
}

}  // namespace
}  // namespace camaug::app
