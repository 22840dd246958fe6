// What the sender of a report may do with it.
#include "app/act.hpp"

namespace camaug::app {

Result<void> withdraw(Act& act) {
  act.report().published = false;
  act.report().urgency = domain::Urgency::none;
  return {};
}

Result<void> rate(Act& act) {
  const auto score = act.body.integer("score", 1, 5);
  if (score != 1 && score != 3 && score != 5) act.body.fault("score", "error.score");
  const auto reason = act.body.optional_text("reason", 1000);
  act.report().rating = score;
  act.report().rated_at = act.now;
  if (reason) act.change.say("rate_reason", *reason, false);
  return {};
}

Result<void> ask_reopen(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().reopen_requested = true;
  act.report().reopen_asked = true;
  if (!reason.empty()) act.change.say("reopen_request", reason, false);
  return attach_uploads(act, "report");
}

Result<void> allow_contact(Act& act) {
  act.report().consent_call = true;
  return {};
}

Result<void> decline_contact(Act&) {
  return {};
}

Result<void> reporter_replied(Act& act) {
  const auto text = act.body.text("text", 2000);
  act.report().resume_state.reset();
  act.report().asked_by.reset();
  act.report().question.reset();
  if (!text.empty()) act.change.say("reply", text, false);
  return attach_uploads(act, "report");
}

}  // namespace camaug::app
