// What the agency and its officers do: give back, accept, assign, answer, approve, acknowledge.
#include <algorithm>

#include "app/act.hpp"
#include "domain/alarm.hpp"
#include "store/account.hpp"
#include "store/media.hpp"

namespace camaug::app {
namespace {

// An after-photo taken for this report: attached before, or with this answer.
bool has_after_photo(Act& act, bool with_answer) {
  if (with_answer) return true;
  const auto media = store::media_of(act.change.tx(), act.report().id);
  return std::ranges::any_of(media, [](const store::Media& m) { return m.phase == "after"; });
}

}  // namespace

Result<void> give_back(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  const auto believed = act.body.optional_text("believed", 60);
  if (believed && act.change.services().province->agencies.find(*believed) == nullptr) {
    act.body.fault("believed", "error.agency_unknown", {*believed});
    return {};
  }
  if (believed == act.viewer.agency) act.body.fault("believed", "error.believed_self");
  domain::Report& report = act.report();
  act.change.bounce(report.lead.value_or(""), believed);
  report.given_back += 1;
  report.lead.reset();
  report.officer.reset();
  report.awaiting_approval = false;
  report.dispatched_at.reset();
  domain::alarm_anew(report, act.now);
  act.change.set_cooperating({});
  if (!reason.empty()) act.change.say("give_back", reason, false);
  return {};
}

Result<void> accept(Act& act) {
  act.report().officer = act.viewer.account;
  return {};
}

Result<void> assign(Act& act) {
  const auto id = act.body.text("officer", 40);
  const auto account = store::account_by_id(act.change.tx(), id);
  const bool mine =
      account && account->active && account->agency == act.viewer.agency &&
      (account->role == domain::Role::officer || account->role == domain::Role::agency_leader);
  if (!mine) {
    act.body.fault("officer", "error.officer_unknown");
    return {};
  }
  act.report().officer = id;
  return {};
}

Result<void> answer(Act& act) {
  const auto kind = act.body.text("kind", 10);
  const auto text = act.body.text("text", 4000);
  const auto outcome_word = act.body.optional_text("outcome", 30);
  const auto promised_text = act.body.optional_text("promised_on", 10);
  const auto no_photo = act.body.optional_text("no_photo_reason", 500);
  if (kind != "plan" && kind != "final") act.body.fault("kind", "error.answer_kind");
  domain::AnswerFacts facts;
  facts.plan = kind == "plan";
  if (outcome_word) {
    facts.outcome = domain::parse_outcome(*outcome_word);
    if (!facts.outcome) act.body.fault("outcome", "error.outcome_unknown");
  }
  if (promised_text) {
    facts.promised_on = parse_date(*promised_text);
    if (!facts.promised_on) act.body.fault("promised_on", "error.field.not_date");
  }
  const auto* uploads = act.body.member("uploads");
  const bool with_media =
      uploads != nullptr && uploads->is_array() && !uploads->get_array().empty();
  if (auto ok = attach_uploads(act, "after"); !ok) return ok;
  if (!act.body.ok()) return {};
  facts.after_photo = has_after_photo(act, with_media);
  facts.no_photo_reason = no_photo.has_value();
  if (auto ok = domain::check_answer(act.situation, act.viewer, facts, act.now); !ok) return ok;
  domain::Report& report = act.report();
  const bool awaits = domain::awaits_approval(act.situation, act.viewer);
  report.answer_from = act.before.report.state;
  const auto* row = domain::step(act.before.report.state, act.action, act.viewer.role);
  report.state = domain::next_state(*row, act.situation, awaits);
  report.awaiting_approval = awaits;
  report.answer_kind = kind;
  report.outcome = facts.outcome;
  report.promised_on.reset();
  if (facts.promised_on) report.promised_on = format_date(*facts.promised_on);
  if (facts.plan) report.plan_count += 1;
  if (!awaits) report.answered_at = act.now;
  act.plan = facts.plan;
  report.answer_content = act.change.say(facts.plan ? "plan" : "answer", text, false);
  if (no_photo) act.change.say("note", *no_photo, false);
  return {};
}

Result<void> approve(Act& act) {
  act.report().awaiting_approval = false;
  act.report().answered_at = act.now;
  act.plan = act.report().answer_kind == "plan";
  return {};
}

Result<void> acknowledge(Act& act) {
  const auto who = act.body.text("who_goes", 200);
  const auto arrives = act.body.integer("arrives_at", 0, 253'402'300'799'000);
  act.report().acknowledged_by = act.viewer.account;
  act.report().acknowledged_at = act.now;
  act.report().arrives_at = from_epoch_ms(arrives);
  if (!who.empty()) act.change.say("acknowledge", who, false);
  return {};
}

}  // namespace camaug::app
