// Who must be told what about an action or about time passing: recipients and text keys, nothing
// else. A notice never carries a name, a phone, a text of a report or a place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

enum class RecipientKind : std::uint8_t {
  reporter,
  officer,
  agency_leader,
  agency,
  coordinators,
  account
};
inline constexpr std::array<std::string_view, 6> k_recipient_words = {
    "reporter", "officer", "agency_leader", "agency", "coordinators", "account"};
[[nodiscard]] constexpr std::string_view word(RecipientKind v) {
  return k_recipient_words[std::size_t(v)];
}

// `recipient`: the report's id (reporter), an account id (officer, account), an agency code
// (agency_leader, agency), empty (coordinators). The texts under `key` may use {0} the report's
// code, {1} the agency's name, {2} a clock time; whoever sends fills them in.
struct Notice {
  RecipientKind kind{};
  std::string recipient;
  std::string_view key;
  bool urgent = false;  // every channel, at any hour, without waiting for undo
  Millis delay{0};      // 0 or the undo time

  friend bool operator==(const Notice&, const Notice&) = default;
};

// What happened, after the step.
struct NoticeFacts {
  Action action{};
  std::optional<State> from;
  State to{};
  bool by_reporter = false;
  std::string report;               // id
  Urgency urgency = Urgency::none;  // after the step
  Urgency urgency_before = Urgency::none;
  std::string lead;       // after the step, or before it when it leaves
  std::string suggested;  // before dispatch: lead of the routing rules
  std::string officer;    // account id; empty when nobody took it
  std::vector<std::string> cooperating;
  std::string asked_by;             // "portal" or the agency that had asked, also for leave to call
  bool plan = false;                // answer, approve, relay
  std::int64_t rating = 0;          // rate
  std::vector<std::string> merged;  // relay: ids of the reports merged into this one
  std::optional<Action> undone;     // undo: what was taken back
  Millis undo{10'000};              // policy.undo_seconds
};

// In the order of the recipients' nearness: reporter, holder, others. Empty when nobody is told.
[[nodiscard]] std::vector<Notice> notices(const NoticeFacts& facts);

// What only time brings. due_soon and overdue: one of the report's clocks; claim: an urgent claim
// that nobody confirmed or cleared; unacknowledged: a confirmed urgent case nobody acknowledges.
enum class Alarm : std::uint8_t { due_soon, overdue, claim, unacknowledged };
// `steps` counts how often the alarm has climbed before (0 the first time): the lead's leader and
// officers first, then its leader and the coordinators together.
[[nodiscard]] std::vector<Notice> alarm_notices(Alarm alarm, ClockKind clock,
                                                const NoticeFacts& facts, int steps);

// Every key a notice can have, for the test that holds the texts against it.
inline constexpr std::array<std::string_view, 53> k_notice_keys = {
    "notice.reporter.received",
    "notice.reporter.refused",
    "notice.reporter.handed_over",
    "notice.reporter.merged",
    "notice.reporter.joined",
    "notice.reporter.unmerged",
    "notice.reporter.dispatched",
    "notice.reporter.in_progress",
    "notice.reporter.question",
    "notice.reporter.plan",
    "notice.reporter.resolved",
    "notice.reporter.reopened",
    "notice.reporter.reopen_declined",
    "notice.reporter.acknowledged",
    "notice.reporter.message",
    "notice.reporter.published",
    "notice.reporter.revealed",
    "notice.reporter.contact_asked",
    "notice.coordinators.new",
    "notice.coordinators.urgent_claim",
    "notice.coordinators.withdrawn",
    "notice.coordinators.given_back",
    "notice.coordinators.replied",
    "notice.coordinators.contact_allowed",
    "notice.coordinators.contact_declined",
    "notice.coordinators.answered",
    "notice.coordinators.rated_low",
    "notice.coordinators.reopen_requested",
    "notice.coordinators.escalated",
    "notice.coordinators.urgent",
    "notice.coordinators.acknowledged",
    "notice.coordinators.message",
    "notice.coordinators.reminded",
    "notice.coordinators.due_soon",
    "notice.coordinators.overdue",
    "notice.coordinators.unacknowledged",
    "notice.agency.dispatched",
    "notice.agency.cooperating",
    "notice.agency.recalled",
    "notice.agency.merged",
    "notice.agency.replied",
    "notice.agency.contact_allowed",
    "notice.agency.contact_declined",
    "notice.agency.sent_back",
    "notice.agency.message",
    "notice.agency.reminded",
    "notice.agency.assigned",
    "notice.agency.approved",
    "notice.agency.due_soon",
    "notice.agency.overdue",
    "notice.leader.urgent",
    "notice.leader.urgent_cleared",
    "notice.leader.approve"};

}  // namespace camaug::domain
