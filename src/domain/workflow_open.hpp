// Which actions are open to a viewer on a report as it stands, and why the others are not. The
// server offers exactly these and carries out no other; no face knows these rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "domain/access.hpp"
#include "domain/policy.hpp"
#include "domain/projection.hpp"
#include "domain/workflow.hpp"

namespace camaug::domain {

// Report::asked_by and Situation::contact_asked when a coordinator asked; otherwise it is the code
// of the agency that asked.
inline constexpr std::string_view k_portal_asked = "portal";

// Who asks when this viewer does.
[[nodiscard]] std::string asker(const Viewer& viewer);
// The only reason for which an identity is shown without the sender's yes.
inline constexpr std::string_view k_danger_to_life = "danger_to_life";

// The newest event of the report, for undo.
struct LastAct {
  Action action{};
  State from{};       // undo leads back to it
  std::string actor;  // Viewer::actor()
  Instant at{};
};

// The report that this one was merged into or joined.
struct MasterFacts {
  State state{};
  std::optional<Instant> voices_until;  // while resolved: how long "it is still there" counts
  bool voiced = false;                  // this report said so since
};

// The report and what else decides. References live as long as the caller's objects.
struct Situation {
  const Report& report;
  const PolicyVersion& policy;
  std::vector<std::string> cooperating;     // agency codes
  std::optional<std::string> suggested;     // lead agency of the routing rules, before dispatch
  std::vector<std::string> asked;           // who asked since the last submit or reopen
  std::vector<std::string> contact_asked;   // who asked the reporter for leave to call
  bool contact_waits = false;               // the last of them has no yes or no yet
  Publicity publicity = Publicity::normal;  // of the sub-field
  std::optional<LastAct> last;
  std::optional<MasterFacts> master;
  bool escalated = false;  // the sender has turned to the superior, once
  bool has_sound = false;  // a voice note, which the coordinator types
};

// The target of a step that is allowed. `awaits_approval` only matters to `answer`.
[[nodiscard]] State next_state(const Transition& row, const Situation& situation,
                               bool awaits_approval = false);
// Whether this viewer's answer waits for the agency's leader under the policy.
[[nodiscard]] bool awaits_approval(const Situation& situation, const Viewer& viewer);

// The row of the table when `action` is open to the viewer now. Errors: forbidden
// error.action_not_yours, error.not_your_agency and others by action; conflict
// error.action_not_open and others by action; not_found error.not_found where the viewer may not
// even know of the report.
[[nodiscard]] Result<const Transition*> check_open(const Situation& situation, const Viewer& viewer,
                                                   Action action, Instant now);
// All open actions of the viewer in the order of the words. A system viewer gets the clock's
// actions.
[[nodiscard]] std::vector<Action> open_actions(const Situation& situation, const Viewer& viewer,
                                               Instant now);

// Until when the sender may ask for reopening: the end of the last of policy.reopen_days full local
// days. None while open, or when it was asked already.
[[nodiscard]] std::optional<Instant> reopen_until(const Situation& situation);
// The end of the last of policy.reopen_days full local days after `closed`.
[[nodiscard]] Instant voices_until(Instant closed, const PolicyVersion& policy);
// Until when this viewer may undo the newest act; none when it is not his or cannot be undone.
[[nodiscard]] std::optional<Instant> undo_until(const Situation& situation, const Viewer& viewer);

// What an answer says, for the rules about plans and closing.
struct AnswerFacts {
  bool plan = false;
  std::optional<Outcome> outcome;        // final only
  std::optional<LocalDate> promised_on;  // plan only
  bool after_photo = false;
  bool no_photo_reason = false;
};
// Field errors: outcome (missing or not allowed), promised_on (missing, past or not allowed), kind
// (error.answer.plans_used, error.answer.leader_only for a second plan by an officer),
// no_photo_reason.
[[nodiscard]] Result<void> check_answer(const Situation& situation, const Viewer& viewer,
                                        const AnswerFacts& answer, Instant now);
// Field errors: lead, cooperating. A report never goes to an agency it names.
[[nodiscard]] Result<void> check_dispatch(const Situation& situation, std::string_view lead,
                                          const std::vector<std::string>& cooperating);
// Without the sender's yes only danger to life is a reason: error.reveal.only_danger at
// `reason_kind`.
[[nodiscard]] Result<void> check_reveal_reason(const Situation& situation,
                                               std::string_view reason_kind);
// A crime report is never refused: error.refuse.crime at `kind`.
[[nodiscard]] Result<void> check_refuse(const Situation& situation, RefuseKind kind);

}  // namespace camaug::domain
