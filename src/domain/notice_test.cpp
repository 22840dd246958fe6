// Who is told for each action, who is not, and when.
#include "domain/notice.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/texts.hpp"

using namespace camaug;
using namespace camaug::domain;

namespace {

using enum Action;
using enum State;

NoticeFacts facts(Action action, std::optional<State> from, State to) {
  NoticeFacts f;
  f.action = action;
  f.from = from;
  f.to = to;
  f.report = "r1";
  f.lead = "police";
  return f;
}

// "reporter r1 notice.x; agency police notice.y !": a ! for urgent, +10 for the undo time.
std::string told(const std::vector<Notice>& list) {
  std::string out;
  for (const Notice& n : list) {
    CHECK(std::ranges::find(k_notice_keys, n.key) != k_notice_keys.end());
    out += (out.empty() ? "" : "; ") + std::string(word(n.kind)) +
           (n.recipient.empty() ? "" : " " + n.recipient) + " " + std::string(n.key.substr(7)) +
           (n.urgent ? " !" : "") + (n.delay == Millis(10'000) ? " +10" : "");
    CHECK((n.delay == Millis(0) || n.delay == Millis(10'000)));
    if (n.urgent) CHECK(n.delay == Millis(0));
  }
  return out;
}
std::string told(const NoticeFacts& f) {
  return told(notices(f));
}

}  // namespace

TEST_CASE("every key has its text") {
  for (const std::string_view key : k_notice_keys) {
    CHECK_MESSAGE(text(Lang::vi, key) != key, key);
    CHECK_MESSAGE(text(Lang::en, key) != text(Lang::vi, key), key);
  }
}

TEST_CASE("submission sounds at the coordinator when the sender claims urgency") {
  NoticeFacts f = facts(submit, {}, submitted);
  f.lead.clear();
  CHECK(told(f) == "reporter r1 reporter.received; coordinators coordinators.new");
  f.urgency = Urgency::claimed;
  CHECK(told(f) == "reporter r1 reporter.received; coordinators coordinators.urgent_claim !");
}

TEST_CASE("dispatch waits for undo, the alarm does not") {
  NoticeFacts f = facts(dispatch, submitted, dispatched);
  f.cooperating = {"water"};
  CHECK(told(f) ==
        "reporter r1 reporter.dispatched +10; agency police agency.dispatched +10; "
        "agency water agency.cooperating +10");
  f.urgency = Urgency::confirmed;
  CHECK(told(f) ==
        "reporter r1 reporter.dispatched +10; agency police agency.dispatched !; "
        "agency water agency.cooperating !; agency_leader police leader.urgent !");
  NoticeFacts back = facts(undo, dispatched, submitted);
  CHECK(told(back).empty());
  back.urgency = Urgency::confirmed;
  back.undone = dispatch;
  CHECK(told(back) == "agency_leader police leader.urgent_cleared !");
}

TEST_CASE("the agency's side") {
  CHECK(told(facts(give_back, dispatched, submitted)) ==
        "coordinators coordinators.given_back +10");
  CHECK(told(facts(recall, dispatched, submitted)) == "agency police agency.recalled +10");
  NoticeFacts f = facts(assign, dispatched, in_progress);
  f.officer = "o1";
  CHECK(told(f) == "reporter r1 reporter.in_progress +10; officer o1 agency.assigned +10");
  f.from = in_progress;
  CHECK(told(f) == "officer o1 agency.assigned +10");
  f.action = accept;
  CHECK(told(f).empty());
  f = facts(answer, in_progress, in_progress);
  CHECK(told(f) == "agency_leader police leader.approve +10");
  f.to = answered;
  CHECK(told(f) == "coordinators coordinators.answered +10");
  f = facts(send_back, answered, in_progress);
  f.officer = "o1";
  CHECK(told(f) == "officer o1 agency.sent_back +10");
}

TEST_CASE("the sender hears results, plans, questions and looks at the contact") {
  NoticeFacts f = facts(relay, answered, resolved);
  f.merged = {"r2", "r3"};
  CHECK(told(f) ==
        "reporter r1 reporter.resolved +10; reporter r2 reporter.resolved +10; "
        "reporter r3 reporter.resolved +10");
  CHECK(told(facts(relay, answered, repairing)) == "reporter r1 reporter.plan +10");
  CHECK(told(facts(ask_reporter, dispatched, waiting_reporter)) ==
        "reporter r1 reporter.question +10");
  CHECK(told(facts(reveal, in_progress, in_progress)) == "reporter r1 reporter.revealed");
  CHECK(told(facts(refuse, submitted, refused)) == "reporter r1 reporter.refused +10");
}

TEST_CASE("replies go to who asked, messages to who holds the report") {
  NoticeFacts f = facts(reporter_replied, waiting_reporter, in_progress);
  f.asked_by = "portal";
  CHECK(told(f) == "coordinators coordinators.replied");
  f.asked_by = "police";
  CHECK(told(f) == "agency police agency.replied");
  NoticeFacts call = facts(decline_contact, in_progress, in_progress);
  call.asked_by = "portal";
  CHECK(told(call) == "coordinators coordinators.contact_declined");
  call.asked_by = "water";  // has the report no more
  CHECK(told(call) == "coordinators coordinators.contact_declined");
  call.asked_by = "police";
  call.officer = "o1";
  CHECK(told(call) == "officer o1 agency.contact_declined");
  call.action = allow_contact;
  CHECK(told(call) == "officer o1 agency.contact_allowed");
  CHECK(told(facts(ask_contact, in_progress, in_progress)) ==
        "reporter r1 reporter.contact_asked +10");
  NoticeFacts m = facts(message, in_progress, in_progress);
  CHECK(told(m) == "reporter r1 reporter.message");
  m.by_reporter = true;
  CHECK(told(m) == "agency police agency.message");
  m.officer = "o1";
  CHECK(told(m) == "officer o1 agency.message");
  m.to = answered;
  CHECK(told(m) == "coordinators coordinators.message");
  m.to = resolved;
  CHECK(told(m) == "coordinators coordinators.message");
}

TEST_CASE("urgency: the leader of the lead, before dispatch of the suggested one") {
  NoticeFacts f = facts(set_urgent, submitted, submitted);
  f.urgency = Urgency::confirmed;
  f.lead.clear();
  f.suggested = "water";
  CHECK(told(f) == "agency_leader water leader.urgent !; coordinators coordinators.urgent !");
  f.suggested.clear();
  CHECK(told(f) == "coordinators coordinators.urgent !");
  NoticeFacts clear = facts(clear_urgent, submitted, submitted);
  clear.urgency_before = Urgency::claimed;
  CHECK(told(clear).empty());
  clear.urgency_before = Urgency::confirmed;
  CHECK(told(clear) == "agency_leader police leader.urgent_cleared !");
}

TEST_CASE("nobody hears of notes, classes, hiding and new limits") {
  for (const Action action : {note, reclassify, hide, redact, recompute, resume, undo}) {
    CHECK(told(facts(action, in_progress, in_progress)).empty());
  }
  NoticeFacts f = facts(rate, resolved, resolved);
  f.rating = 5;
  CHECK(told(f).empty());
  f.rating = 1;
  CHECK(told(f) == "coordinators coordinators.rated_low");
}

TEST_CASE("alarms of time") {
  NoticeFacts f = facts(note, dispatched, dispatched);
  CHECK(told(alarm_notices(Alarm::due_soon, ClockKind::answer, f, 0)) ==
        "agency police agency.due_soon");
  CHECK(told(alarm_notices(Alarm::due_soon, ClockKind::relay, f, 0)) ==
        "coordinators coordinators.due_soon");
  f.officer = "o1";
  CHECK(told(alarm_notices(Alarm::overdue, ClockKind::answer, f, 0)) ==
        "officer o1 agency.overdue; agency_leader police agency.overdue; "
        "coordinators coordinators.overdue");
  CHECK(told(alarm_notices(Alarm::claim, ClockKind::dispatch, f, 1)) ==
        "coordinators coordinators.urgent_claim !");
  CHECK(told(alarm_notices(Alarm::unacknowledged, ClockKind::answer, f, 0)) ==
        "agency_leader police leader.urgent !; officer o1 leader.urgent !");
  CHECK(told(alarm_notices(Alarm::unacknowledged, ClockKind::answer, f, 1)) ==
        "agency_leader police leader.urgent !; officer o1 leader.urgent !; "
        "coordinators coordinators.unacknowledged !");
}
