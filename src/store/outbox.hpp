// Who must still be told what. A notice is enqueued in the transaction of the fact it tells and
// sent by jobs/ afterwards, at least once, with leases and retries; this file never sends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct NewNotice {
  std::optional<std::int64_t> event_n;
  std::string recipient_kind;  // "account", "reporter", "agency"...
  std::string recipient;       // a reference, never an address
  std::string channel;
  std::string key;          // text key
  std::string args = "[]";  // JSON array of the text's {0}, {1}
  bool urgent = false;
  std::optional<Instant> not_before;  // quiet hours
  std::optional<std::string> dedup;   // a second notice with the same is not enqueued
};

struct Notice {
  std::int64_t id = 0;
  std::optional<std::int64_t> event_n;
  std::string recipient_kind;
  std::string recipient;
  std::string channel;
  std::string key;
  std::string args;
  bool urgent = false;
  std::int64_t tries = 0;  // this one included
};

// Nothing when `dedup` is known already.
void enqueue(Tx& tx, const NewNotice& notice, Instant now);

// Takes at most `limit` due notices, urgent ones first, for `lease`: when neither mark_ is called
// within it, they are due again. Two workers never hold the same one.
[[nodiscard]] std::vector<Notice> claim_notices(Tx& tx, Instant now, Millis lease,
                                                std::int64_t limit);
void mark_sent(Tx& tx, std::int64_t id, Instant now);
// Plans the next try (30 s, doubled each time, at most 6 h; urgent: 5 s, at most 5 min) and gives
// up after k_tries_max. `error` holds no personal data; it is cut at 200 characters.
void mark_failed(Tx& tx, const Notice& notice, std::string_view error, Instant now);
// The address is gone or the channel refuses for good: no further try.
void mark_dead(Tx& tx, std::int64_t id, std::string_view error, Instant now);
inline constexpr std::int64_t k_tries_max = 12;

// A demo's invented past was told to nobody and needs no telling.
void settle_notices(Tx& tx, Instant now);

// Undo: what an event wanted told and nobody was told yet is not told.
void cancel_notices(Tx& tx, std::int64_t event_n);

// When the next notice is due, so that the sender need not ask in between.
[[nodiscard]] std::optional<Instant> next_due(Reader& reader);
// Waiting to be sent, and given up.
struct OutboxCount {
  std::int64_t waiting = 0;
  std::int64_t failed = 0;
};
[[nodiscard]] OutboxCount count_outbox(Reader& reader);
// Removes at most `limit` notices sent before `before`; returns how many.
std::int64_t purge_sent(Tx& tx, Instant before, std::int64_t limit);

}  // namespace camaug::store
