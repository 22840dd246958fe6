#include "domain/clock_row.hpp"

#include <stdexcept>

#include "base/json.hpp"

namespace camaug::domain {
namespace {

namespace bj = boost::json;

bj::object why_json(const Explanation& why) {
  return {{"rule", word(why.rule)},         {"day_kind", word(why.day_kind)},
          {"limit_ms", why.limit.count()},  {"working_days", why.working_days},
          {"policy", why.policy},           {"article", why.article},
          {"provisional", why.provisional}, {"off_shift", why.off_shift}};
}

std::string text_of(const bj::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

Explanation why_from(const bj::object& object) {
  Explanation why;
  why.rule = parse_limit_rule(text_of(object, "rule")).value();
  why.day_kind =
      text_of(object, "day_kind") == word(DayKind::off) ? DayKind::off : DayKind::working;
  why.limit = Millis(object.at("limit_ms").as_int64());
  why.working_days = static_cast<int>(object.at("working_days").as_int64());
  why.policy = text_of(object, "policy");
  why.article = text_of(object, "article");
  why.provisional = object.at("provisional").as_bool();
  why.off_shift = object.at("off_shift").as_bool();
  return why;
}

std::string detail_of(const ClockInstance& clock) {
  bj::object detail{{"why", why_json(clock.why)},
                    {"least_only", clock.least_only},
                    {"recomputed", clock.recomputed}};
  if (clock.warn_at) detail["warn_at"] = epoch_ms(*clock.warn_at);
  if (clock.promised) detail["promised"] = format_date(*clock.promised);
  bj::array breaks;
  for (const ClockBreak& pause : clock.breaks) {
    breaks.push_back(bj::array{epoch_ms(pause.from), epoch_ms(pause.until), pause.sent_back});
  }
  if (!breaks.empty()) detail["breaks"] = std::move(breaks);
  return json::canonical(detail);
}

void read_detail(ClockInstance& clock, const bj::object& detail) {
  clock.why = why_from(detail.at("why").as_object());
  clock.least_only = detail.at("least_only").as_bool();
  clock.recomputed = detail.at("recomputed").as_bool();
  if (const auto* warn = detail.if_contains("warn_at")) {
    clock.warn_at = from_epoch_ms(warn->as_int64());
  }
  if (const auto* promised = detail.if_contains("promised")) {
    clock.promised = parse_date(promised->as_string());
  }
  if (const auto* breaks = detail.if_contains("breaks")) {
    for (const auto& item : breaks->as_array()) {
      const auto& part = item.as_array();
      clock.breaks.push_back({from_epoch_ms(part.at(0).as_int64()),
                              from_epoch_ms(part.at(1).as_int64()), part.at(2).as_bool()});
    }
  }
}

}  // namespace

ClockRow to_row(const ClockInstance& clock, const std::string& report) {
  ClockRow row;
  row.id = clock.id;
  row.report = report;
  row.kind = clock.kind;
  row.owner = clock.owner;
  row.started_at = clock.started_at;
  row.due_at = clock.due_at;
  row.ended_at = clock.ended_at;
  row.result = clock.result;
  row.paused_at = clock.paused_at;
  if (clock.left) row.left_ms = clock.left->count();
  row.detail = detail_of(clock);
  return row;
}

ClockInstance from_row(const ClockRow& row) {
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
  if (!detail || !detail->is_object()) throw std::runtime_error("clock.detail is damaged");
  read_detail(clock, detail->as_object());
  return clock;
}

}  // namespace camaug::domain
