#include "domain/workflow_doc.hpp"

#include "base/texts.hpp"
#include "domain/policy.hpp"
#include "domain/workflow.hpp"

namespace camaug::domain {

namespace {

// The words of a set, in order: "submitted, dispatched".
template <std::size_t N>
std::string words(std::uint64_t set, const std::array<std::string_view, N>& all) {
  std::string out;
  for (std::size_t i = 0; i < N; ++i) {
    if ((set >> i & 1U) == 0) continue;
    if (!out.empty()) out += ", ";
    out += all[i];
  }
  return out.empty() ? "-" : out;
}

std::string from_words(StateSet from) {
  if (from == k_any_state) return "any";
  if (from == k_open_states) return "any open";
  return words(from, k_state_words);
}

std::string to_words(const Transition& row) {
  const std::string to(word(row.to));
  switch (row.goes) {
    case Goes::to:
      return to;
    case Goes::same:
      return "same";
    case Goes::approved:
      return to + " (same while approval is awaited)";
    case Goes::resumed:
      return "resume_state";
    case Goes::came_from:
      return "where the answer came from";
    case Goes::by_answer:
      return to + " (final), repairing (plan)";
    case Goes::undone:
      return "where the undone action began";
  }
  return to;
}

std::string both(std::string_view key) {
  return std::string(text(Lang::vi, key)) + " | " + std::string(text(Lang::en, key));
}

void add_diagram(std::string& out) {
  out += "```mermaid\nstateDiagram-v2\n";
  for (const Transition& row : k_transitions) {
    if (row.from == 0) out += "  [*] --> " + std::string(word(row.to)) + ": submit\n";
    for (std::size_t i = 0; i < k_state_words.size(); ++i) {
      const auto from = static_cast<State>(i);
      if (!has_state(row.from, from)) continue;
      const StateSet to = targets(row, from);
      for (std::size_t j = 0; j < k_state_words.size(); ++j) {
        if (j == i || !has_state(to, static_cast<State>(j))) continue;
        out += "  " + std::string(k_state_words[i]) + " --> " + std::string(k_state_words[j]) +
               ": " + std::string(word(row.action)) + "\n";
      }
    }
  }
  out += "```\n";
}

void add_states(std::string& out) {
  out +=
      "\n## States\n\n| state | open | to the sender | for staff | in English |\n"
      "|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < k_state_words.size(); ++i) {
    const std::string key = "state." + std::string(k_state_words[i]);
    out += "| `" + std::string(k_state_words[i]) + "` | " +
           (is_open(static_cast<State>(i)) ? "yes" : "no") + " | " +
           std::string(text(Lang::vi, key + ".reporter")) + " | " + both(key + ".staff") + " |\n";
  }
}

void add_actions(std::string& out) {
  out +=
      "\n## Actions\n\n| action | Vietnamese | from | by | to | basis |\n"
      "|---|---|---|---|---|---|\n";
  for (const Transition& row : k_transitions) {
    const std::string action(word(row.action));
    out += "| `" + action + "` | " + std::string(text(Lang::vi, "action." + action)) + " | " +
           (row.from == 0 ? "-" : from_words(row.from)) + " | " + words(row.by, k_role_words) +
           " | " + to_words(row) + " | " + std::string(text(Lang::en, row.article)) + " |\n";
  }
  out +=
      "\nMay be undone by their author within the undo time: " + words(k_undoable, k_action_words) +
      ".\n";
}

void add_clocks(std::string& out) {
  out +=
      "\n## Clocks\n\n| clock | Vietnamese | owner | runs in | starts with | ends with | void "
      "with | goes on with | only informs |\n|---|---|---|---|---|---|---|---|---|\n";
  for (const ClockRule& rule : k_clock_rules) {
    const std::string kind(word(rule.kind));
    out += "| `" + kind + "` | " + std::string(text(Lang::vi, "clock." + kind)) + " | " +
           std::string(word(rule.owner)) + " | " + from_words(rule.runs_in) + " | " +
           words(rule.starts, k_action_words) + " | " + words(rule.ends, k_action_words) + " | " +
           words(rule.voids, k_action_words) + " | " + words(rule.goes_on, k_action_words) + " | " +
           (rule.informs_only ? "yes" : "no") + " |\n";
  }
}

}  // namespace

std::string workflow_markdown() {
  std::string out =
      "# The workflow\n\n"
      "Generated from the tables in src/domain/workflow.hpp by `camaug workflow --markdown`: do "
      "not edit. What the tables cannot say (whose report it is, how often, until when) is in "
      "src/domain/workflow_open.cpp.\n\n";
  add_diagram(out);
  add_states(out);
  add_actions(out);
  add_clocks(out);
  out +=
      "\nA clock ends `met`, `late` or `void`; void when another step makes it pointless, but one "
      "that was overdue already stays `late`. `waiting_reporter` pauses every clock. An answer "
      "that waits for approval neither ends nor starts one. A second plan leaves the repair clock "
      "running until it is relayed. `send_back` continues the answer clock with what was left, or "
      "the repair clock; one that was late stays late and the least time starts anew.\n\n"
      "Rules for the due time, chosen by the policy version: ";
  constexpr auto k_choosable = (std::uint64_t{1} << (unsigned(LimitRule::office_hours) + 1)) - 1;
  out += words(k_choosable, k_limit_rule_words) + " (src/domain/deadline.hpp).\n";
  return out;
}

}  // namespace camaug::domain
