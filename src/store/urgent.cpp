#include "store/urgent.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

// Only the climbs since the report last became urgent count. Urgent ones come first in the queue's
// index (sql/0006_lists.sql): the others are not looked at.
const Sql k_open_alarms{
    "urgent.open_alarms",
    "SELECT r.id, r.urgency, r.urgent_since, r.area,"
    " (SELECT MAX(a.steps) FROM alarm a WHERE a.report = r.id"
    "   AND a.urgent_since = r.urgent_since)"
    " FROM report r WHERE r.closed_at IS NULL"
    " AND (CASE r.urgency WHEN 'confirmed' THEN 0 WHEN 'claimed' THEN 1 ELSE 2 END) < 2"
    " AND r.acknowledged_at IS NULL AND r.urgent_since IS NOT NULL ORDER BY r.urgent_since, r.id"};
const Sql k_set{"urgent.set_steps",
                "INSERT INTO alarm (report, urgent_since, steps, at)"
                " SELECT r.id, r.urgent_since, $2, $3 FROM report r WHERE r.id = $1"
                " ON CONFLICT (report, urgent_since) DO UPDATE SET steps = excluded.steps,"
                " at = excluded.at"};
const Sql k_waiting{"urgent.waiting",
                    "SELECT r.id, r.updated_at,"
                    " (SELECT MAX(e.at) FROM event e WHERE e.report = r.number"
                    "   AND e.action = 'ask_reporter')"
                    " FROM report r WHERE r.closed_at IS NULL AND r.state = 'waiting_reporter'"
                    " ORDER BY r.updated_at LIMIT $1"};

}  // namespace

std::vector<OpenAlarm> open_alarms(Reader& reader) {
  std::vector<OpenAlarm> out;
  reader.each(k_open_alarms, [&](const Row& row) {
    OpenAlarm alarm;
    alarm.report = row.text(0);
    alarm.confirmed = row.text(1) == "confirmed";
    alarm.urgent_since = from_epoch_ms(row.integer(2));
    if (!row.is_null(3)) alarm.area = std::string(row.text(3));
    if (!row.is_null(4)) alarm.steps = row.integer(4);
    out.push_back(std::move(alarm));
  });
  return out;
}

void set_alarm_steps(Tx& tx, std::string_view report, std::int64_t steps, Instant now) {
  tx.execute_later(k_set, report, steps, now);
}

std::vector<Waiting> waiting_since(Reader& reader, int limit) {
  std::vector<Waiting> out;
  reader.each(
      k_waiting,
      [&](const Row& row) {
        const auto since = row.is_null(2) ? row.integer(1) : row.integer(2);
        out.push_back({std::string(row.text(0)), from_epoch_ms(since)});
      },
      std::int64_t{limit});
  return out;
}

}  // namespace camaug::store
