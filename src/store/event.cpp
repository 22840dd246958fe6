// Appending to and reading from the event log. Number, time and hash continue the last row.
#include "store/event.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "store/pack.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

namespace bj = boost::json;

const Sql k_head{"event.head", "SELECT n, at, hash FROM event ORDER BY n DESC LIMIT 1"};
const Sql k_last_seq{"event.last_seq", "SELECT coalesce(max(seq), 0) FROM event WHERE report = $1"};
const Sql k_insert{
    "event.insert",
    "INSERT INTO event (n, report, seq, at, actor, role, action, from_state, to_state, body, "
    "schema, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
const Sql k_of_report{"event.of_report",
                      "SELECT n, report, seq, at, actor, role, action, from_state, to_state, body, "
                      "schema, prev, hash "
                      "FROM event WHERE report = $1 ORDER BY seq"};
const Sql k_after{"event.after",
                  "SELECT n, report, seq, at, actor, role, action, from_state, to_state, body, "
                  "schema, prev, hash "
                  "FROM event WHERE n > $1 ORDER BY n LIMIT $2"};

constexpr std::string_view k_no_hash =
    "0000000000000000000000000000000000000000000000000000000000000000";

void require_normal_form(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!ascii && clean_text(text) != text) {
    throw std::logic_error("event: a text is not in normal form");
  }
}

void require_normal_form(const bj::object& object);

void require_normal_form(const bj::value& value) {
  if (const auto* text = value.if_string()) {
    require_normal_form(std::string_view(*text));
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) require_normal_form(item);
  } else if (const auto* object = value.if_object()) {
    require_normal_form(*object);
  }
}

void require_normal_form(const bj::object& object) {
  for (const auto& member : object) {
    require_normal_form(std::string_view(member.key()));
    require_normal_form(member.value());
  }
}

template <class Text>
void add(std::string& out, std::string_view name, const Text& value) {
  out += out.empty() ? "{\"" : ",\"";
  out += name;
  out += "\":";
  out += value;
}

std::string quoted(std::string_view text) {
  std::string out;
  json::write_canonical_string(out, text);
  return out;
}

std::string quoted_or_null(const std::optional<std::string>& text) {
  return text ? quoted(*text) : "null";
}

Event read_event(const Row& row) {
  auto [n, report, seq, at, actor, role, action, from, to, body, schema, prev, hash] =
      Reader::read<std::int64_t, std::string, std::int64_t, Instant, std::optional<std::string>,
                   std::string, std::string, std::optional<std::string>, std::optional<std::string>,
                   std::string, std::int64_t, std::string, std::string>(row);
  return {n,
          std::move(report),
          seq,
          at,
          std::move(actor),
          std::move(role),
          std::move(action),
          std::move(from),
          std::move(to),
          unpacked(body),
          schema,
          std::move(prev),
          std::move(hash)};
}

}  // namespace

std::int64_t next_in(Tx& tx, std::optional<std::int64_t> Connection::Numbers::* known,
                     std::string_view last_sql) {
  auto& last = tx.numbers().*known;
  if (!last) last = tx.value<std::int64_t>(last_sql);
  return ++last.value();
}

Event append_event(Tx& tx, const NewEvent& event, Instant now) {
  require_normal_form(event.body);
  auto& last = tx.numbers().head;
  if (!last) last = head(tx);
  Event made;
  made.n = last->n + 1;
  made.report = event.report;
  made.seq = event.first ? 1 : tx.value<std::int64_t>(k_last_seq, event.report).value_or(0) + 1;
  made.at = std::max(now, last->at);
  made.actor = event.actor;
  made.role = event.role;
  made.action = event.action;
  made.from = event.from;
  made.to = event.to;
  made.body = json::canonical(event.body);
  made.schema = event.schema;
  made.prev = last->hash;
  made.hash = chain_hash(made.prev, canonical(made));
  tx.execute_later(k_insert, made.n, made.report, made.seq, made.at, made.actor, made.role,
                   made.action, made.from, made.to, packed(made.body), made.schema, made.prev,
                   made.hash);
  last = Head{made.n, made.at, made.hash};
  return made;
}

Head head(Reader& reader) {
  auto row = reader.one<std::int64_t, Instant, std::string>(k_head);
  if (!row) return {0, Instant{}, std::string(k_no_hash)};
  auto& [n, at, hash] = *row;
  return {n, at, std::move(hash)};
}

std::vector<Event> events_of(Reader& reader, std::string_view report) {
  std::vector<Event> events;
  reader.each(k_of_report, [&](const Row& row) { events.push_back(read_event(row)); }, report);
  return events;
}

std::vector<Event> events_after(Reader& reader, std::int64_t n, std::int64_t limit) {
  std::vector<Event> events;
  reader.each(k_after, [&](const Row& row) { events.push_back(read_event(row)); }, n, limit);
  return events;
}

// Written member by member in sorted order: the body is hashed as it stands in the row, so that no
// edit of it can hide behind a parser.
std::string canonical(const Event& event) {
  std::string out;
  out.reserve(256 + event.body.size());
  add(out, "action", quoted(event.action));
  add(out, "actor", quoted_or_null(event.actor));
  add(out, "at", std::to_string(epoch_ms(event.at)));
  add(out, "body", event.body);
  add(out, "from", quoted_or_null(event.from));
  add(out, "n", std::to_string(event.n));
  add(out, "report", quoted(event.report));
  add(out, "role", quoted(event.role));
  add(out, "schema", std::to_string(event.schema));
  add(out, "seq", std::to_string(event.seq));
  add(out, "to", quoted_or_null(event.to));
  out += '}';
  return out;
}

std::string chain_hash(std::string_view prev, std::string_view canonical) {
  std::string text(prev);
  text += canonical;
  return sha256_hex(text);
}

}  // namespace camaug::store
