// The figures against numbers worked out by hand, against a recount of the whole history, and who
// sees what.
#include "app/figures.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "app/act.hpp"
#include "app/demo_dice.hpp"
#include "app/demo_history.hpp"
#include "app/minutes.hpp"
#include "app/services_for_test.hpp"
#include "app/submit.hpp"
#include "domain/workflow.hpp"
#include "store/clock.hpp"
#include "store/figure_count.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

using domain::Action;
using domain::Role;
using domain::State;
using Body = boost::json::object;

Instant at(std::string_view text) {
  return parse_rfc3339(text).value();
}

std::int64_t sum(const PartsView& p) {
  return p.handled + p.open + p.refused + p.handed_over + p.merged + p.withdrawn;
}
bool same(const PartsView& a, const PartsView& b) {
  return json::to_text(a) == json::to_text(b);
}
const FigureRowView& row_of(const std::vector<FigureRowView>& rows, std::string_view key) {
  const auto found = std::ranges::find(rows, key, &FigureRowView::key);
  REQUIRE_MESSAGE(found != rows.end(), std::string(key));
  return *found;
}

// A small history that a person can follow: all on working days of March 2026.
class Small {
 public:
  Small()
      : province_(at("2026-03-01T00:00:00+07:00")),
        coordinator_(province_.viewer(Role::coordinator)),
        officer_(province_.viewer(Role::officer, "so_xd")),
        other_(province_.viewer(Role::officer, "dien_luc_cm")) {}

  std::string send(std::string_view when, std::string_view tile, std::string_view commune) {
    const Instant now = at(when);
    const DemoDice dice(99, ++sent_);
    NewReport report;
    report.id = dice.uuid7(now);
    report.tile = tile;
    if (!commune.empty()) report.commune = commune;
    report.text = "Việc mẫu";
    const auto made = province_.change([&](store::Tx& tx) {
      return submit(province_.services(), tx, report, to_base64url(dice.bytes16("s")), now,
                    Lang::vi);
    });
    if (!made) MESSAGE(made.error().key);
    REQUIRE(made);
    return report.id;
  }
  void step(std::string_view when, const domain::Viewer& who, const std::string& id, Action action,
            const Body& body = {}) {
    const auto done = province_.change([&](store::Tx& tx) {
      return act(province_.services(), tx, who, id, action, body, {}, at(when));
    });
    if (!done) MESSAGE(std::string(word(action)), " ", done.error().key);
    REQUIRE(done);
  }
  void answer(std::string_view when, const std::string& id) {
    step(when, officer_, id, Action::answer,
         {{"kind", "final"}, {"text", "Xong"}, {"outcome", "fixed"}, {"no_photo_reason", "mẫu"}});
  }
  static domain::Viewer reporter(const std::string& id) {
    domain::Viewer viewer;
    viewer.role = Role::reporter;
    viewer.report = id;
    return viewer;
  }

  // A: dispatched after 30 min, answered after 1 h, relayed after 10 min: all met; rated 5.
  // B: dispatched after 3 h (late), answered 5 h later (late), relayed after 1 h (met); rated 3.
  // C: refused after 1 h (dispatch met). D: dispatched after 1 h, then nothing: answer overdue.
  // E: sent on the last day, 1 h before closing: open, dispatch runs. F: withdrawn (void).
  // G: dispatched after 1 h, given back 5 h later by the power company, late for its answer; waits.
  void play() {
    const auto a = send("2026-03-10T08:00:00+07:00", "roads", "2025-31825");
    step("2026-03-10T08:30:00+07:00", coordinator_, a, Action::dispatch, {{"lead", "so_xd"}});
    step("2026-03-10T08:40:00+07:00", officer_, a, Action::accept);
    answer("2026-03-10T09:30:00+07:00", a);
    step("2026-03-10T09:40:00+07:00", coordinator_, a, Action::relay);
    step("2026-03-10T12:00:00+07:00", reporter(a), a, Action::rate, {{"score", 5}});
    const auto b = send("2026-03-10T08:00:00+07:00", "waste", "2025-31825");
    step("2026-03-10T11:00:00+07:00", coordinator_, b, Action::dispatch, {{"lead", "so_xd"}});
    step("2026-03-10T11:30:00+07:00", officer_, b, Action::accept);
    answer("2026-03-10T16:00:00+07:00", b);
    step("2026-03-10T17:00:00+07:00", coordinator_, b, Action::relay);
    step("2026-03-10T18:00:00+07:00", reporter(b), b, Action::rate, {{"score", 3}});
    const auto c = send("2026-03-11T08:00:00+07:00", "other", "2025-31834");
    step("2026-03-11T09:00:00+07:00", coordinator_, c, Action::refuse,
         {{"kind", "complaint"}, {"text", "Nơi khác"}});
    const auto d = send("2026-03-11T08:00:00+07:00", "roads", "2025-31834");
    step("2026-03-11T09:00:00+07:00", coordinator_, d, Action::dispatch, {{"lead", "so_xd"}});
    const auto g = send("2026-03-12T08:00:00+07:00", "light", "2025-31834");
    step("2026-03-12T09:00:00+07:00", coordinator_, g, Action::dispatch, {{"lead", "dien_luc_cm"}});
    step("2026-03-12T14:00:00+07:00", other_, g, Action::give_back, {{"reason", "nhầm"}});
    const auto f = send("2026-03-13T08:00:00+07:00", "idea", "");
    step("2026-03-13T08:20:00+07:00", reporter(f), f, Action::withdraw);
    e_ = send("2026-03-13T16:00:00+07:00", "roads", "2025-31825");
    d_ = d;
  }

  FiguresView count(FiguresAsked asked = {}, const domain::Viewer* who = nullptr) {
    auto reader = province_.reader();
    const auto query = figures_query(province_.services(), asked, k_now);
    REQUIRE(query);
    return figures(province_.services(), reader, who == nullptr ? coordinator_ : *who, *query,
                   k_now, Lang::vi);
  }
  FiguresListView list(std::string_view part, const domain::Viewer* who = nullptr) {
    auto reader = province_.reader();
    const auto query = figures_query(province_.services(), {}, k_now);
    auto made = figures_list(province_.services(), reader, who == nullptr ? coordinator_ : *who,
                             *query, part, "", 50, k_now, Lang::vi);
    REQUIRE(made);
    return *made;
  }

  const Instant k_now = at("2026-03-13T17:00:00+07:00");  // a Friday
  for_test::Province province_;
  domain::Viewer coordinator_, officer_, other_;
  std::string d_, e_;

 private:
  std::uint64_t sent_ = 0;
};

TEST_CASE("figures of a small history as worked out by hand") {
  Small small;
  small.play();
  const auto view = small.count();
  CHECK(view.from == "2026-02-12");
  CHECK(view.to == "2026-03-13");
  CHECK(view.edition == "2025");
  CHECK(same(view.parts, {7, 2, 3, 1, 0, 0, 1}));
  // D for its answer, G at the portal since 14:00 of the day before.
  CHECK(view.overdue == 2);
  const auto& dispatch = view.on_time.at("dispatch");  // A, C, D, G met; B late; G again open
  CHECK(dispatch.met == 4);
  CHECK(dispatch.late == 1);
  CHECK(dispatch.open_late == 1);
  CHECK(dispatch.n == 6);
  CHECK(dispatch.share.value() == doctest::Approx(4.0 / 6));
  const auto& answer = view.on_time.at("answer");  // A met; B, G late; D open
  CHECK(answer.met == 1);
  CHECK(answer.late == 2);
  CHECK(answer.open_late == 1);
  CHECK(view.on_time.at("relay").met == 2);
  CHECK(view.on_time.at("relay").n == 2);
  // Only G gave back, after its hour; A, B and D never did and are nobody's delay.
  CHECK(view.on_time.at("give_back").late == 1);
  CHECK(view.on_time.at("give_back").n == 1);
  CHECK_FALSE(view.on_time.at("repair").share.has_value());
  CHECK(view.total_time.median_ms == 100 * 60'000);  // A 1 h 40, B 9 h
  CHECK(view.total_time.p90_ms == 540 * 60'000);
  CHECK(view.rating_average.value() == doctest::Approx(4.0));
  CHECK(view.rating_n == 2);
  CHECK(view.states.at("resolved") == 2);
  CHECK(view.states.at("dispatched") == 1);
  CHECK(view.states.at("repairing") == 0);
  CHECK(view.by_day.size() == 30);
  CHECK(view.by_day.back().received == 2);
  CHECK(view.by_day[26].day == "2026-03-10");
  CHECK(view.by_day[26].handled == 2);
  CHECK(view.formulas.at("on_time").find("đúng") != std::string::npos);
}

TEST_CASE("rows of the tables, by hand") {
  Small small;
  small.play();
  const auto view = small.count();
  const auto& so_xd = row_of(view.by_agency, "so_xd");
  CHECK(same(so_xd.parts, {3, 2, 1, 0, 0, 0, 0}));
  CHECK(so_xd.overdue == 1);
  CHECK(so_xd.answer.n == 3);
  CHECK(so_xd.spread.n == 2);  // what was given back was no answer
  CHECK(so_xd.spread.median_ms == 60 * 60'000);
  CHECK(so_xd.spread.p90_ms == 300 * 60'000);
  const auto& power = row_of(view.by_agency, "dien_luc_cm");
  CHECK(power.parts.received == 0);
  CHECK(power.answer.late == 1);
  CHECK(power.spread.n == 0);
  CHECK(row_of(view.by_agency, "none").parts.received == 4);
  CHECK(row_of(view.by_area, "2025-31825").parts.received == 3);
  CHECK(row_of(view.by_area, "none").parts.withdrawn == 1);
  CHECK(row_of(view.by_field, "infrastructure").parts.received == 3);
  CHECK(row_of(view.by_field, "infrastructure").answer.open_late == 1);
  FiguresAsked asked;
  asked.agency = "so_xd";
  const auto own = small.count(asked);
  CHECK(own.parts.received == 3);
  CHECK(own.on_time.at("dispatch").n == 0);  // the portal's clocks are the portal's
  asked.agency = "none";
  CHECK(small.count(asked).parts.received == 4);
  asked = {};
  asked.area = "2025-31834";
  asked.field = "power";
  CHECK(small.count(asked).parts.received == 1);
  asked = {};
  asked.from = asked.to = "2026-03-11";
  const auto day = small.count(asked);
  CHECK(day.parts.received == 2);
  CHECK(day.overdue == 2);  // now, of whatever day
  CHECK(day.by_day.size() == 1);
}

TEST_CASE("the same reports by the districts of 2022") {
  Small small;
  small.play();
  FiguresAsked asked;
  asked.edition = "2022";
  const auto view = small.count(asked);
  CHECK(view.parts.received == 7);
  std::int64_t received = 0;
  for (const auto& row : view.by_area) {
    received += row.parts.received;
    const auto* area = small.province_.services().province->areas.find(row.key);
    if (area != nullptr) CHECK(area->type == domain::AreaType::district);
  }
  CHECK(received == 7);
}

TEST_CASE("lists agree with the figures and say which clock they count") {
  Small small;
  small.play();
  const auto overdue = small.list("overdue");
  REQUIRE(overdue.items.size() == 2);
  CHECK(overdue.items[0].id == small.d_);
  const auto late = small.list("late:answer");
  CHECK(late.items.size() == 3);
  for (const auto& item : late.items) CHECK(item.clock == "answer");
  CHECK(small.list("met:answer").items.size() == 1);
  CHECK(small.list("open").items.front().id == small.e_);
  auto reader = small.province_.reader();
  const auto query = figures_query(small.province_.services(), {}, small.k_now);
  for (const auto* part : {"", "resolved", "submitted", "late:", "late:total", "met:nothing"}) {
    INFO(part);
    const auto list = figures_list(small.province_.services(), reader, small.coordinator_, *query,
                                   part, "", 50, small.k_now, Lang::vi);
    REQUIRE_FALSE(list);
    CHECK(list.error().fields.at(0).field == "part");
  }
}

TEST_CASE("each viewer counts what he may see") {
  Small small;
  small.play();
  const auto supervisor = small.province_.viewer(Role::supervisor, "", "2025-31834");
  CHECK(small.count({}, &supervisor).parts.received == 3);
  const auto whole = small.province_.viewer(Role::supervisor, "", "2025-96");
  CHECK(small.count({}, &whole).parts.received == 7);
  CHECK(small.list("received", &whole).items.front().text.empty());
  CHECK_FALSE(small.list("received").items.front().text.empty());
  const auto leader = small.province_.viewer(Role::agency_leader, "so_xd");
  CHECK(small.count({}, &leader).parts.received == 3);
  // The report it gave back late is counted for it, but it reads it no more.
  const auto power = small.province_.viewer(Role::agency_leader, "dien_luc_cm");
  const auto theirs = small.count({}, &power);
  CHECK(theirs.parts.received == 0);
  CHECK(theirs.on_time.at("answer").late == 1);
  const auto late = small.list("late:answer", &power);
  REQUIRE(late.items.size() == 1);
  CHECK(late.items[0].text.empty());
  for (const Role role :
       {Role::officer, Role::admin, Role::reporter, Role::anonymous, Role::denunciation_keeper}) {
    domain::Viewer nobody;
    nobody.role = role;
    nobody.agency = "so_xd";
    CHECK(small.count({}, &nobody).parts.received == 0);
    CHECK(small.list("received", &nobody).items.empty());
  }
}

TEST_CASE("questions that cannot be answered name the parameter") {
  const auto fault = [](FiguresAsked asked) {
    static for_test::Province province(at("2026-03-01T00:00:00+07:00"));
    const auto query = figures_query(province.services(), asked, at("2026-03-13T17:00:00+07:00"));
    return query ? std::string("none") : query.error().fields.at(0).field;
  };
  CHECK(fault({}) == "none");
  CHECK(fault({.from = "2026-3-1"}) == "from");
  CHECK(fault({.to = "31/03/2026"}) == "to");
  CHECK(fault({.from = "2026-03-02", .to = "2026-03-01"}) == "to");
  CHECK(fault({.from = "2001-01-01"}) == "from");
  CHECK(fault({.field = "nothing"}) == "field");
  CHECK(fault({.area = "2025-00000"}) == "area");
  CHECK(fault({.agency = "nobody"}) == "agency");
  CHECK(fault({.edition = "1999"}) == "edition");
}

TEST_CASE("nearest rank of minutes") {
  const auto ranks = [](std::initializer_list<std::int64_t> minutes) {
    Minutes times;
    for (const auto minute : minutes) times.add(minute, 1);
    return std::pair(times.rank(50), times.rank(90));
  };
  CHECK_FALSE(ranks({}).first.has_value());
  CHECK(ranks({7}) == std::pair(std::optional(7L), std::optional(7L)));
  CHECK(ranks({4, 1, 3, 2}).first == 2);
  CHECK(ranks({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}).second == 9);
  CHECK(ranks({11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}).second == 10);
  CHECK(ranks({1, 50'000, 90'000}).first == 50'000);  // days stand apart
  Minutes gone;
  gone.add(5, 2);
  gone.add(5, -2);
  CHECK_FALSE(gone.rank(50).has_value());
}

// A recount that shares nothing with the figures but the definitions.
struct Recount {
  PartsView parts;
  std::int64_t overdue = 0;
  std::int64_t ratings = 0;
  std::map<std::string, ShareView> shares;
  Minutes total;

  Recount(store::Reader& reader, const std::vector<domain::Report>& all, Instant from,
          Instant until, Instant now) {
    for (const auto& report : all) {
      if (report.register_ != domain::Register::ordinary) continue;
      for (const auto& clock : store::clocks_of(reader, report.id)) {
        if (clock.due_at && *clock.due_at >= from && *clock.due_at < until) add(clock, now);
      }
      overdue += domain::is_open(report.state) && report.due_at && *report.due_at < now;
      if (report.submitted_at >= from) add(report);
    }
  }

 private:
  void add(const domain::ClockRow& clock, Instant now) {
    auto& share = shares[std::string(word(clock.kind))];
    share.met += clock.result == domain::ClockResult::met;
    share.late += clock.result == domain::ClockResult::late;
    share.open_late += clock.result == domain::ClockResult::running && *clock.due_at < now &&
                       clock.kind != domain::ClockKind::give_back;
  }
  void add(const domain::Report& report) {
    parts.received += 1;
    parts.handled += report.state == State::resolved;
    parts.open += domain::is_open(report.state);
    parts.refused += report.state == State::refused;
    parts.handed_over += report.state == State::handed_over;
    parts.merged += report.state == State::merged;
    parts.withdrawn += report.state == State::withdrawn;
    ratings += report.rating.has_value();
    if (report.state == State::resolved) {
      total.add((*report.closed_at - report.submitted_at) / std::chrono::minutes(1), 1);
    }
  }
};

void check_tables(const FiguresView& view) {
  for (const auto* table : {&view.by_field, &view.by_area, &view.by_agency}) {
    PartsView whole;
    std::int64_t answers = 0, past = 0;
    for (const auto& row : *table) {
      CHECK(sum(row.parts) == row.parts.received);
      whole.received += row.parts.received;
      whole.handled += row.parts.handled;
      answers += row.answer.n;
      past += row.overdue;
    }
    CHECK(whole.received == view.parts.received);
    CHECK(whole.handled == view.parts.handled);
    CHECK(answers == view.on_time.at("answer").n);
    CHECK(past == view.overdue);
  }
  std::int64_t received = 0;
  for (const auto& day : view.by_day) received += day.received;
  CHECK(received == view.parts.received);
}

void check_recount(const FiguresView& view, Recount& recount) {
  CHECK(same(view.parts, recount.parts));
  CHECK(sum(view.parts) == view.parts.received);
  CHECK(view.overdue == recount.overdue);
  CHECK(view.rating_n == recount.ratings);
  CHECK(view.total_time.n == recount.total.n());
  CHECK(view.total_time.median_ms.value_or(-60'000) / 60'000 ==
        recount.total.rank(50).value_or(-1));
  CHECK(view.total_time.p90_ms.value_or(-60'000) / 60'000 == recount.total.rank(90).value_or(-1));
  for (const auto& [kind, share] : view.on_time) {
    INFO(kind);
    CHECK(share.met == recount.shares[kind].met);
    CHECK(share.late == recount.shares[kind].late);
    CHECK(share.open_late == recount.shares[kind].open_late);
    CHECK(share.n == share.met + share.late + share.open_late);
  }
}

TEST_CASE("figures equal a recount of the whole history") {
  const Instant now = at("2026-11-21T15:30:00+07:00");
  for (const auto engine : store::test_engines()) {
    INFO(store::word(engine));
    for_test::Province province(demo_history_start(now), engine);
    const auto writer = province.writer();
    REQUIRE(make_demo_history(province.services(), *writer, 5, 200, now));
    auto reader = province.reader();
    CHECK(store::wrong_figures(reader).empty());
    std::vector<domain::Report> all;
    store::each_report(reader, "", 10'000, all);
    domain::Viewer coordinator;
    coordinator.role = Role::coordinator;
    for (const std::string_view from : {"2026-08-01", "2026-10-23", "2026-11-20"}) {
      FiguresAsked asked;
      asked.from = from;
      const auto query = figures_query(province.services(), asked, now).value();
      const auto view = figures(province.services(), reader, coordinator, query, now, Lang::vi);
      Recount recount(reader, all, instant_of(query.from),
                      instant_of(query.to) + std::chrono::days(1), now);
      check_recount(view, recount);
      check_tables(view);
    }
  }
}

}  // namespace
}  // namespace camaug::app
