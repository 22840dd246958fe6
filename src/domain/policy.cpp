#include "domain/policy.hpp"

#include <algorithm>

namespace camaug::domain {

namespace {

constexpr int k_minutes_per_day = 24 * 60;
constexpr int k_limit_minutes_max = 366 * k_minutes_per_day;
constexpr std::array k_limited = {ClockKind::dispatch, ClockKind::give_back, ClockKind::answer,
                                  ClockKind::relay, ClockKind::reopen};

bool good_limit(const Limit& limit) {
  return limit.working_minutes > 0 && limit.working_minutes <= k_limit_minutes_max &&
         limit.off_minutes > 0 && limit.off_minutes <= k_limit_minutes_max;
}

bool good_span(const DaySpan& span) {
  return span.from_minute >= 0 && span.from_minute < span.until_minute &&
         span.until_minute <= k_minutes_per_day;
}

bool good_hours(const std::vector<DaySpan>& spans) {
  int until = 0;
  for (const DaySpan& span : spans) {
    if (!good_span(span) || span.from_minute < until) return false;
    until = span.until_minute;
  }
  return !spans.empty();
}

class Faults {
 public:
  explicit Faults(std::size_t index) : path_("policies[" + std::to_string(index) + "].") {}

  void add_unless(bool good, std::string_view member, std::string key,
                  std::vector<std::string> args = {}) {
    if (!good) fields_.push_back({path_ + std::string(member), std::move(key), std::move(args)});
  }
  [[nodiscard]] std::vector<FieldError>& fields() { return fields_; }

 private:
  std::string path_;
  std::vector<FieldError> fields_;
};

void check_numbers(const PolicyVersion& p, Faults& faults) {
  const std::string key = "error.policy.out_of_range";
  faults.add_unless(good_limit(p.send_back_least), "send_back_least", "error.policy.bad_limit");
  faults.add_unless(good_span(p.shift), "shift", "error.policy.bad_hours");
  faults.add_unless(good_hours(p.office_hours), "office_hours", "error.policy.bad_hours");
  faults.add_unless(p.repair_until_minute > 0 && p.repair_until_minute <= k_minutes_per_day,
                    "repair_until_minute", key);
  faults.add_unless(p.reply_days > 0 && p.reply_days <= 366, "reply_days", key);
  faults.add_unless(p.reopen_days >= 0 && p.reopen_days <= 366, "reopen_days", key);
  faults.add_unless(p.plans_max >= 0 && p.plans_max <= 100, "plans_max", key);
  faults.add_unless(p.claim_climb_minutes > 0, "claim_climb_minutes", key);
  faults.add_unless(p.urgent_climb_minutes > 0, "urgent_climb_minutes", key);
  faults.add_unless(p.undo_seconds >= 0 && p.undo_seconds <= 600, "undo_seconds", key);
}

bool in_force(const PolicyVersion& policy, LocalDate day) {
  return policy.valid_from <= day && (!policy.valid_until || day <= *policy.valid_until);
}

bool in_scope(const PolicyVersion& policy, std::span<const std::string> areas) {
  return policy.areas.empty() ||
         std::ranges::find_first_of(policy.areas, areas) != policy.areas.end();
}

}  // namespace

std::optional<LimitRule> parse_limit_rule(std::string_view text) {
  return find_word<LimitRule>(k_limit_rule_words, text);
}

std::optional<LimitRule> parse_policy_rule(std::string_view text) {
  const auto rule = parse_limit_rule(text);
  return rule && *rule <= LimitRule::office_hours ? rule : std::nullopt;
}

Result<void> check_policies(std::span<const PolicyVersion> policies) {
  Error error{ErrorCode::invalid, "error.invalid", "policies", {}, {}};
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const PolicyVersion& p = policies[i];
    Faults faults(i);
    faults.add_unless(!p.id.empty(), "id", "error.field.missing");
    faults.add_unless(find_policy(policies.first(i), p.id) == nullptr, "id",
                      "error.policy.duplicate_id", {p.id});
    faults.add_unless(p.valid_from.ok(), "valid_from", "error.field.missing");
    faults.add_unless(!p.valid_until || (p.valid_until->ok() && p.valid_from <= *p.valid_until),
                      "valid_until", "error.policy.dates_reversed");
    faults.add_unless(p.rule <= LimitRule::office_hours, "rule", "error.policy.bad_rule");
    faults.add_unless(!p.article.empty(), "article", "error.field.missing");
    for (const ClockKind kind : k_limited) {
      faults.add_unless(good_limit(p.limit(kind)), "limits." + std::string(word(kind)),
                        "error.policy.bad_limit");
    }
    check_numbers(p, faults);
    std::ranges::move(faults.fields(), std::back_inserter(error.fields));
  }
  if (!error.fields.empty()) return Failure(std::move(error));
  return {};
}

Result<const PolicyVersion*> policy_for(std::span<const PolicyVersion> policies, Instant start,
                                        std::span<const std::string> areas) {
  const LocalDate day = local_date(start);
  const PolicyVersion* best = nullptr;
  for (const PolicyVersion& policy : policies) {
    if (!in_force(policy, day) || !in_scope(policy, areas)) continue;
    const auto rank = [](const PolicyVersion& p) {
      return std::pair(!p.areas.empty(), p.valid_from);
    };
    if (best == nullptr || rank(policy) >= rank(*best)) best = &policy;
  }
  if (best == nullptr) {
    Error error{ErrorCode::unavailable, "error.policy.none", "no policy in force", {}, {}};
    error.fields.push_back({"start", "error.policy.none", {format_date(day)}});
    return Failure(std::move(error));
  }
  return best;
}

const PolicyVersion* find_policy(std::span<const PolicyVersion> policies, std::string_view id) {
  const auto found = std::ranges::find(policies, id, &PolicyVersion::id);
  return found == policies.end() ? nullptr : &*found;
}

}  // namespace camaug::domain
