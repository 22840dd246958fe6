// What the portal's coordinators do: refuse, hand over, merge, dispatch, relay, reopen.
#include <algorithm>

#include "app/act.hpp"
#include "domain/alarm.hpp"
#include "store/account.hpp"
#include "store/content.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

// An agency that exists today; a fault at `member` otherwise.
bool check_agency(Act& act, std::string_view member, const std::string& code) {
  const auto* agency = act.change.services().province->agencies.find(code);
  if (agency != nullptr && agency->valid_at(local_date(act.now))) return true;
  act.body.fault(member, "error.agency_unknown", {code});
  return false;
}

// The acknowledgement of an agency that does not get the case is worth nothing.
void keep_acknowledgement(Act& act, const std::string& lead) {
  if (!act.report().acknowledged_by) return;
  const auto account = store::account_by_id(act.change.tx(), *act.report().acknowledged_by);
  if (!account || account->agency != lead) domain::alarm_anew(act.report(), act.now);
}

void leave_agency(domain::Report& report) {
  report.lead.reset();
  report.officer.reset();
  report.awaiting_approval = false;
  report.dispatched_at.reset();
}

bool has_words(Act& act) {
  const auto said = store::contents_of(act.change.tx(), act.viewer, act.report().id);
  return std::ranges::any_of(said, [](const store::Content& c) { return c.kind == "text"; });
}

}  // namespace

Result<void> refuse(Act& act) {
  const auto kind = domain::parse_refuse(act.body.text("kind", 40));
  const auto text = act.body.text("text", 2000);
  if (!kind) {
    act.body.fault("kind", "error.refuse_kind");
    return {};
  }
  if (auto ok = domain::check_refuse(act.situation, *kind); !ok) return ok;
  act.report().refuse_kind = kind;
  act.report().urgency = domain::Urgency::none;
  if (*kind == domain::RefuseKind::denunciation) {
    act.report().register_ = domain::Register::denunciation;
    act.report().published = false;
  }
  if (!text.empty()) act.change.say("refusal", text, true);
  return {};
}

Result<void> hand_over(Act& act) {
  const auto kind = domain::parse_refuse(act.body.text("kind", 40));
  const auto to = act.body.text("to", 200);
  const auto text = act.body.text("text", 2000);
  const bool consent = act.body.boolean("consent", false);
  if (!kind) {
    act.body.fault("kind", "error.refuse_kind");
    return {};
  }
  const bool crime = *kind == domain::RefuseKind::crime_report;
  if (!consent && !crime) act.body.fault("consent", "error.hand_over_consent");
  act.report().refuse_kind = kind;
  act.report().urgency = domain::Urgency::none;
  if (crime) act.report().register_ = domain::Register::crime_report;
  if (*kind == domain::RefuseKind::denunciation) {
    act.report().register_ = domain::Register::denunciation;
  }
  if (crime || *kind == domain::RefuseKind::denunciation) act.report().published = false;
  act.change.put("consent", consent);
  if (!text.empty()) act.change.say("hand_over", to + "\n" + text, true);
  return {};
}

Result<void> merge(Act& act) {
  const auto code = act.body.text("master", 40);
  const auto master = store::report_by_code(act.change.tx(), act.viewer, code);
  if (!master || master->id == act.report().id || !domain::is_open(master->state)) {
    act.body.fault("master", "error.master_unknown", {code});
    return {};
  }
  act.report().master = master->id;
  act.report().published = false;
  leave_agency(act.report());
  act.change.set_cooperating({});
  return {};
}

Result<void> unmerge(Act& act) {
  act.report().master.reset();
  return {};
}

// The words of a voice note become those of the report where it has none, so that agency, search
// and publication need not know of it; else they stand beside them.
Result<void> transcribe(Act& act) {
  const auto text = act.body.text("text", 4000);
  if (!text.empty()) act.change.say(has_words(act) ? "transcript" : "text", text, false);
  return {};
}

Result<void> dispatch(Act& act) {
  const auto lead = act.body.text("lead", 60);
  const auto cooperating = act.body.texts("cooperating", 10, 60);
  const auto note_text = act.body.optional_text("note", 1000);
  if (!act.body.ok()) return {};
  if (auto ok = domain::check_dispatch(act.situation, lead, cooperating); !ok) return ok;
  // No agency hears a voice note.
  if (act.situation.has_sound && !has_words(act)) {
    return fail(ErrorCode::conflict, "error.transcribe.first");
  }
  bool known = check_agency(act, "lead", lead);
  for (const auto& agency : cooperating) known = check_agency(act, "cooperating", agency) && known;
  if (!known) return {};
  act.report().lead = lead;
  act.report().dispatched_at = act.now;
  keep_acknowledgement(act, lead);
  act.report().officer.reset();
  act.change.set_cooperating(cooperating);
  if (note_text) act.change.say("note", *note_text, false);
  return {};
}

Result<void> recall(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().recalled += 1;
  leave_agency(act.report());
  domain::alarm_anew(act.report(), act.now);
  act.change.set_cooperating({});
  if (!reason.empty()) act.change.say("recall", reason, false);
  return {};
}

Result<void> send_back(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  if (act.report().answer_kind == "plan") {
    act.report().plan_count -= 1;
    act.report().promised_on.reset();
  }
  act.report().answer_kind.reset();
  act.report().answer_content.reset();
  act.report().outcome.reset();
  act.report().answered_at.reset();
  if (!reason.empty()) act.change.say("send_back", reason, false);
  return {};
}

Result<void> relay(Act& act) {
  act.plan = act.report().answer_kind == "plan";
  if (!act.plan) act.report().urgency = domain::Urgency::none;
  return {};
}

Result<void> reopen(Act& act) {
  domain::Report& report = act.report();
  report.reopen_requested = false;
  report.refuse_kind.reset();
  report.outcome.reset();
  report.answer_kind.reset();
  report.answer_content.reset();
  report.answered_at.reset();
  report.promised_on.reset();
  report.plan_count = 0;
  report.rating.reset();
  report.rated_at.reset();
  leave_agency(report);
  act.change.set_cooperating({});
  return {};
}

Result<void> decline_reopen(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().reopen_requested = false;
  if (!reason.empty()) act.change.say("decline_reopen", reason, false);
  return {};
}

Result<void> reclassify(Act& act) {
  const auto& taxonomy = act.change.services().province->taxonomy;
  const auto field = act.body.text("field", 40);
  const auto sub_field = act.body.optional_text("sub_field", 40);
  const auto named = act.body.optional_text("named_agency", 60);
  if (taxonomy.field(field) == nullptr) act.body.fault("field", "error.field_unknown");
  if (sub_field && taxonomy.sub_field(field, *sub_field) == nullptr) {
    act.body.fault("sub_field", "error.sub_field_unknown");
  }
  if (named && !check_agency(act, "named_agency", *named)) return {};
  if (named && (act.report().lead == *named || std::ranges::find(act.before.cooperating, *named) !=
                                                   act.before.cooperating.end())) {
    act.body.fault("named_agency", "error.named_agency_has_it");
  }
  act.report().field = field;
  act.report().sub_field = sub_field;
  if (named) act.report().named_agency = named;
  const auto publicity = taxonomy.publicity(field, sub_field.value_or(""));
  if (publicity == domain::Publicity::never) act.report().published = false;
  return {};
}

Result<void> remind(Act& act) {
  const auto text = act.body.optional_text("text", 1000);
  if (text) act.change.say("remind", *text, false);
  return {};
}

}  // namespace camaug::app
