// The append-only event log, the truth of the program: one chain for the whole database. Bodies
// hold references, codes and commitments only, never a name, phone, text or photo.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"

namespace camaug::store {

// What is about to be recorded. `report` names the stream: a report's id, or a word such as
// "profile" or an account's reference for what is not about a report.
struct NewEvent {
  std::string report;
  std::optional<std::int64_t> number;  // of the report, whose row is there; none for other streams
  std::optional<std::string> actor;
  std::string role;
  std::string action;
  std::optional<std::string> from;
  std::optional<std::string> to;
  boost::json::object body;  // integers, booleans, NFC texts, arrays and objects; no fraction
  std::int64_t schema = 1;   // version of the body's meaning
  bool first = false;        // of a report that is made with it
};

struct Event {
  std::int64_t n = 0;  // 1, 2, 3... over the whole database
  std::string report;
  std::int64_t seq = 0;  // 1, 2, 3... within the report
  Instant at{};          // never before the event n - 1
  std::optional<std::string> actor;
  std::string role;
  std::string action;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::string body;  // canonical JSON
  std::int64_t schema = 1;
  std::string hash;  // over that of n - 1 (64 zeros before the first) and this one: 64 digits
};

// Records one event in the caller's transaction. Throws std::logic_error when the body holds a
// fraction or a text that is not in normal form.
Event append_event(Tx& tx, const NewEvent& event, Instant now);

// One more than the last number that a table holds or this transaction gave; `last_sql` asks for
// the last one there.
[[nodiscard]] std::int64_t next_in(Tx& tx, std::optional<std::int64_t> Connection::Numbers::* known,
                                   std::string_view last_sql);

[[nodiscard]] Head head(Reader& reader);
// A report's events in order.
[[nodiscard]] std::vector<Event> events_of(Reader& reader, std::string_view report);
// The same of the report with this number, whether or not its row is there.
[[nodiscard]] std::vector<Event> events_of_number(Reader& reader, std::int64_t report);
// At most `limit` events with a number above `n`, in order.
[[nodiscard]] std::vector<Event> events_after(Reader& reader, std::int64_t n, std::int64_t limit);

// What is hashed: every field but the hash, sorted keys, no spaces.
[[nodiscard]] std::string canonical(const Event& event);
// SHA-256 over the 64 digits of `prev`, the hash of the event before, followed by `canonical`, in
// hexadecimal.
[[nodiscard]] std::string chain_hash(std::string_view prev, std::string_view canonical);

}  // namespace camaug::store
