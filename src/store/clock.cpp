#include "store/clock.hpp"

#include "store/event.hpp"
#include "store/pack.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

using domain::ClockRow;

const Sql k_last{"clock.last", "SELECT COALESCE(MAX(id), 0) FROM clock"};
const Sql k_insert{"clock.insert",
                   "INSERT INTO clock (id, report, kind, owner, started_at, due_at, ended_at,"
                   " result, paused_at, left_ms, detail, look_at, counted, answered)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};
// A clock that goes on is not warned of twice.
const Sql k_update{"clock.update",
                   "UPDATE clock SET owner = $2, started_at = $3, due_at = $4, ended_at = $5,"
                   " result = $6, paused_at = $7, left_ms = $8, detail = $9, answered = $11,"
                   " look_at = CASE"
                   " WHEN overdue_at IS NOT NULL OR CAST($10 AS BIGINT) IS NULL THEN NULL"
                   " WHEN warned_at IS NOT NULL THEN CAST($4 AS BIGINT)"
                   " ELSE CAST($10 AS BIGINT) END"
                   " WHERE id = $1"};
const Sql k_count{"clock.count", "UPDATE clock SET counted = $2 WHERE " CAMAUG_OF_REPORT};
const Sql k_of{"clock.of",
               "SELECT id, kind, owner, started_at, due_at, ended_at, result, paused_at,"
               " left_ms, detail FROM clock WHERE " CAMAUG_OF_REPORT " ORDER BY id"};
const Sql k_to_look_at{
    "clock.to_look_at",
    "SELECT c.id, r.id, r.code, c.kind, c.owner, c.started_at, c.due_at FROM clock c"
    " JOIN report r ON r.number = c.report WHERE c.look_at <= $1 ORDER BY c.look_at, c.id LIMIT "
    "$2"};
const Sql k_warned{"clock.warned",
                   "UPDATE clock SET warned_at = $2, look_at = due_at WHERE id = $1"};
const Sql k_open{"clock.open",
                 "SELECT r.id FROM report r WHERE r.number IN"
                 " (SELECT c.report FROM clock c WHERE c.result IN ('running', 'paused')"
                 " AND c.due_at IS NOT NULL) ORDER BY r.id"};
const Sql k_forget{"clock.forget",
                   "UPDATE clock SET warned_at = NULL, overdue_at = NULL WHERE id = $1"};
const Sql k_mark_overdue{"clock.mark_overdue",
                         "UPDATE clock SET overdue_at = $2, look_at = NULL WHERE id = $1"};

std::optional<Instant> instant(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return from_epoch_ms(row.integer(column));
}

// Only a running clock with a due time is looked at; a give_back window only informs.
std::optional<Instant> look_at(const ClockRow& c, std::optional<Instant> warn_at) {
  const bool counts = c.result == domain::ClockResult::running && c.due_at &&
                      c.kind != domain::ClockKind::give_back;
  return counts ? warn_at.value_or(*c.due_at) : std::optional<Instant>();
}

}  // namespace

std::int64_t next_clock_id(Tx& tx) {
  return next_in(tx, &Connection::Numbers::clock, k_last);
}

void insert_clock(Tx& tx, const ClockRow& c, const ClockFacts& of, std::optional<Instant> warn_at) {
  const auto detail = packed(c.detail);
  tx.execute_later(k_insert, c.id, of.number, word(c.kind), c.owner, c.started_at, c.due_at,
                   c.ended_at, word(c.result), c.paused_at, c.left_ms, Bytes{detail},
                   look_at(c, warn_at), of.counted, of.answered);
}

void update_clock(Tx& tx, const ClockRow& c, const ClockFacts& of, std::optional<Instant> warn_at) {
  const auto detail = packed(c.detail);
  tx.execute_later(k_update, c.id, c.owner, c.started_at, c.due_at, c.ended_at, word(c.result),
                   c.paused_at, c.left_ms, Bytes{detail}, look_at(c, warn_at), of.answered);
}

void count_clocks(Tx& tx, std::string_view report, bool counted) {
  tx.execute_later(k_count, report, counted);
}

std::vector<ClockRow> clocks_of(Reader& reader, std::string_view report) {
  std::vector<ClockRow> out;
  reader.each(
      k_of,
      [&](const Row& row) {
        ClockRow c;
        c.id = row.integer(0);
        c.report = report;
        c.kind = domain::parse_clock(row.text(1)).value();
        c.owner = row.text(2);
        c.started_at = from_epoch_ms(row.integer(3));
        c.due_at = instant(row, 4);
        c.ended_at = instant(row, 5);
        c.result = domain::parse_clock_result(row.text(6)).value();
        c.paused_at = instant(row, 7);
        if (!row.is_null(8)) c.left_ms = row.integer(8);
        c.detail = unpacked(row.bytes(9));
        out.push_back(std::move(c));
      },
      report);
  return out;
}

std::vector<DueClock> clocks_to_look_at(Reader& reader, Instant now, int limit) {
  std::vector<DueClock> out;
  reader.each(
      k_to_look_at,
      [&](const Row& row) {
        out.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                       domain::parse_clock(row.text(3)).value(), std::string(row.text(4)),
                       from_epoch_ms(row.integer(5)), from_epoch_ms(row.integer(6))});
      },
      now, std::int64_t{limit});
  return out;
}

std::vector<std::string> reports_with_open_deadlines(Reader& reader) {
  std::vector<std::string> out;
  reader.each(k_open, [&](const Row& row) { out.emplace_back(row.text(0)); });
  return out;
}

void mark_warned(Tx& tx, std::int64_t id, Instant now) {
  tx.execute_later(k_warned, id, now);
}
void forget_warnings(Tx& tx, std::int64_t id) {
  tx.execute_later(k_forget, id);
}
void mark_overdue(Tx& tx, std::int64_t id, Instant now) {
  tx.execute_later(k_mark_overdue, id, now);
}

}  // namespace camaug::store
