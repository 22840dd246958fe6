#include "domain/deadline_text.hpp"

#include <algorithm>

#include "domain/workflow.hpp"

namespace camaug::domain {

namespace ch = std::chrono;

namespace {

std::string two_digits(long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string day_text(Lang lang, LocalDate day) {
  const ch::weekday weekday{ch::sys_days(day)};
  const std::string key = "deadline.weekday." + std::to_string(weekday.c_encoding());
  const std::string date = two_digits(static_cast<long>(unsigned(day.day()))) + "/" +
                           two_digits(static_cast<long>(unsigned(day.month()))) + "/" +
                           std::to_string(static_cast<int>(day.year()));
  return text(lang, "deadline.day", {text(lang, key), date});
}

// The variant of the rule's sentence that fits.
std::string sentence_key(const Explanation& why) {
  std::string key = "deadline.why." + std::string(word(why.rule));
  if (why.rule == LimitRule::by_start_day || why.rule == LimitRule::by_start_shift) {
    key += why.off_shift ? ".off_shift" : "." + std::string(word(why.day_kind));
  }
  return key;
}

}  // namespace

std::string moment_text(Lang lang, Instant t) {
  const auto minutes = ch::floor<ch::minutes>(time_of_day(t)).count();
  const std::string hour = std::to_string(minutes / 60);
  const std::string day = day_text(lang, local_date(t));
  if (minutes % 60 == 0) return text(lang, "deadline.moment_hour", {hour, day});
  return text(lang, "deadline.moment", {hour, two_digits(minutes % 60), day});
}

std::string span_text(Lang lang, Millis span) {
  const auto minutes = ch::floor<ch::minutes>(span).count();
  const std::string hours = std::to_string(minutes / 60);
  const std::string rest = std::to_string(minutes % 60);
  if (minutes < 60) return text(lang, "deadline.minutes", {rest});
  if (minutes % 60 == 0) return text(lang, "deadline.hours", {hours});
  return text(lang, "deadline.hours_minutes", {hours, rest});
}

std::string deadline_text(Lang lang, ClockKind kind, Instant start, Instant due,
                          const Explanation& why) {
  const std::string limit =
      why.working_days > 0 ? std::to_string(why.working_days) : span_text(lang, why.limit);
  const std::string clock(text(lang, "deadline.clock." + std::string(word(kind))));
  std::string out = text(lang, sentence_key(why),
                         {clock, limit, moment_text(lang, start), moment_text(lang, due)});
  const std::string owner = "deadline.owner." + std::string(word(clock_rule(kind).owner));
  out += ' ';
  out += text(lang, owner);
  if (!why.article.empty()) out += " " + text(lang, "deadline.article", {why.article});
  if (why.provisional) {
    out += ' ';
    out += text(lang, "deadline.provisional");
  }
  return out;
}

std::string clock_text(Lang lang, const ClockInstance& clock) {
  if (!clock.due_at) {
    return text(lang, "deadline.total", {moment_text(lang, clock.started_at)});
  }
  if (clock.least_only) {
    return text(lang, "deadline.least_only",
                {moment_text(lang, clock.started_at), moment_text(lang, *clock.due_at)});
  }
  std::string out = deadline_text(lang, clock.kind, clock.started_at, *clock.due_at, clock.why);
  const auto add = [&](bool when, std::string_view key) {
    if (!when) return;
    out += ' ';
    out += text(lang, key);
  };
  const auto waited = [](const ClockBreak& gap) { return !gap.sent_back; };
  add(std::ranges::any_of(clock.breaks, waited), "deadline.moved.waited");
  add(std::ranges::any_of(clock.breaks, &ClockBreak::sent_back), "deadline.moved.sent_back");
  add(clock.recomputed, "deadline.moved.recomputed");
  add(clock.result == ClockResult::paused, "deadline.paused");
  return out;
}

}  // namespace camaug::domain
