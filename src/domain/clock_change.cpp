#include "domain/clock_change.hpp"

#include <algorithm>

namespace camaug::domain {

namespace {

// Works on a copy of all clocks; what differs at the end is the answer.
class Step {
 public:
  Step(const ClockStep& step, std::span<const ClockInstance> clocks, const ClockContext& context)
      : step_(step), context_(context), before_(clocks), after_(clocks.begin(), clocks.end()) {}

  Result<std::vector<ClockChange>> run() {
    if (effective()) {
      for (const ClockRule& rule : k_clock_rules) end(rule);
    }
    if (auto done = pauses(); !done) return Failure(done.error());
    if (effective()) {
      for (const ClockRule& rule : k_clock_rules) {
        if (auto done = begin(rule); !done) return Failure(done.error());
      }
    }
    return changes();
  }

 private:
  // An answer that waits for approval has not been given yet.
  [[nodiscard]] bool effective() const {
    const bool answers = step_.action == Action::answer || step_.action == Action::approve;
    return !answers || step_.to == State::answered;
  }

  [[nodiscard]] bool ends(const ClockRule& rule) const {
    if (!has_action(rule.ends, step_.action)) return false;
    if (rule.kind == ClockKind::repair) return !step_.plan;  // a second plan leaves it running
    if (rule.kind == ClockKind::total) return step_.to == State::resolved;
    return true;
  }

  [[nodiscard]] bool starts(const ClockRule& rule) const {
    if (!has_action(rule.starts, step_.action)) return false;
    return rule.kind != ClockKind::repair || step_.to == State::repairing;
  }

  // send_back continues the clock of the state it returns to.
  [[nodiscard]] bool goes_on(const ClockRule& rule) const {
    return has_action(rule.goes_on, step_.action) && has_state(rule.runs_in, step_.to);
  }

  void end(const ClockRule& rule) {
    for (ClockInstance& clock : after_) {
      if (clock.kind != rule.kind) continue;
      if (ends(rule)) finish(clock, context_.now);
      if (has_action(rule.voids, step_.action)) annul(clock, context_.now);
    }
  }

  // The version a clock started under rules it to its end.
  Result<const PolicyVersion*> policy_of(const ClockInstance& clock) const {
    const PolicyVersion* policy = find_policy(context_.policies, clock.why.policy);
    if (policy == nullptr) {
      return fail(ErrorCode::unavailable, "error.policy.unknown", clock.why.policy);
    }
    return policy;
  }

  Result<void> pauses() {
    const bool into = step_.to == State::waiting_reporter && step_.from != step_.to;
    const bool out_of = step_.from == State::waiting_reporter && step_.to != *step_.from;
    if (!into && !out_of) return {};
    for (ClockInstance& clock : after_) {
      if (!clock.open()) continue;
      const auto policy = policy_of(clock);
      if (!policy) return Failure(policy.error());
      auto done = into ? pause(clock, context_.now, **policy, context_.calendar)
                       : unpause(clock, context_.now, **policy, context_.calendar);
      if (!done) return done;
    }
    return {};
  }

  Result<void> begin(const ClockRule& rule) {
    if (goes_on(rule)) return go_on(rule);
    if (!starts(rule)) return {};
    const auto policy = policy_for(context_.policies, context_.now, context_.areas);
    if (!policy) return Failure(policy.error());
    const std::string& owner = rule.owner == ClockOwner::portal ? step_.portal : step_.lead;
    auto clock = rule.kind == ClockKind::repair
                     ? start_repair(owner, context_.now, step_.repair_days, step_.promised,
                                    **policy, context_.calendar)
                     : start_clock(rule.kind, owner, context_.now, **policy, context_.calendar);
    if (!clock) return Failure(clock.error());
    after_.push_back(*std::move(clock));
    return {};
  }

  Result<void> go_on(const ClockRule& rule) {
    const auto last = std::find_if(after_.rbegin(), after_.rend(),
                                   [&](const ClockInstance& c) { return c.kind == rule.kind; });
    if (last == after_.rend() || last->open()) return {};
    const auto policy = policy_of(*last);
    if (!policy) return Failure(policy.error());
    auto clock = continue_clock(*last, context_.now, **policy, context_.calendar);
    if (!clock) return Failure(clock.error());
    if (clock->id == last->id && clock->started_at == last->started_at) {
      *last = *std::move(clock);
    } else {
      after_.push_back(*std::move(clock));
    }
    return {};
  }

  [[nodiscard]] std::vector<ClockChange> changes() const {
    std::vector<ClockChange> out;
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (i >= before_.size()) {
        out.push_back({std::nullopt, after_[i]});
      } else if (!(after_[i] == before_[i])) {
        out.push_back({before_[i], after_[i]});
      }
    }
    return out;
  }

  const ClockStep& step_;
  const ClockContext& context_;
  std::span<const ClockInstance> before_;
  std::vector<ClockInstance> after_;
};

}  // namespace

Result<std::vector<ClockChange>> clock_changes(const ClockStep& step,
                                               std::span<const ClockInstance> clocks,
                                               const ClockContext& context) {
  return Step(step, clocks, context).run();
}

std::vector<ClockChange> undo_clocks(std::span<const ClockInstance> before,
                                     std::span<const ClockInstance> now_clocks, Instant now) {
  std::vector<ClockChange> out;
  for (const ClockInstance& clock : now_clocks) {
    const auto old = std::ranges::find(before, clock.id, &ClockInstance::id);
    ClockInstance after = clock;
    if (old != before.end()) {
      after = *old;
    } else {
      after.result = ClockResult::voided;
      after.ended_at = now;
    }
    if (!(after == clock)) out.push_back({clock, std::move(after)});
  }
  return out;
}

Result<std::vector<ClockChange>> recompute_clocks(std::span<const ClockInstance> clocks,
                                                  const ClockContext& context) {
  std::vector<ClockChange> out;
  for (const ClockInstance& clock : clocks) {
    if (!clock.open() || !clock.due_at) continue;
    const PolicyVersion* policy = find_policy(context.policies, clock.why.policy);
    if (policy == nullptr) {
      return fail(ErrorCode::unavailable, "error.policy.unknown", clock.why.policy);
    }
    auto after = recompute(clock, *policy, context.calendar);
    if (!after) return Failure(after.error());
    if (!(*after == clock)) out.push_back({clock, *std::move(after)});
  }
  return out;
}

const ClockInstance* next_due(std::span<const ClockInstance> clocks) {
  const ClockInstance* best = nullptr;
  for (const ClockInstance& clock : clocks) {
    if (!clock.open() || !clock.due_at || clock_rule(clock.kind).informs_only) continue;
    const auto rank = [](const ClockInstance& c) {
      return std::pair(c.result == ClockResult::paused, *c.due_at);
    };
    if (best == nullptr || rank(clock) < rank(*best)) best = &clock;
  }
  return best;
}

const ClockInstance* counted_due(std::span<const ClockInstance> clocks) {
  const ClockInstance* next = next_due(clocks);
  const bool rests = next != nullptr && next->paused_at && *next->paused_at <= *next->due_at;
  return rests ? nullptr : next;
}

}  // namespace camaug::domain
