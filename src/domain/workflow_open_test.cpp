// What is open to whom: the rules that the table alone cannot say, and that every refusal has a
// text.
#include "domain/workflow_open.hpp"

#include <algorithm>

#include "base/texts.hpp"
#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

using enum Action;
using Actions = std::vector<Action>;

const Instant k_now = at("2026-03-02 09:00");

Viewer viewer(Role role, std::string account = "a1", std::string agency = "") {
  Viewer v;
  v.role = role;
  v.account = std::move(account);
  v.agency = std::move(agency);
  if (role == Role::reporter) v.report = "r1";
  return v;
}

// A report in some state, its policy, and questions about it.
struct Case {
  Report report;
  PolicyVersion policy = sample_policy();
  std::vector<std::string> cooperating, asked;
  std::optional<std::string> suggested;
  Publicity publicity = Publicity::normal;
  std::vector<std::string> contact_asked;
  bool contact_waits = false;
  std::optional<LastAct> last;
  std::optional<MasterFacts> master;

  explicit Case(State state) {
    report.id = "r1";
    report.state = state;
    if (state != State::submitted) report.lead = "police";
  }
  [[nodiscard]] Situation situation() const {
    return {report,        policy,        cooperating, suggested, asked,
            contact_asked, contact_waits, publicity,   last,      master};
  }
  [[nodiscard]] Actions open(const Viewer& v, Instant now = k_now) const {
    return open_actions(situation(), v, now);
  }
  // "" when open, else the key of the refusal.
  [[nodiscard]] std::string why_not(Action action, const Viewer& v, Instant now = k_now) const {
    const auto row = check_open(situation(), v, action, now);
    if (row) return "";
    CHECK_MESSAGE(text(Lang::vi, row.error().key) != row.error().key, row.error().key);
    CHECK(text(Lang::en, row.error().key) != text(Lang::vi, row.error().key));
    return row.error().key;
  }
};

const Viewer k_coordinator = viewer(Role::coordinator);
const Viewer k_leader = viewer(Role::agency_leader, "l1", "police");
const Viewer k_officer = viewer(Role::officer, "o1", "police");
const Viewer k_stranger = viewer(Role::officer, "o9", "water");
const Viewer k_reporter = viewer(Role::reporter, "");

}  // namespace

TEST_CASE("submitted: the coordinator's desk") {
  const Case c(State::submitted);
  CHECK(c.open(k_coordinator) == Actions{refuse, hand_over, merge, dispatch, ask_reporter,
                                         set_urgent, note, message, add_media, reclassify, publish,
                                         redact, remind});
  CHECK(c.open(k_reporter) == Actions{withdraw, message, add_media});
  CHECK(c.open(k_officer).empty());
  CHECK(c.open(viewer(Role::admin)).empty());
  CHECK(c.open(viewer(Role::anonymous)).empty());
  CHECK(c.open(viewer(Role::denunciation_keeper)).empty());
  CHECK(c.open(viewer(Role::supervisor)) == Actions{remind});
  CHECK(c.open(viewer(Role::system)) == Actions{dispatch, cutover, recompute});
}

TEST_CASE("the lead agency's actions are nobody else's") {
  Case c(State::dispatched);
  CHECK(c.open(k_leader) ==
        Actions{give_back, assign, ask_reporter, set_urgent, note, message, add_media});
  CHECK(c.open(k_officer) ==
        Actions{give_back, accept, ask_reporter, set_urgent, note, message, add_media});
  CHECK(c.open(k_stranger).empty());
  CHECK(c.why_not(accept, k_stranger) == "error.not_your_agency");
  CHECK(c.why_not(assign, k_officer) == "error.action_not_yours");
  CHECK(c.why_not(answer, k_officer) == "error.action_not_open");
  c.cooperating = {"water"};
  CHECK(c.open(k_stranger) == Actions{note, add_media});
  c.report.state = State::submitted;  // an earlier lead holds nothing while the portal does
  CHECK(c.open(k_leader).empty());
  CHECK(c.open(k_stranger).empty());
}

TEST_CASE("a report that names an agency is not there for it") {
  Case c(State::dispatched);
  c.report.named_agency = "police";
  CHECK(c.open(k_officer).empty());
  CHECK(c.why_not(note, k_officer) == "error.not_found");
  CHECK_FALSE(check_dispatch(c.situation(), "police", {}));
  CHECK_FALSE(check_dispatch(c.situation(), "water", {"police"}));
  CHECK_FALSE(check_dispatch(c.situation(), "water", {"water"}));
  CHECK_FALSE(check_dispatch(c.situation(), "water", {"power", "power"}));
  CHECK_FALSE(check_dispatch(c.situation(), "", {}));
  CHECK(check_dispatch(c.situation(), "water", {"power"}));
}

TEST_CASE("registers: denunciations only for their keeper, crime reports never refused") {
  Case c(State::submitted);
  c.report.register_ = Register::denunciation;
  CHECK(c.open(k_coordinator).empty());
  CHECK(c.open(viewer(Role::denunciation_keeper)) == Actions{refuse, hand_over, note, message});
  c.report.register_ = Register::crime_report;
  CHECK(c.why_not(refuse, k_coordinator) == "error.refuse.crime");
  CHECK(c.why_not(hand_over, k_coordinator).empty());
  CHECK(c.why_not(publish, k_coordinator) == "error.publish.private");
  CHECK_FALSE(check_refuse(Case(State::submitted).situation(), RefuseKind::crime_report));
  CHECK(check_refuse(Case(State::submitted).situation(), RefuseKind::complaint));
}

TEST_CASE("withdraw only while the portal holds the report") {
  CHECK(Case(State::submitted).why_not(withdraw, k_reporter).empty());
  CHECK(Case(State::dispatched).why_not(withdraw, k_reporter) == "error.action_not_open");
  Case c(State::waiting_reporter);
  c.report.resume_state = State::in_progress;
  CHECK(c.why_not(withdraw, k_reporter) == "error.withdraw.too_late");
  c.report.resume_state = State::submitted;
  CHECK(c.why_not(withdraw, k_reporter).empty());
  Viewer other = k_reporter;
  other.report = "r2";
  CHECK(c.why_not(withdraw, other) == "error.not_found");
}

TEST_CASE("one question per holder, none in an urgent case, resumed by who asked") {
  Case c(State::dispatched);
  c.asked = {"portal"};
  CHECK(c.why_not(ask_reporter, k_coordinator) == "error.ask.already");
  CHECK(c.why_not(ask_reporter, k_officer).empty());
  for (const Urgency urgency : {Urgency::claimed, Urgency::confirmed}) {
    c.report.urgency = urgency;
    CHECK(c.why_not(ask_reporter, k_officer) == "error.ask.urgent");
  }
  Case w(State::waiting_reporter);
  w.report.resume_state = State::in_progress;
  w.report.asked_by = "police";
  CHECK(w.why_not(resume, k_officer).empty());
  CHECK(w.why_not(resume, k_coordinator) == "error.resume.not_asker");
  w.report.asked_by = "portal";
  CHECK(w.why_not(resume, k_coordinator).empty());
  CHECK(w.why_not(resume, k_leader) == "error.resume.not_asker");
  CHECK(w.why_not(reply_timeout, viewer(Role::system)).empty());
  CHECK(next_state(*step(w.report.state, reporter_replied, Role::reporter), w.situation()) ==
        State::in_progress);
}

TEST_CASE("accept for oneself, once; another officer may take over") {
  Case c(State::in_progress);
  c.report.officer = "o1";
  CHECK(c.why_not(accept, k_officer) == "error.accept.already_yours");
  CHECK(c.why_not(accept, viewer(Role::officer, "o2", "police")).empty());
}

TEST_CASE("answers: approval, plans, promises, photos") {
  Case c(State::in_progress);
  CHECK(c.why_not(approve, k_leader) == "error.approve.nothing_waits");
  c.policy.answer_needs_approval = true;
  const Transition& row = *step(State::in_progress, answer, Role::officer);
  CHECK(awaits_approval(c.situation(), k_officer));
  CHECK_FALSE(awaits_approval(c.situation(), k_leader));
  CHECK(next_state(row, c.situation(), true) == State::in_progress);
  CHECK(next_state(row, c.situation(), false) == State::answered);
  c.report.awaiting_approval = true;
  CHECK(c.why_not(approve, k_leader).empty());
  CHECK(c.why_not(approve, k_officer) == "error.action_not_yours");

  const auto fault = [&](const AnswerFacts& facts, const Viewer& v) {
    const auto checked = check_answer(c.situation(), v, facts, k_now);
    return checked ? std::string() : checked.error().fields.at(0).field;
  };
  AnswerFacts plan{true, {}, day("2026-03-02"), false, false};
  CHECK(fault(plan, k_officer).empty());
  plan.promised_on = day("2026-03-01");
  CHECK(fault(plan, k_officer) == "promised_on");
  plan.promised_on.reset();
  CHECK(fault(plan, k_officer) == "promised_on");
  plan = {true, Outcome::fixed, day("2026-03-05"), false, false};
  CHECK(fault(plan, k_officer) == "outcome");
  plan.outcome.reset();
  c.report.plan_count = 1;
  CHECK(fault(plan, k_officer) == "kind");
  CHECK(fault(plan, k_leader).empty());
  c.report.plan_count = 2;
  CHECK(fault(plan, k_leader) == "kind");
  CHECK(fault({false, Outcome::fixed, {}, true, false}, k_officer).empty());
  CHECK(fault({false, Outcome::fixed, {}, false, true}, k_officer).empty());
  CHECK(fault({false, Outcome::fixed, {}, false, false}, k_officer) == "no_photo_reason");
  CHECK(fault({false, {}, {}, true, false}, k_officer) == "outcome");
  CHECK(fault({false, Outcome::fixed, day("2026-03-05"), true, false}, k_officer) == "promised_on");
}

TEST_CASE("where send_back and relay lead") {
  Case c(State::answered);
  c.report.answer_from = State::repairing;
  c.report.answer_kind = "plan";
  CHECK(next_state(*step(State::answered, send_back, Role::coordinator), c.situation()) ==
        State::repairing);
  const Transition& row = *step(State::answered, relay, Role::coordinator);
  CHECK(next_state(row, c.situation()) == State::repairing);
  c.report.answer_kind = "final";
  CHECK(next_state(row, c.situation()) == State::resolved);
}

TEST_CASE("reopening: once, within full days, decided by somebody else") {
  Case c(State::refused);
  c.report.closed_at = at("2026-03-02 09:00");
  c.report.closed_by = "a1";
  CHECK(reopen_until(c.situation()) == at("2026-03-18 00:00"));
  CHECK(c.why_not(ask_reopen, k_reporter, at("2026-03-17 23:59")).empty());
  CHECK(c.why_not(ask_reopen, k_reporter, at("2026-03-18 00:00")) == "error.reopen.too_late");
  CHECK(c.why_not(reopen, viewer(Role::coordinator, "a2")) == "error.reopen.not_requested");
  c.report.reopen_asked = c.report.reopen_requested = true;
  CHECK(c.why_not(ask_reopen, k_reporter) == "error.reopen.asked_already");
  CHECK(c.why_not(reopen, k_coordinator) == "error.reopen.refuser");
  CHECK(c.why_not(decline_reopen, k_coordinator) == "error.reopen.refuser");
  CHECK(c.why_not(decline_reopen, viewer(Role::coordinator, "a2")).empty());
  c.report.state = State::resolved;  // who relayed a result may decide
  CHECK(c.why_not(reopen, k_coordinator).empty());
  CHECK(Case(State::handed_over).why_not(ask_reopen, k_reporter) == "error.action_not_open");
}

TEST_CASE("urgency: confirm, clear, acknowledge once, by the suggested leader before dispatch") {
  Case c(State::submitted);
  CHECK(c.why_not(clear_urgent, k_coordinator) == "error.urgent.not_urgent");
  c.report.urgency = Urgency::claimed;
  CHECK(c.why_not(set_urgent, k_coordinator).empty());
  CHECK(c.why_not(clear_urgent, k_coordinator).empty());
  c.suggested = "police";
  CHECK(c.why_not(acknowledge, k_leader) == "error.acknowledge.not_urgent");
  c.report.urgency = Urgency::confirmed;
  CHECK(c.why_not(set_urgent, k_coordinator) == "error.urgent.already");
  CHECK(c.open(k_leader) == Actions{acknowledge});
  CHECK(c.why_not(acknowledge, viewer(Role::agency_leader, "l2", "water")) ==
        "error.not_your_agency");
  c.report.acknowledged_at = k_now;
  CHECK(c.why_not(acknowledge, k_leader) == "error.acknowledge.already");
}

TEST_CASE("publicity, contact, rating, and what ends with a withdrawal") {
  Case c(State::resolved);
  CHECK(c.why_not(rate, k_reporter).empty());
  c.report.rating = 5;
  CHECK(c.why_not(rate, k_reporter) == "error.rate.already");
  CHECK(c.why_not(publish, k_coordinator).empty());
  CHECK(c.why_not(hide, k_coordinator) == "error.hide.not_public");
  c.report.published = true;
  CHECK(c.why_not(publish, k_coordinator) == "error.publish.already");
  CHECK(c.why_not(hide, k_coordinator).empty());
  c.publicity = Publicity::never;
  CHECK(c.why_not(publish, k_coordinator) == "error.publish.private");
  CHECK(c.why_not(reveal, k_officer) == "error.reveal.no_contact");
  c.report.has_contact = true;
  CHECK(c.why_not(reveal, k_officer) == "error.reveal.no_consent");
  c.report.consent_call = true;
  CHECK(c.why_not(reveal, k_officer).empty());
  CHECK(check_reveal_reason(c.situation(), "verify"));
  c.report.consent_call = false;
  c.report.urgency = Urgency::confirmed;
  CHECK(c.why_not(reveal, k_officer).empty());
  CHECK(check_reveal_reason(c.situation(), k_danger_to_life));
  CHECK(check_reveal_reason(c.situation(), "verify").error().fields.at(0).key ==
        "error.reveal.only_danger");
  c.report.state = State::withdrawn;
  for (const Action action : {message, add_media, publish, reveal, ask_contact}) {
    CHECK(c.why_not(action, k_coordinator) == "error.withdrawn");
  }
}

TEST_CASE("leave to call: each holder asks once, the sender answers once") {
  Case c(State::in_progress);
  CHECK(c.why_not(ask_contact, k_officer) == "error.reveal.no_contact");
  c.report.has_contact = true;
  CHECK(c.why_not(allow_contact, k_reporter) == "error.contact.nobody_asks");
  CHECK(c.why_not(decline_contact, k_reporter) == "error.contact.nobody_asks");
  CHECK(c.why_not(ask_contact, k_officer).empty());
  c.contact_asked = {"police"};
  c.contact_waits = true;
  CHECK(c.why_not(ask_contact, k_coordinator) == "error.contact.waits");
  CHECK(c.why_not(allow_contact, k_reporter).empty());
  CHECK(c.why_not(decline_contact, k_reporter).empty());
  CHECK(c.why_not(allow_contact, k_officer) == "error.action_not_yours");
  c.contact_waits = false;  // the sender said no
  CHECK(c.why_not(ask_contact, k_officer) == "error.contact.asked_already");
  CHECK(c.why_not(ask_contact, k_leader) == "error.contact.asked_already");
  CHECK(c.why_not(ask_contact, k_coordinator).empty());
  CHECK(c.why_not(reveal, k_officer) == "error.reveal.no_consent");
  c.report.consent_call = true;  // or yes
  CHECK(c.why_not(ask_contact, k_coordinator) == "error.contact.allowed_already");
  CHECK(c.why_not(reveal, k_officer).empty());
  c.report.consent_call = false;
  CHECK(c.why_not(ask_contact, viewer(Role::denunciation_keeper)) == "error.action_not_yours");
}

TEST_CASE("undo: the newest act, by its author, within ten seconds") {
  Case c(State::dispatched);
  c.last = LastAct{dispatch, State::submitted, "account:a1", k_now};
  CHECK(c.why_not(undo, k_coordinator, k_now + Millis(10'000)).empty());
  CHECK(c.why_not(undo, k_coordinator, k_now + Millis(10'001)) == "error.undo.too_late");
  CHECK(c.why_not(undo, viewer(Role::coordinator, "a2")) == "error.undo.nothing");
  CHECK(next_state(*step(State::dispatched, undo, Role::coordinator), c.situation()) ==
        State::submitted);
  c.last->action = reveal;
  CHECK(c.why_not(undo, k_coordinator) == "error.undo.nothing");
  c.last.reset();
  CHECK(c.why_not(undo, k_coordinator) == "error.undo.nothing");
  Case back(State::submitted);  // the agency that gave back may still take it back
  back.last = LastAct{give_back, State::in_progress, "account:o1", k_now};
  CHECK(back.why_not(undo, k_officer).empty());
  CHECK(back.open(k_officer) == Actions{undo});
}

TEST_CASE("who was merged rates the common result and says when it does not hold") {
  Case c(State::merged);
  const Viewer sender = viewer(Role::reporter);
  CHECK(c.why_not(Action::rate, sender) == "error.rate.no_result");
  CHECK(c.why_not(Action::still_there, sender) == "error.still_there.no_result");
  c.master = MasterFacts{State::in_progress, {}, false};
  CHECK(c.why_not(Action::rate, sender) == "error.rate.no_result");
  CHECK(c.why_not(Action::still_there, sender) == "error.still_there.no_result");
  c.master = MasterFacts{State::resolved, k_now + Millis(1), false};
  CHECK(c.why_not(Action::rate, sender).empty());
  CHECK(c.why_not(Action::still_there, sender).empty());
  c.report.rating = 5;
  CHECK(c.why_not(Action::rate, sender) == "error.rate.already");
  c.master->voiced = true;
  CHECK(c.why_not(Action::still_there, sender) == "error.still_there.already");
  c.master = MasterFacts{State::resolved, k_now, false};
  CHECK(c.why_not(Action::still_there, sender) == "error.reopen.too_late");
}
