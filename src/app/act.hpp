// Every action on a report, one use case each, all through one door: may this viewer do it now, is
// the body right, what changes. The table in act.cpp says which function serves which action.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/change.hpp"
#include "app/services.hpp"
#include "base/json.hpp"

namespace camaug::app {

// A public copy of a picture that was made before its command, which must not wait for a store.
struct MadeRedaction {
  std::string media;
  std::int64_t version = 0;
  std::int64_t made_of = 0;  // the version that was shown then
};

// What an action works on: the case as it was, the change being made, the body.
struct Act {
  const Case& before;
  const domain::Situation& situation;
  Change& change;
  json::ObjectReader& body;
  const domain::Viewer& viewer;
  Instant now;
  domain::Action action;
  std::span<const MadeRedaction> made;
  bool plan = false;   // set by answer, approve, relay: the answer is an interim one
  bool photo = false;  // set by still_there: it can be seen

  [[nodiscard]] domain::Report& report() const { return change.report(); }
};

// Does the action in the caller's transaction. `if_match` is the version the actor saw. Errors:
// not_found, forbidden, conflict (extra: state, version, actions), invalid (fields).
[[nodiscard]] Result<void> act(const Services& services, store::Tx& tx,
                               const domain::Viewer& viewer, std::string_view report,
                               domain::Action action, const boost::json::value& body,
                               std::optional<std::int64_t> if_match, Instant now,
                               std::span<const MadeRedaction> made = {});

// One function per action; each reads its members of the body, edits the report, says what was
// said. Faults of the body are collected in Act::body.
using ActFunction = Result<void> (*)(Act&);

Result<void> withdraw(Act& act);
Result<void> rate(Act& act);
Result<void> ask_reopen(Act& act);
Result<void> reporter_replied(Act& act);
Result<void> allow_contact(Act& act);
Result<void> decline_contact(Act& act);
Result<void> still_there(Act& act);
Result<void> transcribe(Act& act);
Result<void> escalate(Act& act);
Result<void> erase_contact(Act& act);

Result<void> refuse(Act& act);
Result<void> hand_over(Act& act);
Result<void> merge(Act& act);
Result<void> unmerge(Act& act);
Result<void> dispatch(Act& act);
Result<void> recall(Act& act);
Result<void> send_back(Act& act);
Result<void> relay(Act& act);
Result<void> reopen(Act& act);
Result<void> decline_reopen(Act& act);
Result<void> reclassify(Act& act);
Result<void> publish(Act& act);
Result<void> hide(Act& act);
Result<void> redact(Act& act);
Result<void> remind(Act& act);

Result<void> give_back(Act& act);
Result<void> accept(Act& act);
Result<void> assign(Act& act);
Result<void> answer(Act& act);
Result<void> approve(Act& act);
Result<void> acknowledge(Act& act);

Result<void> ask_reporter(Act& act);
Result<void> resume(Act& act);
Result<void> reply_timeout(Act& act);
Result<void> note(Act& act);
Result<void> message(Act& act);
Result<void> add_media(Act& act);
Result<void> set_urgent(Act& act);
Result<void> clear_urgent(Act& act);
Result<void> reveal(Act& act);
Result<void> ask_contact(Act& act);
Result<void> undo(Act& act);

// Three who say that it is still there, or one who shows it, ask for reopening the report that they
// were merged into: once each time it is closed.
[[nodiscard]] Result<void> hear_voices(const Services& services, store::Tx& tx,
                                       const std::string& master, bool photo, Instant now);

// The uploads named in the body, attached under `phase`.
Result<void> attach_uploads(Act& act, std::string_view phase);
// Moves to where the table leads, forgetting what belongs to the state that is left.
void go(Act& act, const domain::Transition& row, bool awaits_approval = false);

}  // namespace camaug::app
