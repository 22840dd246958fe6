#include "domain/workflow_open.hpp"

#include <algorithm>

namespace camaug::domain {

namespace ch = std::chrono;

namespace {

using Check = std::optional<Error>;

Check no(ErrorCode code, std::string key) {
  return Error{code, std::move(key), {}, {}, {}};
}
Check not_now(std::string key) {
  return no(ErrorCode::conflict, std::move(key));
}
Check not_you(std::string key) {
  return no(ErrorCode::forbidden, std::move(key));
}

bool in_agency(const Viewer& viewer) {
  return contains(k_agency, viewer.role);
}

// While the portal holds the report no agency does, whatever lead an earlier dispatch left behind.
bool portal_holds(const Report& report) {
  return report.state == State::submitted ||
         (report.state == State::waiting_reporter && report.resume_state == State::submitted);
}

bool leads(const Report& report, const Viewer& viewer) {
  return !portal_holds(report) && !viewer.agency.empty() && report.lead == viewer.agency;
}

Check check_agency(const Situation& s, const Viewer& viewer, Action action) {
  if (s.report.named_agency && *s.report.named_agency == viewer.agency) {
    return no(ErrorCode::not_found, "error.not_found");
  }
  if (leads(s.report, viewer)) return {};
  const bool helps = std::ranges::find(s.cooperating, viewer.agency) != s.cooperating.end();
  if (helps && !portal_holds(s.report) && (action == Action::note || action == Action::add_media)) {
    return {};
  }
  const bool suggested = portal_holds(s.report) && !viewer.agency.empty() &&
                         s.suggested == viewer.agency && action == Action::acknowledge;
  return suggested ? Check{} : not_you("error.not_your_agency");
}

Check check_viewer(const Situation& s, const Viewer& viewer, Action action) {
  const bool keeper = viewer.role == Role::denunciation_keeper;
  const bool denunciation = s.report.register_ == Register::denunciation;
  if (viewer.is_staff() && keeper != denunciation) {
    return no(ErrorCode::not_found, "error.not_found");
  }
  if (viewer.role == Role::reporter && viewer.report != s.report.id) {
    return no(ErrorCode::not_found, "error.not_found");
  }
  if (in_agency(viewer)) return check_agency(s, viewer, action);
  return {};
}

Check check_ask(const Situation& s, const Viewer& viewer) {
  if (s.report.urgency != Urgency::none) return not_now("error.ask.urgent");
  const bool again = std::ranges::find(s.asked, asker(viewer)) != s.asked.end();
  if (again) return not_now("error.ask.already");
  return {};
}

Check check_resume(const Situation& s, const Viewer& viewer) {
  return s.report.asked_by == asker(viewer) ? Check{} : not_you("error.resume.not_asker");
}

// Whoever was merged or joined rates the common result.
Check check_rate(const Situation& s) {
  if (s.report.rating) return not_now("error.rate.already");
  const bool told =
      s.report.state == State::resolved || (s.master && s.master->state == State::resolved);
  return told ? Check{} : not_now("error.rate.no_result");
}

Check check_still_there(const Situation& s, Instant now) {
  if (!s.master || !s.master->voices_until) return not_now("error.still_there.no_result");
  if (s.master->voiced) return not_now("error.still_there.already");
  return now < *s.master->voices_until ? Check{} : not_now("error.reopen.too_late");
}

Check check_ask_reopen(const Situation& s, Instant now) {
  if (s.report.reopen_asked || s.report.reopen_requested) {
    return not_now("error.reopen.asked_already");
  }
  const auto until = reopen_until(s);
  return until && now < *until ? Check{} : not_now("error.reopen.too_late");
}

// A second "not good enough": after it was looked at again, or that was declined.
Check check_escalate(const Situation& s, Instant now) {
  if (s.escalated) return not_now("error.escalate.already");
  if (!s.report.reopen_asked || s.report.reopen_requested || !s.report.closed_at) {
    return not_now("error.escalate.first_reopen");
  }
  return now < voices_until(*s.report.closed_at, s.policy) ? Check{}
                                                           : not_now("error.reopen.too_late");
}

Check check_reopen(const Situation& s, const Viewer& viewer) {
  if (!s.report.reopen_requested) return not_now("error.reopen.not_requested");
  // What went up is decided there, and nothing else is.
  const bool superior = viewer.role == Role::supervisor;
  if (s.escalated != superior) {
    return not_you(superior ? "error.reopen.not_escalated" : "error.reopen.escalated");
  }
  const bool refuser = s.report.state == State::refused && s.report.closed_by == viewer.account;
  return refuser ? not_you("error.reopen.refuser") : Check{};
}

Check check_acknowledge(const Report& report) {
  if (report.urgency != Urgency::confirmed) return not_now("error.acknowledge.not_urgent");
  return report.acknowledged_at ? not_now("error.acknowledge.already") : Check{};
}

Check check_publish(const Situation& s) {
  if (s.report.private_wish || s.publicity == Publicity::never ||
      s.report.register_ != Register::ordinary) {
    return not_now("error.publish.private");
  }
  return s.report.published ? not_now("error.publish.already") : Check{};
}

Check check_reveal(const Situation& s) {
  if (!s.report.has_contact) return not_now("error.reveal.no_contact");
  const bool danger = s.report.urgency == Urgency::confirmed;
  const bool allowed = s.report.consent_call || danger;
  return allowed ? Check{} : not_you("error.reveal.no_consent");
}

Check check_ask_contact(const Situation& s, const Viewer& viewer) {
  if (!s.report.has_contact) return not_now("error.reveal.no_contact");
  if (s.report.consent_call) return not_now("error.contact.allowed_already");
  if (s.contact_waits) return not_now("error.contact.waits");
  const bool again = std::ranges::find(s.contact_asked, asker(viewer)) != s.contact_asked.end();
  return again ? not_now("error.contact.asked_already") : Check{};
}

// What the table cannot say, by action.
Check check_action(const Situation& s, const Viewer& viewer, Action action, Instant now) {
  const Report& r = s.report;
  const auto needs = [](bool good, const char* key) { return good ? Check{} : not_now(key); };
  switch (action) {
    case Action::withdraw:
      return needs(portal_holds(r), "error.withdraw.too_late");
    case Action::refuse:
      return needs(r.register_ != Register::crime_report, "error.refuse.crime");
    case Action::accept:
      return needs(r.state == State::dispatched || r.officer != viewer.account,
                   "error.accept.already_yours");
    case Action::ask_reporter:
      return check_ask(s, viewer);
    case Action::resume:
      return check_resume(s, viewer);
    case Action::approve:
      return needs(r.awaiting_approval, "error.approve.nothing_waits");
    case Action::rate:
      return check_rate(s);
    case Action::still_there:
      return check_still_there(s, now);
    case Action::ask_reopen:
      return check_ask_reopen(s, now);
    case Action::escalate:
      return check_escalate(s, now);
    case Action::reopen:
    case Action::decline_reopen:
      return check_reopen(s, viewer);
    case Action::set_urgent:
      return needs(r.urgency != Urgency::confirmed, "error.urgent.already");
    case Action::clear_urgent:
      return needs(r.urgency != Urgency::none, "error.urgent.not_urgent");
    case Action::acknowledge:
      return check_acknowledge(r);
    case Action::message:
    case Action::add_media:
      return needs(r.state != State::withdrawn, "error.withdrawn");
    case Action::publish:
      return r.state == State::withdrawn ? not_now("error.withdrawn") : check_publish(s);
    case Action::transcribe:
      return needs(s.has_sound, "error.transcribe.no_sound");
    case Action::hide:
      return needs(r.published, "error.hide.not_public");
    case Action::reveal:
      return r.state == State::withdrawn ? not_now("error.withdrawn") : check_reveal(s);
    case Action::ask_contact:
      return r.state == State::withdrawn ? not_now("error.withdrawn")
                                         : check_ask_contact(s, viewer);
    case Action::erase_contact:
      if (r.register_ != Register::ordinary) return not_now("error.erase.register");
      return needs(r.has_contact, "error.reveal.no_contact");
    case Action::allow_contact:
    case Action::decline_contact:
      return needs(s.contact_waits && r.has_contact, "error.contact.nobody_asks");
    default:
      return {};
  }
}

}  // namespace

std::string asker(const Viewer& viewer) {
  return in_agency(viewer) ? viewer.agency : std::string(k_portal_asked);
}

bool awaits_approval(const Situation& situation, const Viewer& viewer) {
  return situation.policy.answer_needs_approval && viewer.role == Role::officer;
}

State next_state(const Transition& row, const Situation& s, bool awaits) {
  const Report& r = s.report;
  switch (row.goes) {
    case Goes::to:
      return row.to;
    case Goes::same:
      return r.state;
    case Goes::approved:
      return awaits ? r.state : row.to;
    case Goes::resumed:
      return r.resume_state.value_or(State::submitted);
    case Goes::came_from:
      return r.answer_from.value_or(State::in_progress);
    case Goes::by_answer:
      return r.answer_kind == "plan" ? State::repairing : row.to;
    case Goes::undone:
      return s.last ? s.last->from : r.state;
  }
  return r.state;
}

Instant voices_until(Instant closed, const PolicyVersion& policy) {
  const auto last = ch::sys_days(local_date(closed)) + ch::days(policy.reopen_days);
  return instant_of(LocalDate(last + ch::days(1)));
}

std::optional<Instant> reopen_until(const Situation& s) {
  const bool asks = s.report.state == State::resolved || s.report.state == State::refused;
  if (!asks || !s.report.closed_at || s.report.reopen_asked) return {};
  return voices_until(*s.report.closed_at, s.policy);
}

std::optional<Instant> undo_until(const Situation& s, const Viewer& viewer) {
  if (!s.last || !has_action(k_undoable, s.last->action) || !viewer.is_staff() ||
      s.last->actor != viewer.actor()) {
    return {};
  }
  return s.last->at + ch::seconds(s.policy.undo_seconds);
}

Result<const Transition*> check_open(const Situation& s, const Viewer& viewer, Action action,
                                     Instant now) {
  if (!has_action(k_role_actions[std::size_t(viewer.role)], action))
    return fail(ErrorCode::forbidden, "error.action_not_yours");
  const Transition* row = step(s.report.state, action, viewer.role);
  if (action == Action::undo) {
    const auto until = undo_until(s, viewer);
    if (!until) return fail(ErrorCode::conflict, "error.undo.nothing");
    if (now > *until) return fail(ErrorCode::conflict, "error.undo.too_late");
    return row;
  }
  if (auto error = check_viewer(s, viewer, action)) return Failure(std::move(*error));
  if (row == nullptr) {
    return fail(ErrorCode::conflict, "error.action_not_open",
                std::string(word(action)) + " in " + std::string(word(s.report.state)));
  }
  if (auto error = check_action(s, viewer, action, now)) return Failure(std::move(*error));
  return row;
}

std::vector<Action> open_actions(const Situation& s, const Viewer& viewer, Instant now) {
  std::vector<Action> out;
  for (std::size_t i = 0; i < k_action_words.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (!has_action(k_role_actions[std::size_t(viewer.role)], action)) continue;
    if (check_open(s, viewer, action, now)) out.push_back(action);
  }
  return out;
}

Result<void> check_answer(const Situation& s, const Viewer& viewer, const AnswerFacts& answer,
                          Instant now) {
  Error error{ErrorCode::invalid, "error.invalid", {}, {}, {}};
  const auto fault = [&](bool wrong, std::string field, std::string key) {
    if (wrong) error.fields.push_back({std::move(field), std::move(key), {}});
  };
  if (answer.plan) {
    fault(answer.outcome.has_value(), "outcome", "error.answer.plan_has_outcome");
    fault(!answer.promised_on, "promised_on", "error.field.missing");
    fault(answer.promised_on && *answer.promised_on < local_date(now), "promised_on",
          "error.answer.promised_in_past");
    fault(s.report.plan_count >= s.policy.plans_max, "kind", "error.answer.plans_used");
    fault(s.report.plan_count > 0 && s.report.plan_count < s.policy.plans_max &&
              viewer.role != Role::agency_leader,
          "kind", "error.answer.leader_only");
  } else {
    fault(!answer.outcome, "outcome", "error.field.missing");
    fault(answer.promised_on.has_value(), "promised_on", "error.answer.final_has_promise");
    fault(!answer.after_photo && !answer.no_photo_reason, "no_photo_reason",
          "error.answer.no_photo_reason");
  }
  if (!error.fields.empty()) return Failure(std::move(error));
  return {};
}

Result<void> check_dispatch(const Situation& s, std::string_view lead,
                            const std::vector<std::string>& cooperating) {
  Error error{ErrorCode::invalid, "error.invalid", {}, {}, {}};
  if (lead.empty()) error.fields.push_back({"lead", "error.field.missing", {}});
  const auto& named = s.report.named_agency;
  if (named && lead == *named) {
    error.fields.push_back({"lead", "error.dispatch.named_agency", {}});
  }
  for (auto it = cooperating.begin(); it != cooperating.end(); ++it) {
    if (named && *it == *named) {
      error.fields.push_back({"cooperating", "error.dispatch.named_agency", {}});
    }
    if (*it == lead || std::find(cooperating.begin(), it, *it) != it) {
      error.fields.push_back({"cooperating", "error.dispatch.twice", {*it}});
    }
  }
  if (!error.fields.empty()) return Failure(std::move(error));
  return {};
}

Result<void> check_reveal_reason(const Situation& s, std::string_view reason_kind) {
  if (s.report.consent_call || reason_kind == k_danger_to_life) return {};
  return fail_field("reason_kind", "error.reveal.only_danger");
}

Result<void> check_refuse(const Situation& s, RefuseKind kind) {
  if (kind == RefuseKind::crime_report || s.report.register_ == Register::crime_report) {
    return fail_field("kind", "error.refuse.crime");
  }
  return {};
}

}  // namespace camaug::domain
