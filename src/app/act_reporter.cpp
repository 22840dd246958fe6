// What the sender of a report may do with it.
#include <algorithm>

#include "app/act.hpp"
#include "store/identity.hpp"

namespace camaug::app {
namespace {

constexpr std::int64_t k_voices_wanted = 3;

}  // namespace

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

Result<void> escalate(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().reopen_requested = true;
  if (!reason.empty()) act.change.say("escalation", reason, false);
  return attach_uploads(act, "report");
}

// The person goes, the fact stays: name and phone for good, and with them the leave to call.
Result<void> erase_contact(Act& act) {
  store::delete_identity(act.change.tx(), act.report().id);
  act.report().has_contact = false;
  act.report().consent_call = false;
  return {};
}

Result<void> allow_contact(Act& act) {
  act.report().consent_call = true;
  return {};
}

Result<void> decline_contact(Act&) {
  return {};
}

Result<void> still_there(Act& act) {
  const auto text = act.body.optional_text("text", 1000);
  if (text) act.change.say("still_there", *text, false);
  auto attached = attach_uploads(act, "report");
  act.photo = act.change.has_picture();
  return attached;
}

Result<void> hear_voices(const Services& services, store::Tx& tx, const std::string& master,
                         bool photo, Instant now) {
  domain::Viewer system;
  system.role = domain::Role::system;
  const auto loaded = load_case(services, tx, system, master, now);
  if (!loaded) return Failure(loaded.error());
  const domain::Report& report = loaded->report;
  if (!report.closed_at ||
      !domain::check_open(loaded->situation(), system, domain::Action::ask_reopen, now)) {
    return {};
  }
  const bool asked = std::ranges::any_of(loaded->events, [&](const store::Event& event) {
    return event.action == word(domain::Action::ask_reopen) && event.role == word(system.role) &&
           event.at >= *report.closed_at;
  });
  const auto voices = store::count_voices(tx, master, *report.closed_at);
  if (asked || (!photo && voices < k_voices_wanted)) return {};
  Change change(services, tx, system, now, report, report);
  change.report().reopen_requested = true;
  change.put("voices", voices);
  const auto event = change.commit(domain::Action::ask_reopen);
  if (!event) return Failure(event.error());
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
