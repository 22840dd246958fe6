#include "store/urgent.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_unanswered{
    "urgent.unanswered",
    "SELECT r.id FROM report r WHERE r.urgency <> 'none' AND r.acknowledged_at IS NULL"
    " AND r.closed_at IS NULL ORDER BY r.urgent_since LIMIT $1"};
// Only the climbs since the report last became urgent count.
const Sql k_steps{"urgent.steps",
                  "SELECT COALESCE(MAX(a.steps), 0) FROM alarm a JOIN report r ON r.id = a.report"
                  " WHERE a.report = $1 AND a.urgent_since = r.urgent_since"};
const Sql k_set{"urgent.set_steps",
                "INSERT INTO alarm (report, urgent_since, steps, at)"
                " SELECT r.id, r.urgent_since, $2, $3 FROM report r WHERE r.id = $1"
                " ON CONFLICT (report, urgent_since) DO UPDATE SET steps = excluded.steps,"
                " at = excluded.at"};
const Sql k_waiting{"urgent.waiting",
                    "SELECT r.id, r.updated_at,"
                    " (SELECT MAX(e.at) FROM event e WHERE e.report = r.id"
                    "   AND e.action = 'ask_reporter')"
                    " FROM report r WHERE r.closed_at IS NULL AND r.state = 'waiting_reporter'"
                    " ORDER BY r.updated_at LIMIT $1"};

}  // namespace

std::vector<std::string> unanswered_alarms(Reader& reader, int limit) {
  std::vector<std::string> out;
  reader.each(
      k_unanswered, [&](const Row& row) { out.emplace_back(row.text(0)); }, std::int64_t{limit});
  return out;
}

std::int64_t alarm_steps(Reader& reader, std::string_view report) {
  return reader.value<std::int64_t>(k_steps, report).value_or(0);
}

void set_alarm_steps(Tx& tx, std::string_view report, std::int64_t steps, Instant now) {
  tx.execute(k_set, report, steps, now);
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
