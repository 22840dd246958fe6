// What must hold of the two tables, proved at compile time. A row that breaks it does not build.
#include "domain/workflow.hpp"

namespace camaug::domain {

namespace {

constexpr State state_at(std::size_t i) {
  return static_cast<State>(i);
}

constexpr bool rows_are_unique() {
  for (std::size_t a = 0; a < k_transitions.size(); ++a) {
    for (std::size_t b = a + 1; b < k_transitions.size(); ++b) {
      const Transition& x = k_transitions[a];
      const Transition& y = k_transitions[b];
      const bool same_state = (x.from & y.from) != 0 || (x.from == 0 && y.from == 0);
      if (x.action == y.action && same_state && (x.by & y.by) != 0) return false;
    }
  }
  return true;
}

constexpr bool every_action_has_a_row() {
  for (std::size_t i = 0; i < k_action_words.size(); ++i) {
    bool found = false;
    for (const Transition& row : k_transitions) found |= std::size_t(row.action) == i;
    if (!found) return false;
  }
  return true;
}

// What one step can reach from each state.
constexpr auto k_successors = [] {
  std::array<StateSet, k_state_words.size()> out{};
  for (const Transition& row : k_transitions) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!has_state(row.from, state_at(i))) continue;
      out[i] = static_cast<StateSet>(out[i] | targets(row, state_at(i)));
    }
  }
  return out;
}();

constexpr bool all_reachable() {
  StateSet seen = 1U << unsigned(State::submitted);
  for (std::size_t round = 0; round < k_successors.size(); ++round) {
    for (std::size_t i = 0; i < k_successors.size(); ++i) {
      if (has_state(seen, state_at(i))) seen = static_cast<StateSet>(seen | k_successors[i]);
    }
  }
  return seen == k_any_state;
}

// From every open state some way leads to resolved.
constexpr bool no_dead_end() {
  StateSet good = 1U << unsigned(State::resolved);
  for (std::size_t round = 0; round < k_successors.size(); ++round) {
    for (std::size_t i = 0; i < k_successors.size(); ++i) {
      if ((k_successors[i] & good) != 0) good = static_cast<StateSet>(good | (1U << i));
    }
  }
  return (k_open_states & ~good) == 0;
}

constexpr bool clocks_are_in_order() {
  for (std::size_t i = 0; i < k_clock_rules.size(); ++i) {
    if (std::size_t(k_clock_rules[i].kind) != i || k_clock_rules[i].starts == 0) return false;
  }
  return k_clock_rules.size() == k_clock_words.size();
}

// Whoever holds the report in an open state has a clock that makes him late; the total clock is
// nobody's. waiting_reporter is the reporter's.
constexpr bool every_waiting_state_has_a_clock() {
  for (std::size_t i = 0; i < k_state_words.size(); ++i) {
    bool found = state_at(i) == State::waiting_reporter || !is_open(state_at(i));
    for (const ClockRule& rule : k_clock_rules) {
      found |= !rule.informs_only && has_state(rule.runs_in, state_at(i));
    }
    if (!found) return false;
  }
  return true;
}

// A step out of the states in which a clock runs must end or void it, or pause it.
constexpr bool no_clock_is_left_behind() {
  for (const ClockRule& rule : k_clock_rules) {
    for (const Transition& row : k_transitions) {
      if (has_action(rule.ends | rule.voids, row.action)) continue;
      for (std::size_t i = 0; i < k_state_words.size(); ++i) {
        if (!has_state(rule.runs_in & row.from, state_at(i))) continue;
        const auto stays = static_cast<StateSet>(rule.runs_in | states({State::waiting_reporter}));
        if ((targets(row, state_at(i)) & ~stays) != 0) return false;
      }
    }
  }
  return true;
}

// An action that starts a clock can lead to a state in which that clock runs.
constexpr bool clocks_start_where_they_run() {
  for (const ClockRule& rule : k_clock_rules) {
    for (const Transition& row : k_transitions) {
      if (!has_action(rule.starts | rule.goes_on, row.action)) continue;
      StateSet after = row.from == 0 ? targets(row, State::submitted) : StateSet{0};
      for (std::size_t i = 0; i < k_state_words.size(); ++i) {
        if (has_state(row.from, state_at(i))) {
          after = static_cast<StateSet>(after | targets(row, state_at(i)));
        }
      }
      if ((after & rule.runs_in) == 0) return false;
    }
  }
  return true;
}

constexpr bool undoable_has_rows_by_staff() {
  for (const Transition& row : k_transitions) {
    if (has_action(k_undoable, row.action) && contains(row.by, Role::reporter)) return false;
  }
  return true;
}

static_assert(rows_are_unique(), "two rows answer the same state, action and role");
static_assert(every_action_has_a_row(), "an action without a row");
static_assert(all_reachable(), "a state nobody can reach");
static_assert(no_dead_end(), "an open state from which no case can be resolved");
static_assert(clocks_are_in_order(), "clock_rule() indexes by kind");
static_assert(every_waiting_state_has_a_clock(), "somebody waits without a clock");
static_assert(no_clock_is_left_behind(), "a step leaves a clock running where it must not");
static_assert(clocks_start_where_they_run(), "a clock starts in a state it does not run in");
static_assert(undoable_has_rows_by_staff(), "only staff undo");

}  // namespace

}  // namespace camaug::domain
