// A random walk through the workflow: whoever acts, and whatever is offered to them, no report gets
// stuck and no clock is left behind.
#include <algorithm>
#include <random>

#include "domain/calendar_for_test.hpp"
#include "domain/clock_change.hpp"
#include "domain/workflow_open.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

Viewer staff(Role role, std::string account, std::string agency = "") {
  Viewer v;
  v.role = role;
  v.account = std::move(account);
  v.agency = std::move(agency);
  return v;
}

std::vector<Viewer> crowd() {
  Viewer reporter;
  reporter.role = Role::reporter;
  reporter.report = "r1";
  Viewer system;
  system.role = Role::system;
  return {reporter,
          system,
          staff(Role::coordinator, "a1"),
          staff(Role::coordinator, "a2"),
          staff(Role::agency_leader, "l1", "police"),
          staff(Role::officer, "o1", "police"),
          staff(Role::officer, "o2", "police"),
          staff(Role::agency_leader, "l2", "water"),
          staff(Role::officer, "o3", "water"),
          staff(Role::supervisor, "s1"),
          staff(Role::denunciation_keeper, "k1")};
}

// One report on its way, kept as the application keeps it.
class Walk {
 public:
  Walk(unsigned seed, LimitRule rule, bool approval) : random_(seed) {
    policies_ = {sample_policy(rule)};
    policies_[0].answer_needs_approval = approval;
    report_.id = "r1";
    report_.urgency = pick(4) == 0 ? Urgency::claimed : Urgency::none;
    report_.has_contact = true;
    now_ = at("2025-03-03 00:00") + std::chrono::hours(pick(24 * 500)) + Millis(pick(3'600'000));
    move(Action::submit, std::nullopt, State::submitted, false);
  }

  void run(int steps) {
    for (int i = 0; i < steps && !stuck_; ++i) one();
  }
  [[nodiscard]] bool stuck() const { return stuck_; }
  [[nodiscard]] StateSet seen() const { return seen_; }
  [[nodiscard]] ActionSet done() const { return done_; }

 private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  Situation situation() {
    return {report_,
            policies_[0],
            {},
            "police",
            asked_,
            contact_asked_,
            contact_waits_,
            Publicity::normal,
            last_,
            MasterFacts{State::resolved, now_ + Millis(1), false},
            escalated_,
            true};
  }

  void one() {
    now_ += pick(3) == 0 ? Millis(pick(8'000)) : Millis(pick(9'000'000));
    const std::vector<Offer> all = offers();
    const bool someone = std::ranges::any_of(all, [](const Offer& offer) { return offer.moves; });
    CHECK_MESSAGE((someone || !is_open(report_.state)), word(report_.state));
    stuck_ = !someone && is_open(report_.state);
    if (all.empty()) return;
    const Offer& taken = choose(all);
    act(taken.viewer, taken.action);
    check_clocks();
  }

  struct Offer {
    Viewer viewer;
    Action action{};
    bool moves = false;
  };

  std::vector<Offer> offers() {
    static const std::vector<Viewer> k_crowd = crowd();
    std::vector<Offer> out;
    const Situation s = situation();
    for (const Viewer& viewer : k_crowd) {
      for (const Action action : open_actions(s, viewer, now_)) {
        const Transition& row = *step(report_.state, action, viewer.role);
        const bool moves = action != Action::undo && next_state(row, s) != report_.state;
        out.push_back({viewer, action, moves});
      }
    }
    return out;
  }

  // Mostly a step forward, so that walks also come to the far states.
  const Offer& choose(const std::vector<Offer>& all) {
    constexpr ActionSet k_away = actions({Action::withdraw, Action::refuse, Action::hand_over,
                                          Action::merge, Action::recall, Action::give_back});
    std::vector<const Offer*> forward;
    for (const Offer& offer : all) {
      if (offer.moves && !has_action(k_away, offer.action)) forward.push_back(&offer);
    }
    if (forward.empty() || pick(2) == 0) return all[pick(static_cast<unsigned>(all.size()))];
    return *forward[pick(static_cast<unsigned>(forward.size()))];
  }

  void act(const Viewer& viewer, Action action) {
    const Situation before = situation();
    const Transition& row = *check_open(before, viewer, action, now_).value();
    const bool awaits = action == Action::answer && awaits_approval(before, viewer);
    const State from = report_.state;
    const State to = next_state(row, before, awaits);
    done_ |= ActionSet{1} << unsigned(action);
    if (action == Action::undo) {
      for (const ClockChange& change : undo_clocks(clocks_before_, clocks_, now_)) store(change);
      report_ = report_before_;
      last_ = LastAct{Action::undo, from, viewer.actor(), now_};
      CHECK(report_.state == to);
      return;
    }
    report_before_ = report_;
    clocks_before_ = clocks_;
    note_facts(viewer, action, from, to, awaits);
    move(action, from, to, report_.answer_kind == "plan");
    last_ = LastAct{action, from, viewer.actor(), now_};
  }

  // The members of the projection that the rules read, as an application sets them.
  void note_reopening(Action action) {
    report_.reopen_requested = action == Action::ask_reopen || action == Action::escalate;
    report_.reopen_asked |= action == Action::ask_reopen;
    escalated_ |= action == Action::escalate;
  }

  void note_facts(const Viewer& viewer, Action action, State from, State to, bool awaits) {
    Report& r = report_;
    switch (action) {
      case Action::dispatch:
        r.lead = pick(2) == 0 ? "police" : "water";
        break;
      case Action::accept:
        r.officer = viewer.account;
        break;
      case Action::assign:
        r.officer = "o1";
        break;
      case Action::ask_reporter:
        r.resume_state = from;
        r.asked_by = viewer.agency.empty() ? std::string(k_portal_asked) : viewer.agency;
        asked_.push_back(*r.asked_by);
        break;
      case Action::ask_contact:
        contact_asked_.push_back(asker(viewer));
        contact_waits_ = true;
        break;
      case Action::allow_contact:
      case Action::decline_contact:
        r.consent_call = action == Action::allow_contact;
        contact_waits_ = false;
        break;
      case Action::answer: {
        const bool plan = r.plan_count < 2 && pick(3) == 0;
        r.answer_kind = plan ? "plan" : "final";
        r.plan_count += plan ? 1 : 0;
        r.answer_from = from;
        r.awaiting_approval = awaits;
        promised_ = local_date(now_ + std::chrono::hours(24 * (1 + pick(9))));
        break;
      }
      case Action::rate:
        r.rating = 3;
        break;
      case Action::ask_reopen:
      case Action::escalate:
      case Action::reopen:
      case Action::decline_reopen:
        note_reopening(action);
        break;
      case Action::set_urgent:
        r.urgency = Urgency::confirmed;
        break;
      case Action::clear_urgent:
        r.urgency = Urgency::none;
        break;
      case Action::acknowledge:
        r.acknowledged_at = now_;
        break;
      case Action::publish:
        r.published = true;
        break;
      case Action::hide:
        r.published = false;
        break;
      default:
        break;
    }
    if (to == State::submitted && from != State::waiting_reporter && from != to) r.officer.reset();
    if (to != from) r.awaiting_approval = false;
    if (!is_open(to) && is_open(from)) {
      r.closed_at = now_;
      r.closed_by = viewer.account;
    }
  }

  void move(Action action, std::optional<State> from, State to, bool plan) {
    ClockStep step{action,
                   from,
                   to,
                   plan,
                   "portal",
                   report_.lead.value_or("portal"),
                   1 + static_cast<int>(pick(10)),
                   promised_};
    const auto changes = clock_changes(step, clocks_, {now_, policies_, {}, calendar_});
    REQUIRE_MESSAGE(changes, (changes ? "" : changes.error().key));
    for (const ClockChange& change : *changes) store(change);
    report_.state = to;
    seen_ = static_cast<StateSet>(seen_ | states({to}));
  }

  void store(const ClockChange& change) {
    if (change.before) {
      *std::ranges::find(clocks_, change.after.id, &ClockInstance::id) = change.after;
    } else {
      clocks_.push_back(change.after);
      clocks_.back().id = static_cast<std::int64_t>(clocks_.size());
    }
  }

  void check_clocks() {
    std::array<int, k_clock_words.size()> open{};
    bool timed = false;
    for (const ClockInstance& clock : clocks_) {
      if (clock.due_at) CHECK(*clock.due_at >= clock.started_at);
      CHECK(clock.open() ==
            (clock.result == ClockResult::running || clock.result == ClockResult::paused));
      CHECK((clock.result == ClockResult::paused) == clock.paused_at.has_value());
      if (!clock.open()) continue;
      ++open[std::size_t(clock.kind)];
      timed |= clock.due_at.has_value() && !clock_rule(clock.kind).informs_only;
      CHECK((clock.result == ClockResult::paused) == (report_.state == State::waiting_reporter));
      const bool asked = clock.kind == ClockKind::reopen && report_.reopen_requested;
      CHECK_MESSAGE((is_open(report_.state) || asked), word(report_.state));
    }
    CHECK(std::ranges::max(open) <= 1);
    CHECK(open[std::size_t(ClockKind::total)] == (is_open(report_.state) ? 1 : 0));
    CHECK_MESSAGE((timed || !is_open(report_.state)), word(report_.state));
  }

  std::mt19937 random_;
  Calendar calendar_ = sample_calendar();
  std::vector<PolicyVersion> policies_;
  Report report_, report_before_;
  std::vector<ClockInstance> clocks_, clocks_before_;
  std::vector<std::string> asked_;
  std::vector<std::string> contact_asked_;
  bool contact_waits_ = false;
  bool escalated_ = false;
  std::optional<LastAct> last_;
  std::optional<LocalDate> promised_;
  Instant now_{};
  StateSet seen_ = 0;
  ActionSet done_ = 0;
  bool stuck_ = false;
};

}  // namespace

TEST_CASE("random walks get stuck nowhere and leave no clock behind") {
  StateSet seen = 0;
  ActionSet done = 0;
  for (unsigned seed = 1; seed <= 80; ++seed) {
    Walk walk(seed, static_cast<LimitRule>(seed % 4), seed % 3 == 0);
    walk.run(100);
    CHECK_FALSE(walk.stuck());
    seen = static_cast<StateSet>(seen | walk.seen());
    done |= walk.done();
  }
  CHECK(seen == k_any_state);
  // All actions but submit (the beginning) were met on the way.
  const ActionSet all = (ActionSet{1} << k_action_words.size()) - 1;
  const ActionSet missed = all & ~done & ~actions({Action::submit, Action::join});
  for (std::size_t i = 0; i < k_action_words.size(); ++i) {
    CHECK_MESSAGE((missed >> i & 1U) == 0, k_action_words[i]);
  }
}
