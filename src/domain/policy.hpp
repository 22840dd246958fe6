// The limits and rules a province sets for itself, as versions with dates and an area scope. Values
// only: a new version never touches a clock that runs under an older one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

// How a limit becomes a due time (docs/workflow.md). The first four are a policy's choice; the last
// two only explain the repair clock: the Nth working day, or the promised date.
enum class LimitRule : std::uint8_t {
  by_start_day,
  by_start_shift,
  by_share,
  office_hours,
  working_days,
  promised_date
};
inline constexpr std::array<std::string_view, 6> k_limit_rule_words = {
    "by_start_day", "by_start_shift", "by_share", "office_hours", "working_days", "promised_date"};
[[nodiscard]] constexpr std::string_view word(LimitRule v) {
  return k_limit_rule_words[std::size_t(v)];
}
// Only the four rules that a policy may choose.
[[nodiscard]] std::optional<LimitRule> parse_policy_rule(std::string_view text);
// All six (for rows read back from the database).
[[nodiscard]] std::optional<LimitRule> parse_limit_rule(std::string_view text);

// Minutes allowed when the clock starts on a working day, and on a day off.
struct Limit {
  int working_minutes = 0;
  int off_minutes = 0;
};

// Minutes since local midnight, `until` excluded.
struct DaySpan {
  int from_minute = 0;
  int until_minute = 0;
};

struct PolicyVersion {
  std::string id;                        // "camau-17-2022"; stored with every clock
  LocalDate valid_from{};                // first day
  std::optional<LocalDate> valid_until;  // last day, included; none = still in force
  std::vector<std::string> areas;        // codes of areas it is for; empty = everywhere
  LimitRule rule = LimitRule::by_start_day;
  std::string article;  // what people read as the legal basis
  // Indexed by ClockKind; dispatch, give_back, answer, relay and reopen must be set.
  std::array<Limit, k_clock_words.size()> limits{};
  std::vector<DaySpan> office_hours = {{7 * 60, 11 * 60}, {13 * 60, 17 * 60}};
  DaySpan shift = {7 * 60, 17 * 60};     // by_start_shift: what counts as working time
  int repair_until_minute = 17 * 60;     // the repair clock's time of day
  Limit send_back_least = {60, 6 * 60};  // what an agency has at least after send_back
  int reply_days = 3;                    // waiting_reporter ends by itself after
  int reopen_days = 15;                  // full local days to ask for reopening
  int plans_max = 2;                     // interim answers per case
  bool answer_needs_approval = false;    // an officer's answer waits for the agency's leader
  int claim_climb_minutes = 5;           // unconfirmed urgent claim climbs in the portal
  int urgent_climb_minutes = 15;         // unacknowledged urgent case climbs in the agency
  int undo_seconds = 10;

  [[nodiscard]] const Limit& limit(ClockKind kind) const { return limits[std::size_t(kind)]; }
};

// Checks a set of versions as loaded: ids present and unique, dates in order, a choosable rule,
// limits and spans that make sense. Errors name "policies[i].<member>".
[[nodiscard]] Result<void> check_policies(std::span<const PolicyVersion> policies);

// The version for a clock that starts at `start` in a place whose area codes (commune and all its
// ancestors, any edition) are `areas`: in force that local day; a version scoped to one of the
// areas beats one for everywhere, then the later valid_from, then the later in the list. Error
// unavailable error.policy.none names the day.
[[nodiscard]] Result<const PolicyVersion*> policy_for(std::span<const PolicyVersion> policies,
                                                      Instant start,
                                                      std::span<const std::string> areas = {});
// The version with this id; nullptr when there is none.
[[nodiscard]] const PolicyVersion* find_policy(std::span<const PolicyVersion> policies,
                                               std::string_view id);

}  // namespace camaug::domain
