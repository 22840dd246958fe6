// What each action does to the clocks of a report, walked through as cases run.
#include "domain/clock_change.hpp"

#include <algorithm>

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

using enum Action;
using enum State;

// A report's clocks, moved step by step.
struct Course {
  Calendar calendar = sample_calendar();
  std::vector<PolicyVersion> policies = {sample_policy()};
  std::vector<ClockInstance> clocks;
  State state = submitted;
  std::vector<ClockChange> last;

  void act(Action action, State to, std::string_view time, bool plan = false,
           std::optional<LocalDate> promised = {}) {
    ClockStep step;
    step.action = action;
    if (action != submit) step.from = state;
    step.to = to;
    step.plan = plan;
    step.portal = "portal";
    step.lead = "police";
    step.repair_days = 3;
    step.promised = promised;
    auto changes = clock_changes(step, clocks, {at(time), policies, {}, calendar});
    REQUIRE(changes);
    last = *changes;
    for (const ClockChange& change : last) store(change);
    state = to;
  }
  void store(const ClockChange& change) {
    ClockInstance after = change.after;
    if (!change.before) after.id = static_cast<std::int64_t>(clocks.size()) + 1;
    if (change.before) {
      *std::ranges::find(clocks, after.id, &ClockInstance::id) = after;
    } else {
      clocks.push_back(after);
    }
  }
  // "dispatch met, total running": all clocks of a report, by start.
  [[nodiscard]] std::string all() const {
    std::string out;
    for (const ClockInstance& clock : clocks) {
      out += (out.empty() ? "" : ", ") + std::string(word(clock.kind)) + " " +
             std::string(word(clock.result));
    }
    return out;
  }
  [[nodiscard]] const ClockInstance& newest(ClockKind kind) const {
    return *std::find_if(clocks.rbegin(), clocks.rend(),
                         [&](const ClockInstance& c) { return c.kind == kind; });
  }
  [[nodiscard]] std::string due(ClockKind kind) const { return show(newest(kind).due_at.value()); }
};

Course answered_case() {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  c.act(accept, in_progress, "2026-03-02 09:30");
  c.act(answer, answered, "2026-03-02 10:00");
  return c;
}

}  // namespace

TEST_CASE("from submission to the relayed result") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  CHECK(c.all() == "dispatch running, total running");
  CHECK(c.newest(ClockKind::dispatch).owner == "portal");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  CHECK(c.all() == "dispatch met, total running, give_back running, answer running");
  CHECK(c.newest(ClockKind::answer).owner == "police");
  c.act(accept, in_progress, "2026-03-02 09:30");
  CHECK(c.last.empty());
  c.act(answer, answered, "2026-03-02 13:30");
  CHECK(c.all() == "dispatch met, total running, give_back void, answer late, relay running");
  c.act(relay, resolved, "2026-03-02 14:00");
  CHECK(c.all() == "dispatch met, total met, give_back void, answer late, relay met");
  c.act(rate, resolved, "2026-03-02 15:00");
  CHECK(c.last.empty());
}

TEST_CASE("refused and handed over end the dispatch clock; withdrawn and merged void it") {
  for (const auto& [action, to] : {std::pair(refuse, refused), {hand_over, handed_over}}) {
    Course c;
    c.act(submit, submitted, "2026-03-02 08:00");
    c.act(action, to, "2026-03-02 11:00");
    CHECK(c.all() == "dispatch late, total void");
  }
  for (const auto& [action, to] : {std::pair(withdraw, withdrawn), {merge, merged}}) {
    Course c;
    c.act(submit, submitted, "2026-03-02 08:00");
    c.act(action, to, "2026-03-02 09:00");
    CHECK(c.all() == "dispatch void, total void");
  }
  Course late;
  late.act(submit, submitted, "2026-03-02 08:00");
  late.act(withdraw, withdrawn, "2026-03-02 10:30");
  CHECK(late.all() == "dispatch late, total void");
}

TEST_CASE("unmerge starts a new dispatch clock and the total goes on") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(merge, merged, "2026-03-02 09:00");
  c.act(unmerge, submitted, "2026-03-02 13:00");
  CHECK(c.all() == "dispatch void, total running, dispatch running");
  CHECK(show(c.newest(ClockKind::total).started_at) == "2026-03-02 08:00");
  CHECK(c.due(ClockKind::dispatch) == "2026-03-02 15:00");
}

TEST_CASE("give_back in and after its window, recall") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  c.act(give_back, submitted, "2026-03-02 09:40");
  CHECK(c.all() == "dispatch met, total running, give_back met, answer void, dispatch running");
  c.act(dispatch, dispatched, "2026-03-02 10:00");
  c.act(accept, in_progress, "2026-03-02 10:10");
  c.act(give_back, submitted, "2026-03-02 14:30");
  CHECK(c.newest(ClockKind::give_back).result == ClockResult::late);
  CHECK(c.newest(ClockKind::answer).result == ClockResult::late);  // overdue already
  Course r = answered_case();
  r.act(send_back, in_progress, "2026-03-02 10:30");
  r.act(recall, submitted, "2026-03-02 10:40");
  CHECK(r.all() ==
        "dispatch met, total running, give_back void, answer void, relay met, dispatch running");
}

TEST_CASE("send_back continues the answer clock that was met") {
  Course c = answered_case();
  c.act(send_back, in_progress, "2026-03-02 11:00");
  CHECK(c.all() == "dispatch met, total running, give_back void, answer running, relay met");
  CHECK(c.due(ClockKind::answer) == "2026-03-02 14:00");  // 3 h were left
  c.act(answer, answered, "2026-03-02 13:00");
  CHECK(c.newest(ClockKind::answer).result == ClockResult::met);
  CHECK(c.newest(ClockKind::relay).result == ClockResult::running);
}

TEST_CASE("an answer that waits for approval ends nothing; the approval does") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  c.act(assign, in_progress, "2026-03-02 09:30");
  c.act(answer, in_progress, "2026-03-02 10:00");
  CHECK(c.last.empty());
  c.act(approve, answered, "2026-03-02 13:01");
  CHECK(c.newest(ClockKind::answer).result == ClockResult::late);
  CHECK(c.newest(ClockKind::relay).result == ClockResult::running);
}

TEST_CASE("plan, repair, second plan, final answer") {
  Course c = answered_case();
  c.act(relay, repairing, "2026-03-02 11:00", true, day("2026-03-04"));
  CHECK(c.due(ClockKind::repair) == "2026-03-04 17:00");
  CHECK(c.newest(ClockKind::total).result == ClockResult::running);
  c.act(answer, answered, "2026-03-04 16:00", true);
  CHECK(c.newest(ClockKind::repair).result == ClockResult::running);
  c.act(send_back, repairing, "2026-03-04 16:30", true);
  CHECK(c.newest(ClockKind::repair).result == ClockResult::running);
  c.act(answer, answered, "2026-03-04 17:30", true);
  c.act(relay, repairing, "2026-03-04 18:00", true, day("2026-03-06"));
  const auto repairs = std::ranges::count(c.clocks, ClockKind::repair, &ClockInstance::kind);
  CHECK(repairs == 2);
  CHECK(c.clocks[5].result == ClockResult::late);  // it was overdue when it was replaced
  CHECK(c.due(ClockKind::repair) == "2026-03-06 17:00");
  c.act(answer, answered, "2026-03-06 15:00");
  CHECK(c.newest(ClockKind::repair).result == ClockResult::met);
  c.act(send_back, repairing, "2026-03-06 16:00");
  CHECK(c.newest(ClockKind::repair).result == ClockResult::running);
  CHECK(c.due(ClockKind::repair) == "2026-03-06 17:00");
  c.act(answer, answered, "2026-03-06 16:30");
  c.act(relay, resolved, "2026-03-06 16:40");
  CHECK(c.newest(ClockKind::total).result == ClockResult::met);
  CHECK(std::ranges::none_of(c.clocks, &ClockInstance::open));
}

TEST_CASE("waiting for the reporter pauses everything and resumes it") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(ask_reporter, waiting_reporter, "2026-03-02 09:00");
  CHECK(c.all() == "dispatch paused, total paused");
  CHECK(next_due(c.clocks)->kind == ClockKind::dispatch);
  c.act(set_urgent, waiting_reporter, "2026-03-02 09:30");
  CHECK(c.last.empty());
  c.act(reply_timeout, submitted, "2026-03-05 09:00");
  CHECK(c.all() == "dispatch running, total running");
  CHECK(c.due(ClockKind::dispatch) == "2026-03-05 10:00");
  c.act(ask_reporter, waiting_reporter, "2026-03-05 09:30");
  c.act(withdraw, withdrawn, "2026-03-09 09:30");
  CHECK(c.all() == "dispatch void, total void");
}

TEST_CASE("reopening from resolved and from refused") {
  Course c = answered_case();
  c.act(relay, resolved, "2026-03-02 11:00");
  c.act(ask_reopen, resolved, "2026-03-07 08:00");
  CHECK(c.due(ClockKind::reopen) == "2026-03-07 20:00");
  CHECK(next_due(c.clocks)->kind == ClockKind::reopen);
  c.act(decline_reopen, resolved, "2026-03-07 09:00");
  CHECK(std::ranges::none_of(c.clocks, &ClockInstance::open));
  CHECK(next_due(c.clocks) == nullptr);
  Course r;
  r.act(submit, submitted, "2026-03-02 08:00");
  r.act(refuse, refused, "2026-03-02 09:00");
  r.act(ask_reopen, refused, "2026-03-02 09:30");
  r.act(reopen, submitted, "2026-03-02 12:00");
  CHECK(r.all() == "dispatch met, total running, reopen late, dispatch running");
}

TEST_CASE("a running clock keeps the version it started under") {
  Course c;
  PolicyVersion strict = sample_policy();
  strict.id = "strict";
  strict.valid_from = day("2026-03-02");
  strict.limits[std::size_t(ClockKind::answer)] = {60, 60};
  c.act(submit, submitted, "2026-03-01 23:00");
  c.policies.push_back(strict);
  c.act(ask_reporter, waiting_reporter, "2026-03-02 01:00");
  c.act(resume, submitted, "2026-03-02 02:00");
  CHECK(c.due(ClockKind::dispatch) == "2026-03-02 12:00");  // 12 h of the old version, moved
  c.act(dispatch, dispatched, "2026-03-02 08:00");
  CHECK(c.due(ClockKind::answer) == "2026-03-02 09:00");
  CHECK(c.newest(ClockKind::answer).why.policy == "strict");
  c.policies.clear();
  ClockStep step{ask_reporter, dispatched, waiting_reporter, false, "portal", "police", 1, {}};
  const auto gone =
      clock_changes(step, c.clocks, {at("2026-03-02 08:30"), c.policies, {}, c.calendar});
  CHECK(gone.error().key == "error.policy.unknown");
}

TEST_CASE("undo brings the clocks back and voids what was started") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  const auto before = c.clocks;
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  for (const ClockChange& change : undo_clocks(before, c.clocks, at("2026-03-02 09:00:05"))) {
    c.store(change);
  }
  CHECK(c.all() == "dispatch running, total running, give_back void, answer void");
  CHECK(c.due(ClockKind::dispatch) == "2026-03-02 10:00");
}

TEST_CASE("a holiday announced late recomputes what is open, once") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  auto days = sample_days();
  days.push_back({day("2026-03-02"), SpecialDay::holiday, "mới", "new", false});
  c.calendar = Calendar::make(days, {2025, 2026, 2027}).value();
  const ClockContext context{at("2026-03-02 10:00"), c.policies, {}, c.calendar};
  const auto changes = recompute_clocks(c.clocks, context).value();
  CHECK(changes.size() == 2);  // give_back and answer; dispatch has ended
  for (const ClockChange& change : changes) c.store(change);
  CHECK(c.due(ClockKind::answer) == "2026-03-03 09:00");
  CHECK(recompute_clocks(c.clocks, context)->empty());
  CHECK(next_due(c.clocks)->kind == ClockKind::answer);  // the give_back window only informs
}

TEST_CASE("a paused clock counts as overdue only when it was late before") {
  Course c;
  c.act(submit, submitted, "2026-03-02 08:00");
  c.act(dispatch, dispatched, "2026-03-02 09:00");
  Course in_time = c;
  in_time.act(ask_reporter, waiting_reporter, "2026-03-02 13:00");
  CHECK(next_due(in_time.clocks)->kind == ClockKind::answer);  // what people are shown
  CHECK(counted_due(in_time.clocks) == nullptr);
  in_time.act(reporter_replied, dispatched, "2026-03-04 13:00");
  CHECK(show(*counted_due(in_time.clocks)->due_at) == "2026-03-04 13:00");
  Course late = c;
  late.act(ask_reporter, waiting_reporter, "2026-03-02 13:00:01");
  CHECK(show(*counted_due(late.clocks)->due_at) == "2026-03-02 13:00");
}
