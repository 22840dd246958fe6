// The workflow as two tables: which action leads from which state to which, by whom; and which
// action starts, ends, voids or continues which clock. Pure data; docs/workflow.md is generated
// from it.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "domain/access.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

using StateSet = std::uint16_t;
using ActionSet = std::uint64_t;

[[nodiscard]] constexpr StateSet states(std::initializer_list<State> list) {
  StateSet set = 0;
  for (const State state : list) set = static_cast<StateSet>(set | (1U << unsigned(state)));
  return set;
}
[[nodiscard]] constexpr bool has_state(StateSet set, State state) {
  return (set >> unsigned(state) & 1U) != 0;
}
[[nodiscard]] constexpr ActionSet actions(std::initializer_list<Action> list) {
  ActionSet set = 0;
  for (const Action action : list) set |= ActionSet{1} << unsigned(action);
  return set;
}
[[nodiscard]] constexpr bool has_action(ActionSet set, Action action) {
  return (set >> unsigned(action) & 1U) != 0;
}

inline constexpr StateSet k_open_states =
    states({State::submitted, State::dispatched, State::in_progress, State::waiting_reporter,
            State::answered, State::repairing});
inline constexpr StateSet k_any_state = (1U << k_state_words.size()) - 1;
[[nodiscard]] constexpr bool is_open(State state) {
  return has_state(k_open_states, state);
}

// "By agency" is either of these, of the lead agency.
inline constexpr RoleSet k_agency = roles({Role::agency_leader, Role::officer});

// How a transition finds its target when it is not one fixed state.
enum class Goes : std::uint8_t {
  to,         // always `to`
  same,       // stays where it is
  approved,   // `to`; stays and marks awaiting_approval while the leader's approval is wanted
  resumed,    // the stored resume_state
  came_from,  // where the answer came from
  by_answer,  // a final answer to `to`, a plan to repairing
  undone      // back to where the undone action began
};

// One row. `article` is the text key of its basis: the decision as published, the law, or our own
// reading.
struct Transition {
  StateSet from = 0;  // none for submit
  Action action{};
  RoleSet by = 0;
  Goes goes = Goes::to;
  State to{};  // only for Goes::to, approved and by_answer
  std::string_view article;
};

namespace basis {
inline constexpr std::string_view k_decision = "basis.decision";
inline constexpr std::string_view k_law = "basis.law";
inline constexpr std::string_view k_reading = "basis.reading";
}  // namespace basis

// clang-format off
inline constexpr auto k_transitions = [] {
  using enum State;
  using enum Action;
  using enum Goes;
  using namespace basis;
  constexpr RoleSet reporter = role_bit(Role::reporter);
  constexpr RoleSet coordinator = role_bit(Role::coordinator);
  constexpr RoleSet keeper = role_bit(Role::denunciation_keeper);
  constexpr RoleSet leader = role_bit(Role::agency_leader);
  constexpr RoleSet officer = role_bit(Role::officer);
  constexpr RoleSet system = role_bit(Role::system);
  constexpr RoleSet supervisor = role_bit(Role::supervisor);
  constexpr RoleSet desk = coordinator | k_agency;
  constexpr StateSet held = states({dispatched, in_progress});
  constexpr StateSet working = states({in_progress, repairing});
  constexpr StateSet done = states({resolved, refused});
  return std::array{
    Transition{0, submit, roles({Role::reporter, Role::intake_clerk}), to, submitted, k_decision},
    Transition{0, join, reporter, to, merged, k_reading},
    Transition{states({submitted, waiting_reporter}), withdraw, reporter, to, withdrawn, k_reading},
    Transition{states({submitted}), refuse, coordinator | keeper, to, refused, k_decision},
    Transition{states({submitted}), hand_over, coordinator | keeper, to, handed_over, k_law},
    Transition{held | states({submitted}), merge, coordinator, to, merged, k_reading},
    Transition{states({merged}), unmerge, coordinator, to, submitted, k_reading},
    Transition{states({submitted}), dispatch, coordinator | system, to, dispatched, k_decision},
    Transition{held, recall, coordinator, to, submitted, k_reading},
    Transition{held, give_back, k_agency, to, submitted, k_decision},
    Transition{held, accept, officer, to, in_progress, k_decision},
    Transition{held, assign, leader, to, in_progress, k_decision},
    Transition{held | states({submitted}), ask_reporter, desk, to, waiting_reporter, k_reading},
    Transition{states({waiting_reporter}), reporter_replied, reporter, resumed, {}, k_reading},
    Transition{states({waiting_reporter}), resume, desk, resumed, {}, k_reading},
    Transition{states({waiting_reporter}), reply_timeout, system, resumed, {}, k_reading},
    Transition{working, answer, k_agency, approved, answered, k_decision},
    Transition{working, approve, leader, to, answered, k_reading},
    Transition{states({answered}), send_back, coordinator, came_from, {}, k_reading},
    Transition{states({answered}), relay, coordinator, by_answer, resolved, k_decision},
    Transition{states({resolved, merged}), rate, reporter, same, {}, k_reading},
    Transition{states({merged}), still_there, reporter, same, {}, k_reading},
    Transition{done, ask_reopen, reporter | system, same, {}, k_reading},
    Transition{done, escalate, reporter, same, {}, k_reading},
    Transition{done, reopen, coordinator | supervisor, to, submitted, k_reading},
    Transition{done, decline_reopen, coordinator | supervisor, same, {}, k_reading},
    Transition{k_open_states, set_urgent, desk, same, {}, k_decision},
    Transition{k_open_states, clear_urgent, desk, same, {}, k_reading},
    Transition{k_open_states, acknowledge, leader, same, {}, k_decision},
    Transition{k_any_state, note, desk | keeper, same, {}, k_reading},
    Transition{k_any_state, message, desk | keeper | reporter, same, {}, k_reading},
    Transition{k_any_state, add_media, desk | reporter, same, {}, k_reading},
    Transition{k_any_state, reclassify, coordinator, same, {}, k_decision},
    Transition{k_any_state, transcribe, coordinator, same, {}, k_reading},
    Transition{k_any_state, publish, coordinator, same, {}, k_decision},
    Transition{k_any_state, hide, coordinator, same, {}, k_reading},
    Transition{k_any_state, redact, coordinator, same, {}, k_law},
    Transition{k_open_states, remind, coordinator | supervisor, same, {}, k_reading},
    Transition{k_any_state, reveal, desk | keeper, same, {}, k_law},
    Transition{k_any_state, ask_contact, desk, same, {}, k_law},
    Transition{k_any_state, allow_contact, reporter, same, {}, k_law},
    Transition{k_any_state, decline_contact, reporter, same, {}, k_law},
    Transition{k_any_state, erase_contact, reporter, same, {}, k_law},
    Transition{k_any_state, undo, desk | keeper, undone, {}, k_reading},
    Transition{k_open_states, cutover, system, same, {}, k_law},
    Transition{k_any_state, recompute, system, same, {}, k_law},
  };
}();
// clang-format on

// Whose clock it is: who is late when it is late.
enum class ClockOwner : std::uint8_t { portal, lead_agency };
inline constexpr std::array<std::string_view, 2> k_clock_owner_words = {"portal", "lead_agency"};
[[nodiscard]] constexpr std::string_view word(ClockOwner v) {
  return k_clock_owner_words[std::size_t(v)];
}

// One clock. An action in `ends` ends it met or late; in `voids` void (late when it was overdue and
// not informs_only); in `goes_on` it runs again instead of restarting. waiting_reporter pauses all.
struct ClockRule {
  ClockKind kind{};
  ClockOwner owner{};
  StateSet runs_in = 0;
  ActionSet starts = 0;
  ActionSet ends = 0;
  ActionSet voids = 0;
  ActionSet goes_on = 0;
  // Open past its due time it is nobody's delay: it must not enter a count of what is overdue.
  bool informs_only = false;
};

// clang-format off
inline constexpr auto k_clock_rules = [] {
  using enum State;
  using enum Action;
  using enum ClockOwner;
  using K = ClockKind;
  constexpr StateSet held = states({dispatched, in_progress});
  return std::array{
    ClockRule{K::dispatch, portal, states({submitted}),
              actions({submit, give_back, recall, reopen, unmerge}),
              actions({dispatch, refuse, hand_over}), actions({withdraw, merge}), 0, false},
    ClockRule{K::give_back, lead_agency, held, actions({dispatch}), actions({give_back}),
              actions({answer, approve, withdraw, merge, recall}), 0, true},
    ClockRule{K::answer, lead_agency, held, actions({dispatch}), actions({answer, approve}),
              actions({withdraw, merge, recall, give_back}), actions({send_back}), false},
    ClockRule{K::relay, portal, states({answered}), actions({answer, approve}),
              actions({relay, send_back}), 0, 0, false},
    ClockRule{K::repair, lead_agency, states({repairing}), actions({relay}),
              actions({answer, approve}), actions({relay}), actions({send_back}), false},
    ClockRule{K::reopen, portal, states({resolved, refused}), actions({ask_reopen, escalate}),
              actions({reopen, decline_reopen}), 0, 0, false},
    ClockRule{K::total, portal, k_open_states, actions({submit}), actions({relay}),
              actions({refuse, hand_over, withdraw, merge}), actions({reopen, unmerge}), true},
  };
}();
// clang-format on

[[nodiscard]] constexpr const ClockRule& clock_rule(ClockKind kind) {
  return k_clock_rules[std::size_t(kind)];
}

// The row for `action` in `state` (none for submit) by `role`; nullptr when there is none.
[[nodiscard]] constexpr const Transition* step(std::optional<State> state, Action action,
                                               Role role) {
  for (const Transition& row : k_transitions) {
    if (row.action != action || !contains(row.by, role)) continue;
    if (state ? has_state(row.from, *state) : row.from == 0) return &row;
  }
  return nullptr;
}

// All actions a role has a row for, in whatever state.
inline constexpr auto k_role_actions = [] {
  std::array<ActionSet, k_role_words.size()> out{};
  for (const Transition& row : k_transitions) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (contains(row.by, static_cast<Role>(i))) out[i] |= actions({row.action});
    }
  }
  return out;
}();

// Every state the row can lead to from `from` (undone excepted: it leads only where one was
// before).
[[nodiscard]] constexpr StateSet targets(const Transition& row, State from) {
  switch (row.goes) {
    case Goes::to:
      return states({row.to});
    case Goes::same:
      return states({from});
    case Goes::approved:
      return states({row.to, from});
    case Goes::resumed:
      return states({State::submitted, State::dispatched, State::in_progress});
    case Goes::came_from:
      return states({State::in_progress, State::repairing});
    case Goes::by_answer:
      return states({row.to, State::repairing});
    case Goes::undone:
      return 0;
  }
  return 0;
}

// Staff actions that their author may take back within the policy's undo time. Not what alarms,
// what showed an identity, and what the reporter or the clock did.
inline constexpr ActionSet k_undoable =
    actions({Action::refuse,         Action::hand_over,    Action::merge,     Action::unmerge,
             Action::dispatch,       Action::recall,       Action::give_back, Action::accept,
             Action::assign,         Action::ask_reporter, Action::resume,    Action::answer,
             Action::approve,        Action::send_back,    Action::relay,     Action::reopen,
             Action::decline_reopen, Action::reclassify,   Action::publish,   Action::hide,
             Action::ask_contact});

}  // namespace camaug::domain
