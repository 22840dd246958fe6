// The words of a report: states, actions, roles, clocks, outcomes. Each word is stored, sent and
// shown under exactly this spelling (database, JSON, URL, text key). Pure data, no rules.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace camaug::domain {

enum class State : std::uint8_t {
  submitted,
  dispatched,
  in_progress,
  waiting_reporter,
  answered,
  repairing,
  resolved,
  refused,
  handed_over,
  merged,
  withdrawn
};
inline constexpr std::array<std::string_view, 11> k_state_words = {
    "submitted", "dispatched", "in_progress", "waiting_reporter", "answered", "repairing",
    "resolved",  "refused",    "handed_over", "merged",           "withdrawn"};

enum class Action : std::uint8_t {
  submit,
  withdraw,
  refuse,
  hand_over,
  merge,
  unmerge,
  dispatch,
  recall,
  give_back,
  accept,
  assign,
  ask_reporter,
  reporter_replied,
  resume,
  reply_timeout,
  answer,
  approve,
  send_back,
  relay,
  rate,
  ask_reopen,
  reopen,
  decline_reopen,
  set_urgent,
  clear_urgent,
  acknowledge,
  note,
  message,
  add_media,
  reclassify,
  publish,
  hide,
  redact,
  remind,
  reveal,
  ask_contact,
  allow_contact,
  decline_contact,
  undo,
  cutover,
  recompute,
  join,
  still_there,
  transcribe,
  escalate,
  erase_contact
};
inline constexpr std::array<std::string_view, 46> k_action_words = {
    "submit",       "withdraw",      "refuse",           "hand_over",  "merge",
    "unmerge",      "dispatch",      "recall",           "give_back",  "accept",
    "assign",       "ask_reporter",  "reporter_replied", "resume",     "reply_timeout",
    "answer",       "approve",       "send_back",        "relay",      "rate",
    "ask_reopen",   "reopen",        "decline_reopen",   "set_urgent", "clear_urgent",
    "acknowledge",  "note",          "message",          "add_media",  "reclassify",
    "publish",      "hide",          "redact",           "remind",     "reveal",
    "ask_contact",  "allow_contact", "decline_contact",  "undo",       "cutover",
    "recompute",    "join",          "still_there",      "transcribe", "escalate",
    "erase_contact"};

enum class Role : std::uint8_t {
  anonymous,
  reporter,
  coordinator,
  agency_leader,
  officer,
  supervisor,
  intake_clerk,
  chief_of_office,
  denunciation_keeper,
  admin,
  system
};
inline constexpr std::array<std::string_view, 11> k_role_words = {
    "anonymous",  "reporter",     "coordinator",     "agency_leader",       "officer",
    "supervisor", "intake_clerk", "chief_of_office", "denunciation_keeper", "admin",
    "system"};

enum class ClockKind : std::uint8_t { dispatch, give_back, answer, relay, repair, reopen, total };
inline constexpr std::array<std::string_view, 7> k_clock_words = {
    "dispatch", "give_back", "answer", "relay", "repair", "reopen", "total"};

enum class ClockResult : std::uint8_t { running, paused, met, late, voided };
inline constexpr std::array<std::string_view, 5> k_clock_result_words = {"running", "paused", "met",
                                                                         "late", "void"};

enum class Outcome : std::uint8_t {
  fixed,
  warned_or_fined,
  not_found,
  information_noted,
  accepted_idea,
  planned,
  cannot,
  transferred
};
inline constexpr std::array<std::string_view, 8> k_outcome_words = {
    "fixed",         "warned_or_fined", "not_found", "information_noted",
    "accepted_idea", "planned",         "cannot",    "transferred"};

// urgent: none; claimed by the reporter; confirmed by staff.
enum class Urgency : std::uint8_t { none, claimed, confirmed };
inline constexpr std::array<std::string_view, 3> k_urgency_words = {"none", "claimed", "confirmed"};

enum class RefuseKind : std::uint8_t {
  administrative_procedure,
  complaint,
  denunciation,
  crime_report,
  civil_dispute,
  unusable
};
inline constexpr std::array<std::string_view, 6> k_refuse_words = {"administrative_procedure",
                                                                   "complaint",
                                                                   "denunciation",
                                                                   "crime_report",
                                                                   "civil_dispute",
                                                                   "unusable"};

// Which list a report belongs to: crime reports and denunciations leave the ordinary ones.
enum class Register : std::uint8_t { ordinary, crime_report, denunciation };
inline constexpr std::array<std::string_view, 3> k_register_words = {"ordinary", "crime_report",
                                                                     "denunciation"};

// Publicity of a sub-field (taxonomy): normal, private_default (commune centre, no hour, no photo),
// never.
enum class Publicity : std::uint8_t { normal, private_default, never };
inline constexpr std::array<std::string_view, 3> k_publicity_words = {"normal", "private_default",
                                                                      "never"};

[[nodiscard]] constexpr std::string_view word(State v) {
  return k_state_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Action v) {
  return k_action_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Role v) {
  return k_role_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(ClockKind v) {
  return k_clock_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(ClockResult v) {
  return k_clock_result_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Outcome v) {
  return k_outcome_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Urgency v) {
  return k_urgency_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(RefuseKind v) {
  return k_refuse_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Register v) {
  return k_register_words[std::size_t(v)];
}
[[nodiscard]] constexpr std::string_view word(Publicity v) {
  return k_publicity_words[std::size_t(v)];
}

template <class Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> find_word(const std::array<std::string_view, N>& words,
                                                      std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<Enum>(i);
  }
  return {};
}
[[nodiscard]] constexpr std::optional<State> parse_state(std::string_view text) {
  return find_word<State>(k_state_words, text);
}
[[nodiscard]] constexpr std::optional<Action> parse_action(std::string_view text) {
  return find_word<Action>(k_action_words, text);
}
[[nodiscard]] constexpr std::optional<Role> parse_role(std::string_view text) {
  return find_word<Role>(k_role_words, text);
}
[[nodiscard]] constexpr std::optional<ClockKind> parse_clock(std::string_view text) {
  return find_word<ClockKind>(k_clock_words, text);
}
[[nodiscard]] constexpr std::optional<ClockResult> parse_clock_result(std::string_view text) {
  return find_word<ClockResult>(k_clock_result_words, text);
}
[[nodiscard]] constexpr std::optional<Outcome> parse_outcome(std::string_view text) {
  return find_word<Outcome>(k_outcome_words, text);
}
[[nodiscard]] constexpr std::optional<Urgency> parse_urgency(std::string_view text) {
  return find_word<Urgency>(k_urgency_words, text);
}
[[nodiscard]] constexpr std::optional<RefuseKind> parse_refuse(std::string_view text) {
  return find_word<RefuseKind>(k_refuse_words, text);
}
[[nodiscard]] constexpr std::optional<Register> parse_register(std::string_view text) {
  return find_word<Register>(k_register_words, text);
}
[[nodiscard]] constexpr std::optional<Publicity> parse_publicity(std::string_view text) {
  return find_word<Publicity>(k_publicity_words, text);
}

}  // namespace camaug::domain
