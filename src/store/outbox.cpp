// The SQL of the outbox.
#include "store/outbox.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/event.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_enqueue{
    "outbox.enqueue",
    "INSERT INTO outbox (id, event_n, recipient_kind, recipient, channel, key, args, urgent, "
    "not_before, lease_until, tries, next_try, dedup) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $9, $10) ON CONFLICT (dedup) DO NOTHING"};
const Sql k_last{"outbox.last", "SELECT coalesce(max(id), 0) FROM outbox"};
// The conditions are repeated outside: PostgreSQL re-reads a row that another worker has just taken
// and would otherwise hand it out twice.
const Sql k_claim{
    "outbox.claim",
    "UPDATE outbox SET lease_until = $2, tries = tries + 1 WHERE id IN ("
    "SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND next_try <= $1 "
    "AND lease_until <= $1 ORDER BY urgent DESC, next_try, id LIMIT $3) "
    "AND sent_at IS NULL AND failed_at IS NULL AND next_try <= $1 AND lease_until <= $1 "
    "RETURNING id, event_n, recipient_kind, recipient, channel, key, args, urgent, tries"};
const Sql k_sent{"outbox.sent",
                 "UPDATE outbox SET sent_at = $2, lease_until = 0, error = NULL "
                 "WHERE id = $1 AND sent_at IS NULL"};
const Sql k_retry{"outbox.retry",
                  "UPDATE outbox SET next_try = $2, lease_until = 0, error = $3 "
                  "WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL"};
const Sql k_dead{"outbox.dead",
                 "UPDATE outbox SET failed_at = $2, lease_until = 0, error = $3 "
                 "WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL"};
const Sql k_settle{"outbox.settle", "UPDATE outbox SET sent_at = $1 WHERE sent_at IS NULL"};
const Sql k_cancel{"outbox.cancel",
                   "DELETE FROM outbox WHERE event_n = $1 AND sent_at IS NULL AND tries = 0"};
const Sql k_next_due{"outbox.next_due",
                     "SELECT CASE WHEN next_try > lease_until THEN next_try ELSE lease_until END "
                     "AS due FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL "
                     "ORDER BY due LIMIT 1"};
const Sql k_count{
    "outbox.count",
    "SELECT count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL), "
    "count(*) FILTER (WHERE failed_at IS NOT NULL) FROM outbox WHERE sent_at IS NULL"};
const Sql k_purge{"outbox.purge",
                  "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox "
                  "WHERE sent_at IS NOT NULL AND sent_at < $1 ORDER BY sent_at LIMIT $2)"};

constexpr std::size_t k_error_characters_max = 200;

Millis pause(const Notice& notice) {
  using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;
  const Millis first = notice.urgent ? Millis(seconds(5)) : Millis(seconds(30));
  const Millis longest = notice.urgent ? Millis(minutes(5)) : Millis(hours(6));
  const auto doublings = std::clamp<std::int64_t>(notice.tries - 1, 0, 20);
  return std::min(longest, first * (std::int64_t{1} << doublings));
}

}  // namespace

void enqueue(Tx& tx, const NewNotice& notice, Instant now) {
  const Instant first_try = std::max(now, notice.not_before.value_or(now));
  const std::int64_t id = next_in(tx, &Connection::Numbers::notice, k_last);
  tx.execute_later(k_enqueue, id, notice.event_n, notice.recipient_kind, notice.recipient,
                   notice.channel, notice.key, notice.args, notice.urgent, first_try, notice.dedup);
}

std::vector<Notice> claim_notices(Tx& tx, Instant now, Millis lease, std::int64_t limit) {
  std::vector<Notice> notices;
  tx.each(
      k_claim,
      [&](const Row& row) {
        Notice notice;
        std::tie(notice.id, notice.event_n, notice.recipient_kind, notice.recipient, notice.channel,
                 notice.key, notice.args, notice.urgent, notice.tries) =
            Reader::read<std::int64_t, std::optional<std::int64_t>, std::string, std::string,
                         std::string, std::string, std::string, bool, std::int64_t>(row);
        notices.push_back(std::move(notice));
      },
      now, now + lease, limit);
  // RETURNING promises no order.
  std::ranges::sort(notices, [](const Notice& a, const Notice& b) {
    return a.urgent != b.urgent ? a.urgent : a.id < b.id;
  });
  return notices;
}

void mark_sent(Tx& tx, std::int64_t id, Instant now) {
  tx.execute_later(k_sent, id, now);
}

void mark_failed(Tx& tx, const Notice& notice, std::string_view error, Instant now) {
  if (notice.tries >= k_tries_max) {
    mark_dead(tx, notice.id, error, now);
    return;
  }
  tx.execute_later(k_retry, notice.id, now + pause(notice),
                   truncate(error, k_error_characters_max));
}

void mark_dead(Tx& tx, std::int64_t id, std::string_view error, Instant now) {
  tx.execute_later(k_dead, id, now, truncate(error, k_error_characters_max));
}

std::optional<Instant> next_due(Reader& reader) {
  return reader.value<Instant>(k_next_due);
}

OutboxCount count_outbox(Reader& reader) {
  const auto [waiting, failed] = *reader.one<std::int64_t, std::int64_t>(k_count);
  return {waiting, failed};
}

std::int64_t purge_sent(Tx& tx, Instant before, std::int64_t limit) {
  return tx.execute(k_purge, before, limit);
}

void settle_notices(Tx& tx, Instant now) {
  tx.execute(k_settle, now);
}

void cancel_notices(Tx& tx, std::int64_t event_n) {
  tx.execute_later(k_cancel, event_n);
}

}  // namespace camaug::store
