// Appending to and reading from the event log. Number, time and hash continue the last row.
#include "store/event.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "store/brief.hpp"
#include "store/pack.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

namespace bj = boost::json;

const Sql k_head{"event.head", "SELECT n, at, hash FROM event ORDER BY n DESC LIMIT 1"};
const Sql k_last_of_report{"event.last_of_report",
                           "SELECT coalesce(max(seq), 0) FROM event WHERE report = $1"};
const Sql k_last_of_stream{"event.last_of_stream",
                           "SELECT coalesce(max(seq), 0) FROM event WHERE stream = $1"};
const Sql k_insert{"event.insert",
                   "INSERT INTO event (n, report, stream, seq, at, actor, role, action, from_state,"
                   " to_state, body, schema, hash)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
#define CAMAUG_EVENT_COLUMNS                                                         \
  "e.n, e.report, COALESCE(e.stream, r.id), e.seq, e.at, e.actor, e.role, e.action," \
  " e.from_state, e.to_state, e.body, e.schema, e.hash FROM event e"                 \
  " LEFT JOIN report r ON r.number = e.report"
const Sql k_of_report{"event.of_report",
                      "SELECT " CAMAUG_EVENT_COLUMNS
                      " WHERE e.report = " CAMAUG_NUMBER_OF("$1") " ORDER BY e.seq"};
const Sql k_of_number{"event.of_number",
                      "SELECT " CAMAUG_EVENT_COLUMNS " WHERE e.report = $1 ORDER BY e.seq"};
const Sql k_of_stream{"event.of_stream",
                      "SELECT " CAMAUG_EVENT_COLUMNS " WHERE e.stream = $1 ORDER BY e.seq"};
const Sql k_after{"event.after",
                  "SELECT " CAMAUG_EVENT_COLUMNS " WHERE e.n > $1 ORDER BY e.n LIMIT $2"};
const Sql k_first_body{"event.first_body",
                       "SELECT body FROM event WHERE report = $1 ORDER BY seq LIMIT 1"};

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

// One member of the canonical form.
void add_name(std::string& out, std::string_view name) {
  out += out.empty() ? "{\"" : ",\"";
  out += name;
  out += "\":";
}

void add(std::string& out, std::string_view name, std::int64_t value) {
  add_name(out, name);
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void add(std::string& out, std::string_view name, const std::string& text) {
  add_name(out, name);
  json::write_canonical_string(out, text);
}

void add(std::string& out, std::string_view name, const std::optional<std::string>& text) {
  if (text) return add(out, name, *text);
  add_name(out, name);
  out += "null";
}

std::optional<std::string> text_or_none(const Row& row, int column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

// The id of a report whose row is gone, as its first event says it; "" when that is gone as well.
std::string id_in_log(Reader& reader, std::int64_t number) {
  std::string body;
  reader.each(k_first_body, [&](const Row& row) { body = unpacked(row.bytes(0)); }, number);
  const auto parsed = json::parse(body);
  const auto* object = parsed ? parsed->if_object() : nullptr;
  const auto* set = object == nullptr ? nullptr : object->if_contains("set");
  const auto* id =
      set == nullptr || !set->is_object() ? nullptr : set->get_object().if_contains("id");
  return id == nullptr || !id->is_string() ? std::string() : std::string(id->get_string());
}

// In the order of CAMAUG_EVENT_COLUMNS.
Event read_event(Reader& reader, const Row& row) {
  Event out;
  out.n = row.integer(0);
  out.report = row.is_null(2) ? id_in_log(reader, row.integer(1)) : std::string(row.text(2));
  out.seq = row.integer(3);
  out.at = from_epoch_ms(row.integer(4));
  if (!row.is_null(5)) out.actor = actor_of_bytes(row.bytes(5));
  out.role = row.text(6);
  out.action = row.text(7);
  out.from = text_or_none(row, 8);
  out.to = text_or_none(row, 9);
  out.body = unpacked(row.bytes(10));
  out.schema = row.integer(11);
  out.hash = hex_of_bytes(row.bytes(12));
  return out;
}

// A report's id, which no other stream looks like.
bool is_of_report(std::string_view stream) {
  return parse_uuid(stream).has_value();
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
  made.seq = 1;
  if (!event.first) {
    made.seq += event.number ? tx.value<std::int64_t>(k_last_of_report, *event.number).value_or(0)
                             : tx.value<std::int64_t>(k_last_of_stream, event.report).value_or(0);
  }
  made.at = std::max(now, last->at);
  made.actor = event.actor;
  made.role = event.role;
  made.action = event.action;
  made.from = event.from;
  made.to = event.to;
  made.body = json::canonical(event.body);
  made.schema = event.schema;
  made.hash = chain_hash(last->hash, canonical(made));
  const auto actor = made.actor ? bytes_of_actor(*made.actor) : std::string();
  const auto body = packed(made.body);
  const auto hash = bytes_of_hex(made.hash);
  tx.execute_later(k_insert, made.n, event.number,
                   event.number ? std::nullopt : std::optional(event.report), made.seq, made.at,
                   made.actor ? std::optional(Bytes{actor}) : std::nullopt, made.role, made.action,
                   made.from, made.to, Bytes{body}, made.schema, Bytes{hash});
  last = Head{made.n, made.at, made.hash};
  return made;
}

Head head(Reader& reader) {
  Head out{0, Instant{}, std::string(k_no_hash)};
  reader.each(k_head, [&](const Row& row) {
    out = {row.integer(0), from_epoch_ms(row.integer(1)), hex_of_bytes(row.bytes(2))};
  });
  return out;
}

std::vector<Event> events_of(Reader& reader, std::string_view report) {
  std::vector<Event> events;
  reader.each(
      is_of_report(report) ? k_of_report : k_of_stream,
      [&](const Row& row) { events.push_back(read_event(reader, row)); }, report);
  return events;
}

std::vector<Event> events_of_number(Reader& reader, std::int64_t report) {
  std::vector<Event> events;
  reader.each(
      k_of_number, [&](const Row& row) { events.push_back(read_event(reader, row)); }, report);
  return events;
}

std::vector<Event> events_after(Reader& reader, std::int64_t n, std::int64_t limit) {
  std::vector<Event> events;
  reader.each(
      k_after, [&](const Row& row) { events.push_back(read_event(reader, row)); }, n, limit);
  return events;
}

// Written member by member in sorted order: the body is hashed as it stands in the row, so that no
// edit of it can hide behind a parser.
std::string canonical(const Event& event) {
  std::string out;
  out.reserve(256 + event.body.size());
  add(out, "action", event.action);
  add(out, "actor", event.actor);
  add(out, "at", epoch_ms(event.at));
  add_name(out, "body");
  out += event.body;
  add(out, "from", event.from);
  add(out, "n", event.n);
  add(out, "report", event.report);
  add(out, "role", event.role);
  add(out, "schema", event.schema);
  add(out, "seq", event.seq);
  add(out, "to", event.to);
  out += '}';
  return out;
}

std::string chain_hash(std::string_view prev, std::string_view canonical) {
  std::string text;
  text.reserve(prev.size() + canonical.size());
  text += prev;
  text += canonical;
  return sha256_hex(text);
}

}  // namespace camaug::store
