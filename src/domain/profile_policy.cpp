// Calendar and policy files. The checks that the calendar and the policies make themselves are
// translated to lines and paths of the files.
#include "domain/profile_policy.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace camaug::domain {
namespace {

constexpr std::string_view k_calendar = "calendar.csv";
constexpr std::string_view k_policy = "policy.json";
constexpr int k_minutes_per_day = 24 * 60;

int year_of(LocalDate day) {
  return static_cast<int>(day.year());
}

void check_years(const std::vector<CalendarDay>& days, std::vector<int>& years, Faults& faults) {
  using namespace std::chrono;
  constexpr std::array k_fixed = {January / 1, April / 30, May / 1, September / 2};
  std::set<LocalDate> listed;
  std::set<int> named;
  for (const CalendarDay& day : days) {
    listed.insert(day.date);
    named.insert(year_of(day.date));
  }
  if (named.empty()) return;
  for (int year = *named.begin(); year <= *named.rbegin(); ++year) {
    years.push_back(year);
    if (!named.contains(year)) {
      faults.add(k_calendar, 0, "date", "error.profile.year_missing", {std::to_string(year)});
      continue;
    }
    for (const month_day fixed : k_fixed) {
      const LocalDate day = std::chrono::year(year) / fixed.month() / fixed.day();
      if (listed.contains(day)) continue;
      faults.add(k_calendar, 0, "date", "error.profile.holiday_missing", {format_date(day)});
    }
  }
}

// "days[2027-01-01]" -> 2027-01-01: how the calendar names a day that it refuses.
std::string date_in(std::string_view field) {
  const std::size_t open = field.find('[');
  if (open == std::string_view::npos) return {};
  return std::string(field.substr(open + 1, 10));
}

// "07:00" to minutes; 24:00 is allowed as an end.
std::optional<int> minutes_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return {};
  int hour = 0;
  int minute = 0;
  const auto h = std::from_chars(text.data(), text.data() + 2, hour);
  const auto m = std::from_chars(text.data() + 3, text.data() + 5, minute);
  const bool whole = h.ptr == text.data() + 2 && m.ptr == text.data() + 5;
  if (!whole || hour < 0 || minute < 0 || minute > 59) return {};
  const int all = hour * 60 + minute;
  return all <= k_minutes_per_day ? std::optional(all) : std::nullopt;
}

class PolicyReader {
 public:
  PolicyReader(const boost::json::value& value, std::size_t i, Faults& faults)
      : path_("policies[" + std::to_string(i) + "]"), reader_(value, path_), faults_(faults) {}

  PolicyVersion read() {
    PolicyVersion policy;
    policy.id = reader_.text("id", 60);
    policy.valid_from = date("valid_from", reader_.text("valid_from", 10));
    if (const auto until = reader_.optional_text("valid_until", 10)) {
      policy.valid_until = date("valid_until", *until);
    }
    policy.areas = reader_.texts("areas", 100, 40);
    const std::string rule = reader_.text("rule", 40);
    const auto known = parse_policy_rule(rule);
    if (!known) reader_.fault("rule", "error.profile.rule", {rule});
    policy.rule = known.value_or(LimitRule::by_start_day);
    policy.article = reader_.text("article", 200);
    read_limits(policy);
    read_hours(policy);
    policy.reply_days = number("reply_days", 1, 366);
    policy.reopen_days = number("reopen_days", 0, 366);
    policy.plans_max = number("plans_max", 0, 100);
    policy.answer_needs_approval = reader_.boolean("answer_needs_approval", false);
    policy.claim_climb_minutes = number("claim_climb_minutes", 1, k_minutes_per_day);
    policy.urgent_climb_minutes = number("urgent_climb_minutes", 1, k_minutes_per_day);
    policy.undo_seconds = number("undo_seconds", 0, 600);
    if (const auto error = reader_.done()) faults_.add_all(k_policy, *error);
    return policy;
  }

 private:
  LocalDate date(std::string_view name, const std::string& text) {
    const auto day = parse_date(text);
    if (!day) reader_.fault(name, "error.profile.bad_date", {text});
    return day.value_or(LocalDate{});
  }

  int number(std::string_view name, int min, int max) {
    return static_cast<int>(reader_.integer(name, min, max));
  }

  Limit limit(const boost::json::value& value, const std::string& path) {
    json::ObjectReader inner(value, path_ + "." + path);
    Limit limit;
    constexpr int k_max = 366 * k_minutes_per_day;
    limit.working_minutes = static_cast<int>(inner.integer("working_minutes", 1, k_max));
    limit.off_minutes = static_cast<int>(inner.integer("off_minutes", 1, k_max));
    if (const auto error = inner.done()) faults_.add_all(k_policy, *error);
    return limit;
  }

  void read_limits(PolicyVersion& policy) {
    const auto* limits = reader_.member("limits");
    if (limits == nullptr) return reader_.fault("limits", "error.field.missing");
    json::ObjectReader inner(*limits, path_ + ".limits");
    for (const ClockKind kind : {ClockKind::dispatch, ClockKind::give_back, ClockKind::answer,
                                 ClockKind::relay, ClockKind::reopen}) {
      const std::string name(word(kind));
      if (const auto* value = inner.member(name)) {
        policy.limits[std::size_t(kind)] = limit(*value, "limits." + name);
      } else {
        inner.fault(name, "error.field.missing");
      }
    }
    if (const auto error = inner.done()) faults_.add_all(k_policy, *error);
    if (const auto* least = reader_.member("send_back_least")) {
      policy.send_back_least = limit(*least, "send_back_least");
    }
  }

  DaySpan span(std::string_view name, const std::string& text) {
    const auto from = minutes_of(std::string_view(text).substr(0, 5));
    const auto until = text.size() == 11 && text[5] == '-'
                           ? minutes_of(std::string_view(text).substr(6))
                           : std::nullopt;
    if (!from || !until || *from >= *until) {
      reader_.fault(name, "error.profile.hours", {text});
      return {0, 1};
    }
    return {*from, *until};
  }

  void read_hours(PolicyVersion& policy) {
    policy.office_hours.clear();
    for (const std::string& text : reader_.texts("office_hours", 10, 11)) {
      policy.office_hours.push_back(span("office_hours", text));
    }
    policy.shift = span("shift", reader_.text("shift", 11));
    const std::string until = reader_.text("repair_until", 5);
    const auto minutes = minutes_of(until);
    if (!minutes) reader_.fault("repair_until", "error.profile.hours", {until});
    policy.repair_until_minute = minutes.value_or(17 * 60);
  }

  std::string path_;
  json::ObjectReader reader_;
  Faults& faults_;
};

}  // namespace

Calendar read_calendar(const ProfileFiles& files, Faults& faults) {
  static constexpr std::array<std::string_view, 6> k_columns = {
      "date", "kind", "name", "name_en", "provisional", "evidence"};
  Table table(files, k_calendar, k_columns, faults);
  const std::size_t before = faults.size();
  std::vector<CalendarDay> days;
  std::map<std::string, std::size_t> lines;  // the last row of each date
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CalendarDay day;
    const auto date = table.date(row, "date", true);
    const std::string kind = table.text(row, "kind");
    const auto known = find_word<SpecialDay>(k_special_day_words, kind);
    if (!known) table.fault(row, "kind", "error.profile.day_kind", {kind});
    day.name_vi = table.needed(row, "name");
    day.name_en = table.needed(row, "name_en");
    day.provisional = table.flag(row, "provisional");
    day.date = date.value_or(LocalDate{});
    lines[format_date(day.date)] = table.line(row);
    day.kind = known.value_or(SpecialDay::holiday);
    days.push_back(std::move(day));
  }
  if (faults.size() != before || days.empty()) return {};
  std::vector<int> years;
  check_years(days, years, faults);
  auto calendar = Calendar::make(days, years);
  if (calendar) return std::move(*calendar);
  for (const FieldError& field : calendar.error().fields) {
    const auto at = lines.find(date_in(field.field));
    const std::size_t line = at == lines.end() ? 0 : at->second;
    faults.add(k_calendar, line, "date", field.key, field.args);
  }
  return {};
}

std::vector<PolicyVersion> read_policies(const ProfileFiles& files, Faults& faults) {
  std::vector<PolicyVersion> policies;
  const auto document = read_json(files, k_policy, faults);
  const auto* list = document ? read_array(*document, k_policy, "policies", faults) : nullptr;
  if (list == nullptr) return policies;
  const std::size_t before = faults.size();
  for (std::size_t i = 0; i < list->size(); ++i) {
    policies.push_back(PolicyReader((*list)[i], i, faults).read());
  }
  if (policies.empty()) faults.add(k_policy, 0, "policies", "error.profile.no_policy");
  if (faults.size() != before) return policies;
  const auto checked = check_policies(policies);
  if (!checked) faults.add_all(k_policy, checked.error());
  return policies;
}

std::vector<DutyStep> read_duty_ladder(const ProfileFiles& files, Faults& faults) {
  std::vector<DutyStep> ladder;
  const auto found = files.find(std::string(k_policy));
  if (found == files.end()) return ladder;
  const auto document = json::parse(found->second);
  if (!document) return ladder;
  const auto* list = read_array(*document, k_policy, "duty_ladder", faults);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::ObjectReader reader((*list)[i], "duty_ladder[" + std::to_string(i) + "]");
    DutyStep step;
    step.percent = static_cast<int>(reader.integer("percent", 1, 100));
    step.who = reader.text("who", 40);
    if (step.who != "duty_person" && step.who != "agency_leader" && step.who != "call_list") {
      reader.fault("who", "error.profile.duty_who", {step.who});
    }
    if (!ladder.empty() && step.percent <= ladder.back().percent) {
      reader.fault("percent", "error.profile.duty_order", {std::to_string(step.percent)});
    }
    if (const auto error = reader.done()) faults.add_all(k_policy, *error);
    ladder.push_back(std::move(step));
  }
  return ladder;
}

}  // namespace camaug::domain
