#include "domain/deadline.hpp"

#include <algorithm>

namespace camaug::domain {

namespace ch = std::chrono;

namespace {

constexpr Millis k_day = ch::hours(24);
constexpr int k_days_walked_max = 366 * 12;

LocalDate next_day(LocalDate day) {
  return LocalDate(ch::sys_days(day) + ch::days(1));
}

bool in_shift(Instant t, const DaySpan& shift) {
  const Millis time = time_of_day(t);
  return time >= ch::minutes(shift.from_minute) && time < ch::minutes(shift.until_minute);
}

// One local day's part of a clock's run.
struct DayPart {
  LocalDate day;
  Millis from;
  DayKind kind;
};

// Calls step(part) for the rest of the day of `from` and each day after it, until it returns a
// value.
template <class Step>
auto walk_days(Instant from, const Calendar& calendar, Step step)
    -> Result<typename decltype(step(DayPart{}))::value_type> {
  LocalDate day = local_date(from);
  Millis at = time_of_day(from);
  for (int i = 0; i < k_days_walked_max; ++i, day = next_day(day), at = Millis(0)) {
    const auto kind = calendar.day_kind(day);
    if (!kind) return Failure(kind.error());
    if (const auto done = step(DayPart{day, at, *kind})) return *done;
  }
  return fail(ErrorCode::unavailable, "error.deadline.no_end", "no working time in 12 years");
}

// by_share counts in units: a millisecond of a day off weighs `working` minutes of the limit, a
// millisecond of a working day `off` minutes, so that a whole limit is a product of whole numbers.
Millis::rep weight(DayKind kind, const Limit& limit) {
  return kind == DayKind::working ? limit.off_minutes : limit.working_minutes;
}

Result<Instant> spend_share(Instant from, Millis left, const Limit& limit,
                            const Calendar& calendar) {
  Millis::rep units = left.count() * limit.working_minutes;
  return walk_days(from, calendar, [&](const DayPart& part) -> std::optional<Instant> {
    const Millis::rep per_ms = weight(part.kind, limit);
    const Millis::rep here = (k_day - part.from).count() * per_ms;
    if (units <= here) {
      return instant_of(part.day, part.from + Millis((units + per_ms - 1) / per_ms));
    }
    units -= here;
    return {};
  });
}

Result<Millis> share_between(Instant from, Instant due, const Limit& limit,
                             const Calendar& calendar) {
  Millis::rep units = 0;
  return walk_days(from, calendar, [&](const DayPart& part) -> std::optional<Millis> {
    const Instant end = std::min(due, instant_of(next_day(part.day)));
    units += (end - instant_of(part.day, part.from)).count() * weight(part.kind, limit);
    if (end < due) return {};
    return Millis((units + limit.working_minutes - 1) / limit.working_minutes);
  });
}

Result<Instant> spend_office(Instant from, Millis left, const std::vector<DaySpan>& hours,
                             const Calendar& calendar) {
  return walk_days(from, calendar, [&](const DayPart& part) -> std::optional<Instant> {
    if (part.kind == DayKind::off) return {};
    for (const DaySpan& span : hours) {
      const Millis begin = std::max<Millis>(part.from, ch::minutes(span.from_minute));
      const Millis here = ch::minutes(span.until_minute) - begin;
      if (here <= Millis(0)) continue;
      if (left <= here) return instant_of(part.day, begin + left);
      left -= here;
    }
    return {};
  });
}

Result<Millis> office_between(Instant from, Instant due, const std::vector<DaySpan>& hours,
                              const Calendar& calendar) {
  Millis sum{0};
  return walk_days(from, calendar, [&](const DayPart& part) -> std::optional<Millis> {
    const Millis end = due - instant_of(part.day);
    for (const DaySpan& span : hours) {
      if (part.kind == DayKind::off) break;
      const Millis begin = std::max<Millis>(part.from, ch::minutes(span.from_minute));
      sum += std::max(Millis(0), std::min<Millis>(end, ch::minutes(span.until_minute)) - begin);
    }
    if (end > k_day) return {};
    return sum;
  });
}

// The kind of limit a clock gets that starts now: under by_start_shift the night of a working day
// counts like a day off.
Result<DayKind> limit_kind(LimitRule rule, Instant start, const PolicyVersion& policy,
                           const Calendar& calendar) {
  auto kind = calendar.day_kind(local_date(start));
  if (kind && rule == LimitRule::by_start_shift && !in_shift(start, policy.shift)) {
    return DayKind::off;
  }
  return kind;
}

Millis span_of(const Limit& limit, DayKind kind) {
  return ch::minutes(kind == DayKind::working ? limit.working_minutes : limit.off_minutes);
}

bool provisional_between(Instant start, Instant due, const Calendar& calendar) {
  const int last = static_cast<int>(local_date(due).year());
  for (int year = static_cast<int>(local_date(start).year()); year <= last; ++year) {
    if (calendar.provisional(year)) return true;
  }
  return false;
}

// Whether the rule looks at the days after the first one.
bool looks_ahead(LimitRule rule) {
  return rule != LimitRule::by_start_day && rule != LimitRule::by_start_shift;
}

Result<Instant> due_of(LimitRule rule, Instant start, const Limit& limit, DayKind kind,
                       const PolicyVersion& policy, const Calendar& calendar) {
  switch (rule) {
    case LimitRule::by_share:
      return spend_share(start, span_of(limit, DayKind::off), limit, calendar);
    case LimitRule::office_hours:
      return spend_office(start, span_of(limit, DayKind::working), policy.office_hours, calendar);
    default:
      return start + span_of(limit, kind);
  }
}

}  // namespace

Result<Deadline> deadline(ClockKind kind, Instant start, const PolicyVersion& policy,
                          const Calendar& calendar) {
  const Limit& limit = policy.limit(kind);
  if (kind == ClockKind::repair || kind == ClockKind::total || limit.working_minutes <= 0 ||
      limit.off_minutes <= 0) {
    return fail(ErrorCode::invalid, "error.deadline.no_limit", std::string(word(kind)));
  }
  const auto day_kind = calendar.day_kind(local_date(start));
  if (!day_kind) return Failure(day_kind.error());
  auto applied = limit_kind(policy.rule, start, policy, calendar);
  if (policy.rule == LimitRule::office_hours) applied = DayKind::working;
  const auto due = due_of(policy.rule, start, limit, *applied, policy, calendar);
  if (!due) return Failure(due.error());
  Deadline out{*due, {}};
  out.why.rule = policy.rule;
  out.why.day_kind = *day_kind;
  out.why.off_shift = *day_kind == DayKind::working && *applied == DayKind::off;
  out.why.limit = span_of(limit, *applied);
  out.why.policy = policy.id;
  out.why.article = policy.article;
  out.why.provisional =
      provisional_between(start, looks_ahead(policy.rule) ? *due : start, calendar);
  return out;
}

Result<Deadline> repair_deadline(Instant start, int repair_days, std::optional<LocalDate> promised,
                                 const PolicyVersion& policy, const Calendar& calendar) {
  if (repair_days < 1) {
    return fail(ErrorCode::invalid, "error.deadline.repair_days", std::to_string(repair_days));
  }
  const Millis until = ch::minutes(policy.repair_until_minute);
  const LocalDate today = local_date(start);
  const auto day_kind = calendar.day_kind(today);
  if (!day_kind) return Failure(day_kind.error());
  const auto last = calendar.working_day_after(today, repair_days);
  if (!last && !promised) return Failure(last.error());
  Deadline out{};
  out.why.rule = LimitRule::working_days;
  out.why.day_kind = *day_kind;
  out.why.working_days = repair_days;
  out.why.policy = policy.id;
  out.why.article = policy.article;
  if (last) out.due = instant_of(*last, until);
  if (promised && (!last || *promised < *last)) {
    auto day = calendar.working_day_until(std::max(*promised, today));
    if (day && instant_of(*day, until) <= start) day = calendar.working_day_after(today, 1);
    if (!day) return Failure(day.error());
    out.due = instant_of(*day, until);
    out.why.rule = LimitRule::promised_date;
  }
  out.why.provisional = provisional_between(start, out.due, calendar);
  return out;
}

Result<Millis> time_left(ClockKind kind, LimitRule rule, Instant from, Instant due,
                         const PolicyVersion& policy, const Calendar& calendar) {
  if (due <= from) return Millis(0);
  if (rule == LimitRule::by_share) {
    return share_between(from, due, policy.limit(kind), calendar);
  }
  if (rule == LimitRule::office_hours) {
    return office_between(from, due, policy.office_hours, calendar);
  }
  return due - from;
}

Result<Instant> due_after(ClockKind kind, LimitRule rule, Instant from, Millis left,
                          const PolicyVersion& policy, const Calendar& calendar) {
  if (left <= Millis(0)) return from;
  if (rule == LimitRule::by_share) return spend_share(from, left, policy.limit(kind), calendar);
  if (rule == LimitRule::office_hours) {
    return spend_office(from, left, policy.office_hours, calendar);
  }
  return from + left;
}

Result<Instant> least_due(LimitRule rule, Instant from, const PolicyVersion& policy,
                          const Calendar& calendar) {
  const auto kind = limit_kind(rule, from, policy, calendar);
  if (!kind) return Failure(kind.error());
  return due_of(rule, from, policy.send_back_least, *kind, policy, calendar);
}

std::string iso_duration(Millis span) {
  const ch::hh_mm_ss parts(span);
  std::string out = "PT";
  if (parts.hours().count() != 0) out += std::to_string(parts.hours().count()) + "H";
  if (parts.minutes().count() != 0) out += std::to_string(parts.minutes().count()) + "M";
  const auto seconds = parts.seconds().count();
  const auto ms = parts.subseconds().count();
  if (ms != 0) {
    std::string fraction = std::to_string(1000 + ms).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    out += std::to_string(seconds) + "." + fraction + "S";
  } else if (seconds != 0 || out == "PT") {
    out += std::to_string(seconds) + "S";
  }
  return out;
}

}  // namespace camaug::domain
