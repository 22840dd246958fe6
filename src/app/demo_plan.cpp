#include "app/demo_plan.hpp"

#include <algorithm>
#include <array>

#include "base/texts.hpp"

namespace camaug::app {
namespace {

using domain::Action;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Body = boost::json::object;

// Moves a time in the night to the next morning, mostly.
Instant by_day(DemoDice& dice, Instant at, hours from, hours until, double mostly) {
  const Millis time = time_of_day(at);
  if ((time >= from && time < until) || !dice.chance(mostly)) return at;
  const auto day = std::chrono::sys_days(local_date(at)) + days(time >= until ? 1 : 0);
  return instant_of(LocalDate(day), from) + minutes(dice.between(5, 80));
}

class Plan {
 public:
  Plan(DemoDice& dice, const DemoFacts& facts, Instant at)
      : dice_(dice), words_(dice.beside("words")), facts_(facts), at_(at) {}

  std::vector<DemoStep> run() {
    static constexpr std::array<int, 6> k_ends = {78, 10, 5, 3, 1, 1};
    switch (facts_.urgent ? 0 : dice_.weighted(k_ends)) {
      case 1:
        refused();
        break;
      case 2:
        handed_over("complaint", true);
        break;
      case 3:
        withdrawn();
        break;
      case 4:
        handed_over("crime_report", false);
        break;
      case 5:
        add(DemoActor::coordinator, Action::refuse,
            {{"kind", "denunciation"}, {"text", say("refusal.denunciation")}}, desk(30));
        break;
      default:
        handled();
    }
    return std::move(steps_);
  }

  // At fixed distances: nobody waits for the morning.
  std::vector<DemoStep> stand(DemoStanding standing) {
    add(DemoActor::coordinator, Action::dispatch, {}, at_ + minutes(15));
    if (standing == DemoStanding::sent) return std::move(steps_);
    add(DemoActor::officer, Action::accept, {}, at_ + minutes(10));
    if (standing == DemoStanding::waiting_reporter) {
      add(DemoActor::officer, Action::ask_reporter, {{"question", say("question")}},
          at_ + minutes(10));
    } else if (standing == DemoStanding::answered) {
      answer_at(at_ + minutes(25));
    }
    return std::move(steps_);
  }

 private:
  std::string say(const std::string& what) { return demo_text(words_, "demo.history." + what); }

  // The portal's people, and later those of the agency, work mostly by day.
  Instant desk(double median_minutes) {
    Instant next = at_ + dice_.delay(median_minutes);
    if (dice_.chance(0.05)) next += hours(dice_.between(2, 9));
    return by_day(dice_, next, hours(6), hours(22), 0.9);
  }
  Instant office(double median_minutes, double slow = 0.0) {
    Instant next = at_ + dice_.delay(median_minutes);
    if (dice_.chance(slow)) next += hours(dice_.between(4, 60));
    return by_day(dice_, next, hours(7), hours(18), facts_.urgent ? 0.1 : 0.45);
  }

  void add(DemoActor by, Action action, Body body, Instant at) {
    at_ = std::max(at, at_ + minutes(1));
    steps_.push_back({at_, by, action, std::move(body)});
  }
  void by_coordinator(Action action, Body body, Instant at) {
    add(dice_.chance(0.6) ? DemoActor::coordinator : DemoActor::other_coordinator, action,
        std::move(body), at);
  }

  void refused() {
    static constexpr std::array<std::string_view, 4> k_kinds = {
        "administrative_procedure", "civil_dispute", "complaint", "unusable"};
    const auto kind = k_kinds[dice_.below(k_kinds.size())];
    by_coordinator(Action::refuse, {{"kind", kind}, {"text", say("refusal." + std::string(kind))}},
                   desk(32));
  }
  void handed_over(std::string_view kind, bool consent) {
    by_coordinator(Action::hand_over,
                   {{"kind", kind},
                    {"to", say("hand_over_to." + std::string(kind))},
                    {"text", say("hand_over")},
                    {"consent", consent}},
                   desk(40));
  }
  void withdrawn() { add(DemoActor::reporter, Action::withdraw, {}, at_ + dice_.delay(12, 0.4)); }

  void handled() {
    if (facts_.urgent) {
      add(DemoActor::coordinator, Action::set_urgent, {}, at_ + dice_.delay(3, 0.4));
    } else if (dice_.chance(0.05)) {
      ask_first();
    }
    dispatch();
    if (dice_.chance(0.07)) given_back();
    if (dice_.chance(0.02)) {
      by_coordinator(Action::recall, {{"reason", say("recall")}}, at_ + dice_.delay(15));
      dispatch();
    }
    const bool early = facts_.can_publish && dice_.chance(0.35);
    if (early) publish();
    take_on();
    const bool repairs = facts_.field == "infrastructure" || facts_.field == "power" ||
                         facts_.field == "disaster" || facts_.field == "water";
    if (repairs && dice_.chance(0.4)) repaired();
    final_answer(70, 0.1);
    by_coordinator(Action::relay, {}, desk(24));
    if (early) by_coordinator(Action::redact, {{"answer_text", answer_}}, at_ + minutes(2));
    if (!early && facts_.can_publish && dice_.chance(0.6)) publish();
    afterwards();
  }

  void ask_first() {
    asked_ = true;  // once a story: the portal may also be the agency
    by_coordinator(Action::ask_reporter, {{"question", say("question")}}, desk(20));
    if (dice_.chance(0.75)) {
      add(DemoActor::reporter, Action::reporter_replied, {{"text", say("reply")}},
          at_ + dice_.delay(90));
    } else {
      add(DemoActor::system, Action::reply_timeout, {}, at_ + days(3));
    }
  }

  void dispatch() { by_coordinator(Action::dispatch, {}, desk(facts_.urgent ? 4 : 30)); }

  void given_back() {
    add(DemoActor::officer, Action::give_back, {{"reason", say("give_back")}}, office(45));
    dispatch();
  }

  void publish() {
    by_coordinator(Action::publish, {{"text", facts_.public_text}}, at_ + dice_.delay(6, 0.3));
  }

  void take_on() {
    if (facts_.urgent) {
      const Instant at = at_ + dice_.delay(8, 0.5);
      add(DemoActor::leader, Action::acknowledge,
          {{"who_goes", say("who_goes")}, {"arrives_at", epoch_ms(at + minutes(30))}}, at);
    }
    if (dice_.chance(0.4)) {
      add(DemoActor::leader, Action::assign, {}, office(15));
    } else {
      add(DemoActor::officer, Action::accept, {}, office(18));
    }
    if (dice_.chance(0.15)) {
      add(DemoActor::officer, Action::note, {{"text", say("note")}}, at_ + dice_.delay(20));
    }
    if (!facts_.urgent && !asked_ && dice_.chance(0.05)) {
      add(DemoActor::officer, Action::ask_reporter, {{"question", say("question")}},
          at_ + dice_.delay(15));
      add(DemoActor::reporter, Action::reporter_replied, {{"text", say("reply")}},
          at_ + dice_.delay(120));
    }
  }

  // An interim answer with a promised day, the work, and then the final one.
  void repaired() {
    const Instant at = office(100, 0.08);
    const auto promised = std::chrono::sys_days(local_date(at)) + days(dice_.between(2, 9));
    add(DemoActor::officer, Action::answer,
        {{"kind", "plan"},
         {"text", say("plan." + facts_.field)},
         {"promised_on", format_date(LocalDate(promised))}},
        at);
    by_coordinator(Action::relay, {}, desk(22));
    const auto before = days(dice_.between(0, 1));
    const auto since_eight = minutes(dice_.between(0, 420));
    const Instant work = instant_of(LocalDate(promised), hours(8)) - before + since_eight;
    const auto late = days(dice_.chance(0.15) ? dice_.between(1, 6) : 0);
    at_ = std::max(at_, work + late);
  }

  void final_answer(double median_minutes, double slow) {
    answer_once(median_minutes, slow);
    if (!dice_.chance(0.05)) return;
    by_coordinator(Action::send_back, {{"reason", say("send_back")}}, desk(25));
    answer_once(60, 0.1);
  }
  void answer_once(double median_minutes, double slow) {
    const Instant at = office(median_minutes, slow);
    answer_at(at);
  }
  void answer_at(Instant at) {
    static constexpr std::array<std::string_view, 5> k_outcomes = {
        "fixed", "information_noted", "not_found", "warned_or_fined", "cannot"};
    static constexpr std::array<int, 5> k_weights = {70, 8, 8, 10, 4};
    std::string outcome(k_outcomes[dice_.weighted(k_weights)]);
    if (facts_.field == "feedback") outcome = "accepted_idea";
    if (facts_.field == "security" && outcome == "fixed") outcome = "warned_or_fined";
    const std::string of = outcome == "fixed" ? "fixed." + facts_.field : outcome;
    answer_ = say("answer." + of);
    add(DemoActor::officer, Action::answer,
        {{"kind", "final"},
         {"text", answer_},
         {"outcome", outcome},
         {"no_photo_reason", say("no_photo")}},
        at);
  }

  void afterwards() {
    if (dice_.chance(0.03)) {
      add(DemoActor::reporter, Action::ask_reopen, {{"reason", say("ask_reopen")}},
          at_ + dice_.delay(900));
      if (dice_.chance(0.35)) {
        by_coordinator(Action::decline_reopen, {{"reason", say("decline_reopen")}}, desk(40));
        return;
      }
      by_coordinator(Action::reopen, {}, desk(30));
      dispatch();
      add(DemoActor::officer, Action::accept, {}, office(15));
      answer_once(150, 0.2);
      by_coordinator(Action::relay, {}, desk(24));
    }
    if (!dice_.chance(0.45)) return;
    static constexpr std::array<int, 3> k_scores = {60, 26, 14};
    const auto hit = dice_.weighted(k_scores);
    Body body{{"score", hit == 0 ? 5 : hit == 1 ? 3 : 1}};
    if (hit == 2) body["reason"] = say("rate_reason");
    add(DemoActor::reporter, Action::rate, std::move(body), at_ + dice_.delay(600, 1.0));
  }

  DemoDice& dice_;
  // Texts and times are thrown in the arguments of one call, whose order each compiler chooses.
  DemoDice words_;
  const DemoFacts& facts_;
  Instant at_;
  std::string answer_;
  bool asked_ = false;
  std::vector<DemoStep> steps_;
};

}  // namespace

std::string demo_key(DemoDice& dice, const std::string& prefix) {
  std::size_t n = 0;
  while (true) {
    const std::string next = prefix + "." + std::to_string(n + 1);
    if (text(Lang::vi, next) == next) break;
    ++n;
  }
  return prefix + "." + std::to_string(dice.below(std::max<std::size_t>(n, 1)) + 1);
}

std::string demo_text(DemoDice& dice, const std::string& prefix) {
  return std::string(text(Lang::vi, demo_key(dice, prefix)));
}

std::vector<DemoStep> plan_story(DemoDice& dice, const DemoFacts& facts, Instant at) {
  return Plan(dice, facts, at).run();
}

std::vector<DemoStep> plan_standing(DemoDice& dice, const DemoFacts& facts, Instant at,
                                    DemoStanding standing) {
  return Plan(dice, facts, at).stand(standing);
}

std::vector<DemoStep> plan_merge(DemoDice& dice, Instant at) {
  return {{at + minutes(2) + dice.delay(4, 0.3), DemoActor::coordinator, Action::merge, {}}};
}

}  // namespace camaug::app
