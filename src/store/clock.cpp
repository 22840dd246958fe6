#include "store/clock.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

using domain::ClockRow;

const Sql k_next{"clock.next", "SELECT COALESCE(MAX(id), 0) + 1 FROM clock"};
const Sql k_put{"clock.put",
                "INSERT INTO clock (id, report, kind, owner, started_at, due_at, ended_at, result,"
                " paused_at, left_ms, detail, warn_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
                " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner,"
                " started_at = excluded.started_at, due_at = excluded.due_at,"
                " ended_at = excluded.ended_at, result = excluded.result,"
                " paused_at = excluded.paused_at, left_ms = excluded.left_ms,"
                " detail = excluded.detail, warn_at = excluded.warn_at"};
const Sql k_of{"clock.of",
               "SELECT id, report, kind, owner, started_at, due_at, ended_at, result, paused_at,"
               " left_ms, detail FROM clock WHERE report = $1 ORDER BY id"};
// Rows of before sql/0008 have no warn_at: three quarters of the span until they change.
const Sql k_to_warn{
    "clock.to_warn",
    "SELECT c.id, c.report, r.code, c.kind, c.owner, c.started_at, c.due_at FROM clock c"
    " JOIN report r ON r.id = c.report"
    " WHERE c.result = 'running' AND c.due_at IS NOT NULL AND c.warned_at IS NULL"
    " AND c.kind <> 'give_back' AND c.due_at > $1"
    " AND COALESCE(c.warn_at, c.due_at - (c.due_at - c.started_at) / 4) <= $1"
    " ORDER BY c.due_at LIMIT $2"};
const Sql k_overdue{
    "clock.overdue",
    "SELECT c.id, c.report, r.code, c.kind, c.owner, c.started_at, c.due_at FROM clock c"
    " JOIN report r ON r.id = c.report"
    " WHERE c.result = 'running' AND c.due_at <= $1 AND c.overdue_at IS NULL"
    " AND c.kind <> 'give_back' ORDER BY c.due_at LIMIT $2"};
const Sql k_warned{"clock.warned", "UPDATE clock SET warned_at = $2 WHERE id = $1"};
const Sql k_open{"clock.open",
                 "SELECT DISTINCT c.report FROM clock c WHERE c.result IN ('running', 'paused')"
                 " AND c.due_at IS NOT NULL ORDER BY c.report"};
const Sql k_forget{"clock.forget",
                   "UPDATE clock SET warned_at = NULL, overdue_at = NULL WHERE id = $1"};
const Sql k_mark_overdue{"clock.mark_overdue", "UPDATE clock SET overdue_at = $2 WHERE id = $1"};

std::optional<Instant> instant(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return from_epoch_ms(row.integer(column));
}

std::vector<DueClock> due_clocks(Reader& reader, std::string_view sql, Instant now, int limit) {
  std::vector<DueClock> out;
  reader.each(
      sql,
      [&](const Row& row) {
        out.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                       domain::parse_clock(row.text(3)).value(), std::string(row.text(4)),
                       from_epoch_ms(row.integer(5)), from_epoch_ms(row.integer(6))});
      },
      now, std::int64_t{limit});
  return out;
}

}  // namespace

std::int64_t next_clock_id(Reader& reader) {
  return reader.value<std::int64_t>(k_next).value();
}

void put_clock(Tx& tx, const ClockRow& c, std::optional<Instant> warn_at) {
  tx.execute(k_put, c.id, c.report, word(c.kind), c.owner, c.started_at, c.due_at, c.ended_at,
             word(c.result), c.paused_at, c.left_ms, c.detail, warn_at);
}

std::vector<ClockRow> clocks_of(Reader& reader, std::string_view report) {
  std::vector<ClockRow> out;
  reader.each(
      k_of,
      [&](const Row& row) {
        ClockRow c;
        c.id = row.integer(0);
        c.report = row.text(1);
        c.kind = domain::parse_clock(row.text(2)).value();
        c.owner = row.text(3);
        c.started_at = from_epoch_ms(row.integer(4));
        c.due_at = instant(row, 5);
        c.ended_at = instant(row, 6);
        c.result = domain::parse_clock_result(row.text(7)).value();
        c.paused_at = instant(row, 8);
        if (!row.is_null(9)) c.left_ms = row.integer(9);
        c.detail = row.text(10);
        out.push_back(std::move(c));
      },
      report);
  return out;
}

std::vector<DueClock> clocks_to_warn(Reader& reader, Instant now, int limit) {
  return due_clocks(reader, k_to_warn, now, limit);
}

std::vector<DueClock> clocks_overdue(Reader& reader, Instant now, int limit) {
  return due_clocks(reader, k_overdue, now, limit);
}

std::vector<std::string> reports_with_open_deadlines(Reader& reader) {
  std::vector<std::string> out;
  reader.each(k_open, [&](const Row& row) { out.emplace_back(row.text(0)); });
  return out;
}

void mark_warned(Tx& tx, std::int64_t id, Instant now) {
  tx.execute(k_warned, id, now);
}
void forget_warnings(Tx& tx, std::int64_t id) {
  tx.execute(k_forget, id);
}
void mark_overdue(Tx& tx, std::int64_t id, Instant now) {
  tx.execute(k_mark_overdue, id, now);
}

}  // namespace camaug::store
