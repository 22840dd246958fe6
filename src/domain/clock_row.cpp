#include "domain/clock_row.hpp"

#include "base/json.hpp"

namespace camaug::domain {

namespace bj = boost::json;

namespace {

bj::array breaks_json(const std::vector<ClockBreak>& breaks) {
  bj::array out;
  for (const ClockBreak& gap : breaks) {
    out.push_back(bj::object{{"from", epoch_ms(gap.from)},
                             {"sent_back", gap.sent_back},
                             {"until", epoch_ms(gap.until)}});
  }
  return out;
}

bool read_breaks(const bj::value* value, std::vector<ClockBreak>& breaks) {
  if (value == nullptr || !value->is_array()) return false;
  for (const bj::value& item : value->get_array()) {
    json::ObjectReader reader(item);
    ClockBreak gap;
    gap.from = from_epoch_ms(reader.integer("from", 0, INT64_MAX));
    gap.until = from_epoch_ms(reader.integer("until", 0, INT64_MAX));
    gap.sent_back = reader.boolean("sent_back", false);
    if (reader.done()) return false;
    breaks.push_back(gap);
  }
  return true;
}

bool read_detail(const bj::value& detail, ClockInstance& clock) {
  json::ObjectReader reader(detail);
  const auto rule = parse_limit_rule(reader.text("rule", 40));
  const std::string day = reader.text("day_kind", 40);
  clock.why.off_shift = reader.boolean("off_shift", false);
  clock.why.limit = Millis(reader.integer("limit_ms", 0, INT64_MAX));
  clock.why.working_days = static_cast<int>(reader.integer("working_days", 0, INT32_MAX));
  clock.why.policy = reader.text("policy", 200);
  clock.why.article = reader.optional_text("article", 1000).value_or("");
  clock.why.provisional = reader.boolean("provisional", false);
  const auto promised = reader.optional_text("promised", 10);
  clock.least_only = reader.boolean("least_only", false);
  clock.recomputed = reader.boolean("recomputed", false);
  const bool breaks_good = read_breaks(reader.member("breaks"), clock.breaks);
  if (promised) clock.promised = parse_date(*promised);
  if (!rule || (promised && !clock.promised) || !breaks_good) return false;
  clock.why.rule = *rule;
  clock.why.day_kind = day == word(DayKind::off) ? DayKind::off : DayKind::working;
  return !reader.done();
}

}  // namespace

ClockRow to_row(const ClockInstance& clock, std::string report) {
  bj::object detail;
  detail["rule"] = word(clock.why.rule);
  detail["day_kind"] = word(clock.why.day_kind);
  detail["off_shift"] = clock.why.off_shift;
  detail["limit_ms"] = clock.why.limit.count();
  detail["working_days"] = clock.why.working_days;
  detail["policy"] = clock.why.policy;
  detail["article"] = clock.why.article;
  detail["provisional"] = clock.why.provisional;
  detail["promised"] =
      clock.promised ? bj::value(bj::string(format_date(*clock.promised))) : bj::value();
  detail["least_only"] = clock.least_only;
  detail["recomputed"] = clock.recomputed;
  detail["breaks"] = breaks_json(clock.breaks);
  ClockRow row;
  row.id = clock.id;
  row.report = std::move(report);
  row.kind = clock.kind;
  row.owner = clock.owner;
  row.started_at = clock.started_at;
  row.due_at = clock.due_at;
  row.ended_at = clock.ended_at;
  row.result = clock.result;
  row.paused_at = clock.paused_at;
  if (clock.left) row.left_ms = clock.left->count();
  row.detail = json::canonical(detail);
  return row;
}

Result<ClockInstance> from_row(const ClockRow& row) {
  ClockInstance clock;
  clock.id = row.id;
  clock.kind = row.kind;
  clock.owner = row.owner;
  clock.started_at = row.started_at;
  clock.due_at = row.due_at;
  clock.ended_at = row.ended_at;
  clock.result = row.result;
  clock.paused_at = row.paused_at;
  if (row.left_ms) clock.left = Millis(*row.left_ms);
  const auto detail = json::parse(row.detail);
  if (!detail || !read_detail(*detail, clock)) {
    return fail(ErrorCode::invalid, "error.clock.bad_detail", "clock " + std::to_string(row.id));
  }
  return clock;
}

}  // namespace camaug::domain
