#include "domain/notice.hpp"

#include "domain/workflow.hpp"

namespace camaug::domain {

namespace {

using enum RecipientKind;

class Telling {
 public:
  explicit Telling(const NoticeFacts& facts) : f_(facts) {
    if (has_action(k_undoable, facts.action)) delay_ = facts.undo;
  }

  void tell_reporter(std::string_view key) { add(reporter, f_.report, key, false); }
  void tell_coordinators(std::string_view key) { add(coordinators, "", key, alarming()); }
  void tell_agency(std::string_view key) { add(agency, f_.lead, key, alarming()); }
  void tell_leader(std::string_view key, bool urgent) {
    add(agency_leader, f_.lead.empty() ? f_.suggested : f_.lead, key, urgent);
  }
  // Whoever works on it at the agency: the officer, or the agency while nobody took it.
  void tell_workers(std::string_view key) {
    if (f_.officer.empty()) {
      tell_agency(key);
    } else {
      add(officer, f_.officer, key, alarming());
    }
  }
  // Whoever holds the report now: the portal or the agency.
  void tell_holder(std::string_view at_portal, std::string_view at_agency) {
    if (f_.to == State::submitted || f_.to == State::answered || !is_open(f_.to) ||
        f_.lead.empty()) {
      tell_coordinators(at_portal);
    } else {
      tell_workers(at_agency);
    }
  }
  // Whoever asked; the portal when the asking agency has the report no more.
  void tell_asker(std::string_view at_portal, std::string_view at_agency) {
    if (f_.lead.empty() || f_.asked_by != f_.lead) {
      tell_coordinators(at_portal);
    } else {
      tell_workers(at_agency);
    }
  }
  void tell_cooperating() {
    for (const std::string& code : f_.cooperating) {
      add(agency, code, "notice.agency.cooperating", alarming());
    }
  }
  void tell_merged(std::string_view key) {
    for (const std::string& id : f_.merged) add(reporter, id, key, false);
  }

  [[nodiscard]] const NoticeFacts& facts() const { return f_; }
  [[nodiscard]] bool alarming() const { return f_.urgency == Urgency::confirmed; }
  std::vector<Notice> take() { return std::move(out_); }

  void add(RecipientKind kind, const std::string& recipient, std::string_view key, bool urgent) {
    if (recipient.empty() && kind != coordinators) return;
    out_.push_back({kind, recipient, key, urgent, urgent ? Millis(0) : delay_});
  }

 private:
  const NoticeFacts& f_;
  Millis delay_{0};
  std::vector<Notice> out_;
};

void on_submit(Telling& t) {
  t.tell_reporter("notice.reporter.received");
  const bool claimed = t.facts().urgency == Urgency::claimed;
  t.add(coordinators, "", claimed ? "notice.coordinators.urgent_claim" : "notice.coordinators.new",
        claimed);
}

void on_dispatch(Telling& t) {
  t.tell_reporter("notice.reporter.dispatched");
  t.tell_agency("notice.agency.dispatched");
  t.tell_cooperating();
  if (t.alarming()) t.tell_leader("notice.leader.urgent", true);
}

void on_accept(Telling& t) {
  if (t.facts().from == State::dispatched) t.tell_reporter("notice.reporter.in_progress");
  if (t.facts().action == Action::assign) t.tell_workers("notice.agency.assigned");
}

void on_answer(Telling& t) {
  if (t.facts().to != State::answered) {
    t.tell_leader("notice.leader.approve", t.alarming());
    return;
  }
  if (t.facts().action == Action::approve) t.tell_workers("notice.agency.approved");
  t.tell_coordinators("notice.coordinators.answered");
}

void on_relay(Telling& t) {
  const std::string_view key =
      t.facts().to == State::repairing ? "notice.reporter.plan" : "notice.reporter.resolved";
  t.tell_reporter(key);
  t.tell_merged(key);
}

void on_urgency(Telling& t) {
  const NoticeFacts& f = t.facts();
  if (f.urgency == Urgency::confirmed) {
    t.tell_leader("notice.leader.urgent", true);
    if (!f.officer.empty()) t.add(officer, f.officer, "notice.leader.urgent", true);
    t.tell_coordinators("notice.coordinators.urgent");
  } else if (f.urgency_before == Urgency::confirmed) {
    t.tell_leader("notice.leader.urgent_cleared", true);
  }
}

void on_message(Telling& t) {
  if (t.facts().by_reporter) {
    t.tell_holder("notice.coordinators.message", "notice.agency.message");
  } else if (t.facts().action == Action::message) {
    t.tell_reporter("notice.reporter.message");
  }
}

// Undo drops the waiting notices by itself; only who was alarmed at once must hear of it.
void on_undo(Telling& t) {
  if (t.alarming() && t.facts().undone == Action::dispatch) {
    t.tell_leader("notice.leader.urgent_cleared", true);
  }
}

// Actions of which only the sender is told.
std::string_view told_to_reporter(Action action) {
  switch (action) {
    case Action::refuse:
      return "notice.reporter.refused";
    case Action::hand_over:
      return "notice.reporter.handed_over";
    case Action::join:
      return "notice.reporter.joined";
    case Action::unmerge:
      return "notice.reporter.unmerged";
    case Action::ask_reporter:
      return "notice.reporter.question";
    case Action::reopen:
      return "notice.reporter.reopened";
    case Action::decline_reopen:
      return "notice.reporter.reopen_declined";
    case Action::publish:
      return "notice.reporter.published";
    case Action::reveal:
      return "notice.reporter.revealed";
    case Action::ask_contact:
      return "notice.reporter.contact_asked";
    default:
      return {};
  }
}

void tell(Telling& t) {
  const auto key = told_to_reporter(t.facts().action);
  if (!key.empty()) return t.tell_reporter(key);
  switch (t.facts().action) {
    case Action::submit:
      return on_submit(t);
    case Action::withdraw:
      return t.tell_coordinators("notice.coordinators.withdrawn");
    case Action::merge:
      t.tell_reporter("notice.reporter.merged");
      if (t.facts().from != State::submitted) t.tell_workers("notice.agency.merged");
      return;
    case Action::dispatch:
      return on_dispatch(t);
    case Action::recall:
      return t.tell_workers("notice.agency.recalled");
    case Action::give_back:
      return t.tell_coordinators("notice.coordinators.given_back");
    case Action::accept:
    case Action::assign:
      return on_accept(t);
    case Action::reporter_replied:
    case Action::reply_timeout:
      return t.tell_asker("notice.coordinators.replied", "notice.agency.replied");
    case Action::answer:
    case Action::approve:
      return on_answer(t);
    case Action::send_back:
      return t.tell_workers("notice.agency.sent_back");
    case Action::relay:
      return on_relay(t);
    case Action::rate:
      if (t.facts().rating == 1) t.tell_coordinators("notice.coordinators.rated_low");
      return;
    case Action::ask_reopen:
      return t.tell_coordinators("notice.coordinators.reopen_requested");
    case Action::escalate:
      return t.tell_coordinators("notice.coordinators.escalated");
    case Action::set_urgent:
    case Action::clear_urgent:
      return on_urgency(t);
    case Action::acknowledge:
      t.tell_reporter("notice.reporter.acknowledged");
      return t.tell_coordinators("notice.coordinators.acknowledged");
    case Action::message:
    case Action::add_media:
      return on_message(t);
    case Action::allow_contact:
      return t.tell_asker("notice.coordinators.contact_allowed", "notice.agency.contact_allowed");
    case Action::decline_contact:
      return t.tell_asker("notice.coordinators.contact_declined", "notice.agency.contact_declined");
    case Action::remind:
      return t.tell_holder("notice.coordinators.reminded", "notice.agency.reminded");
    case Action::cutover:
      t.tell_agency("notice.agency.dispatched");
      if (t.alarming()) t.tell_leader("notice.leader.urgent", true);
      return;
    case Action::undo:
      return on_undo(t);
    default:
      return;  // resume, note, reclassify, hide, redact, recompute, still_there: nobody is told
  }
}

}  // namespace

std::vector<Notice> notices(const NoticeFacts& facts) {
  Telling telling(facts);
  tell(telling);
  return telling.take();
}

std::vector<Notice> alarm_notices(Alarm alarm, ClockKind clock, const NoticeFacts& facts,
                                  int steps) {
  Telling t(facts);
  const bool portal = clock_rule(clock).owner == ClockOwner::portal || facts.lead.empty();
  switch (alarm) {
    case Alarm::due_soon:
      if (portal) {
        t.tell_coordinators("notice.coordinators.due_soon");
      } else {
        t.tell_workers("notice.agency.due_soon");
      }
      break;
    case Alarm::overdue:
      if (portal) {
        t.tell_coordinators("notice.coordinators.overdue");
        break;
      }
      t.tell_workers("notice.agency.overdue");
      t.tell_leader("notice.agency.overdue", t.alarming());
      t.tell_coordinators("notice.coordinators.overdue");
      break;
    case Alarm::claim:
      t.add(coordinators, "", "notice.coordinators.urgent_claim", true);
      break;
    case Alarm::unacknowledged:
      t.tell_leader("notice.leader.urgent", true);
      if (!facts.officer.empty()) t.add(officer, facts.officer, "notice.leader.urgent", true);
      if (steps > 0) t.add(coordinators, "", "notice.coordinators.unacknowledged", true);
      break;
  }
  return t.take();
}

}  // namespace camaug::domain
