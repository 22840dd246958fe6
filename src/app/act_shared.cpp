// What several roles do: ask, resume, write, add photos, urgency, look at an identity, undo.
#include <algorithm>
#include <array>

#include "app/act.hpp"
#include "app/replay.hpp"
#include "base/id.hpp"
#include "domain/alarm.hpp"
#include "domain/clock_row.hpp"
#include "store/clock.hpp"
#include "store/identity.hpp"
#include "store/outbox.hpp"

namespace camaug::app {
namespace {

void stop_waiting(domain::Report& report) {
  report.resume_state.reset();
  report.asked_by.reset();
  report.question.reset();
}

std::vector<domain::ClockInstance> instances(const std::vector<domain::ClockRow>& rows) {
  std::vector<domain::ClockInstance> out;
  out.reserve(rows.size());
  for (const auto& row : rows) out.push_back(domain::from_row(row));
  return out;
}

}  // namespace

Result<void> ask_reporter(Act& act) {
  const auto question = act.body.text("question", 1000);
  domain::Report& report = act.report();
  report.resume_state = act.before.report.state;
  report.asked_by = domain::asker(act.viewer);
  if (!question.empty()) report.question = act.change.say("question", question, false);
  return {};
}

Result<void> resume(Act& act) {
  stop_waiting(act.report());
  return {};
}

Result<void> reply_timeout(Act& act) {
  stop_waiting(act.report());
  return {};
}

Result<void> note(Act& act) {
  const auto text = act.body.text("text", 2000);
  if (!text.empty()) act.change.say("note", text, false);
  return {};
}

Result<void> message(Act& act) {
  const auto text = act.body.text("text", 2000);
  if (!text.empty()) act.change.say("message", text, false);
  return attach_uploads(act, "report");
}

Result<void> add_media(Act& act) {
  const bool staff = act.viewer.is_staff();
  const auto phase = act.body.optional_text("phase", 10).value_or(staff ? "survey" : "report");
  if (staff ? phase != "survey" && phase != "after" : phase != "report") {
    act.body.fault("phase", "error.media_phase");
  }
  const auto* uploads = act.body.member("uploads");
  if (uploads == nullptr || !uploads->is_array() || uploads->get_array().empty()) {
    act.body.fault("uploads", "error.field.missing");
    return {};
  }
  return attach_uploads(act, phase);
}

Result<void> set_urgent(Act& act) {
  act.report().urgency = domain::Urgency::confirmed;
  domain::alarm_anew(act.report(), act.now);
  return {};
}

Result<void> clear_urgent(Act& act) {
  const auto reason = act.body.text("reason", 1000);
  act.report().urgency = domain::Urgency::none;
  act.report().urgent_since.reset();
  if (!reason.empty()) act.change.say("clear_urgent", reason, false);
  return {};
}

Result<void> reveal(Act& act) {
  const auto kind = act.body.text("reason_kind", 30);
  const auto reason = act.body.text("reason", 500);
  static constexpr std::array<std::string_view, 5> k_kinds = {"ask_place", "verify", "tell_result",
                                                              "other", domain::k_danger_to_life};
  if (std::ranges::find(k_kinds, kind) == k_kinds.end()) {
    act.body.fault("reason_kind", "error.reveal.reason_kind");
  }
  if (!act.body.ok()) return {};
  if (auto ok = domain::check_reveal_reason(act.situation, kind); !ok) return ok;
  store::Reveal row;
  row.id = make_uuid7(act.now);
  row.report = act.report().id;
  row.account = act.viewer.account;
  row.role = word(act.viewer.role);
  if (!act.viewer.agency.empty()) row.agency = act.viewer.agency;
  row.at = act.now;
  row.reason_kind = kind;
  row.reason = reason;
  store::insert_reveal(act.change.tx(), row);
  act.change.put("reveal", boost::json::string(row.id));
  act.change.put("reason_kind", boost::json::string(kind));
  act.change.put("reveal_facts", boost::json::string(act.change.commitment(reveal_facts(row))));
  return {};
}

Result<void> ask_contact(Act& act) {
  const auto reason = act.body.text("reason", 500);
  act.change.put("contact_asker", boost::json::string(domain::asker(act.viewer)));
  if (!reason.empty()) act.change.say("contact_ask", reason, false);
  return {};
}

Result<void> undo(Act& act) {
  const auto& events = act.before.events;
  const Replayed before = replay(events, events.size() - 1);
  if (!before.fault.empty()) {
    return fail(ErrorCode::conflict, "error.undo.nothing", before.fault);
  }
  const domain::Report now_report = act.before.report;
  act.report() = before.report;
  act.report().version = now_report.version;
  std::vector<domain::ClockInstance> was;
  was.reserve(before.clocks.size());
  for (const auto& [id, row] : before.clocks) was.push_back(domain::from_row(row));
  const auto is = instances(store::clocks_of(act.change.tx(), now_report.id));
  act.change.override_clocks(domain::undo_clocks(was, is, act.now));
  act.change.set_cooperating(before.cooperating);
  const Replayed undone = replay(events, events.size());
  for (std::size_t i = before.bounces.size(); i < undone.bounces.size(); ++i) {
    store::drop_bounce(act.change.tx(), now_report.id, undone.bounces[i]);
  }
  store::cancel_notices(act.change.tx(), events.back().n);
  act.change.put("undone", boost::json::string(events.back().action));
  if (const auto action = domain::parse_action(events.back().action)) act.change.undoes(*action);
  return {};
}

}  // namespace camaug::app
