// Page by page along each table's key: a server would give all rows of a table at once. The texts
// of these statements are about tables that the next migration drops, so they are made at run time.
#include "store/brief_rows.hpp"

#include <array>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "store/brief.hpp"
#include "store/pack.hpp"

namespace camaug::store {
namespace {

constexpr std::string_view k_page = "1000";

// What becomes of a text on its way.
using Turn = std::string (*)(std::string_view);
struct Column {
  std::string_view name;  // in the new table
  std::string_view from;  // of the old row `o`, or of its report `r`
  enum class Kind : std::uint8_t { number, flag, text, bytes } kind = Kind::text;
  Turn turn = nullptr;
};
using enum Column::Kind;

std::string repacked(std::string_view stored) {
  return packed(unpacked_text(stored));
}

constexpr auto k_report_key = std::to_array<Column>(
    {{"report", "r.number", number}, {"wrapped", "o.wrapped", bytes, bytes_of_sealed}});
constexpr auto k_identity =
    std::to_array<Column>({{"report", "r.number", number},
                           {"name_sealed", "o.name_sealed", bytes, bytes_of_sealed},
                           {"phone_sealed", "o.phone_sealed", bytes, bytes_of_sealed},
                           {"phone_blind", "o.phone_blind", bytes, bytes_of_hex},
                           {"phone_masked", "o.phone_masked"}});
constexpr auto k_content = std::to_array<Column>(
    {{"report", "r.number", number},
     {"place", "(SELECT count(*) FROM content_12 b WHERE b.report = o.report AND b.id <= o.id)",
      number},
     {"id", "o.id"},
     {"kind", "o.kind"},
     {"author", "o.author", bytes, bytes_of_actor},
     {"author_role", "o.author_role"},
     {"agency", "o.agency"},
     {"at", "o.at", number},
     {"text", "o.text"},
     {"redacted", "CASE WHEN o.redacted = o.text THEN NULL ELSE o.redacted END"},
     {"as_written", "COALESCE(o.redacted = o.text, FALSE)", flag},
     {"public", "o.public", flag},
     {"commitment", "o.commitment", bytes, bytes_of_hex}});
constexpr auto k_clock = std::to_array<Column>({{"id", "o.id", number},
                                                {"report", "r.number", number},
                                                {"kind", "o.kind"},
                                                {"owner", "o.owner"},
                                                {"started_at", "o.started_at", number},
                                                {"due_at", "o.due_at", number},
                                                {"ended_at", "o.ended_at", number},
                                                {"result", "o.result"},
                                                {"paused_at", "o.paused_at", number},
                                                {"left_ms", "o.left_ms", number},
                                                {"detail", "o.detail", bytes, repacked},
                                                {"warned_at", "o.warned_at", number},
                                                {"overdue_at", "o.overdue_at", number},
                                                {"look_at", "o.look_at", number},
                                                {"counted", "o.counted", flag},
                                                {"answered", "o.answered", flag}});
constexpr auto k_event =
    std::to_array<Column>({{"n", "o.n", number},
                           {"report", "r.number", number},
                           {"stream", "CASE WHEN r.number IS NULL THEN o.report END"},
                           {"seq", "o.seq", number},
                           {"at", "o.at", number},
                           {"actor", "o.actor", bytes, bytes_of_actor},
                           {"role", "o.role"},
                           {"action", "o.action"},
                           {"from_state", "o.from_state"},
                           {"to_state", "o.to_state"},
                           {"body", "o.body", bytes, repacked},
                           {"schema", "o.schema", number},
                           {"hash", "o.hash", bytes, bytes_of_hex}});

struct Move {
  std::string_view table;
  std::string_view old;
  std::string_view key;  // of the old rows; a number where `number_key`
  bool number_key = false;
  std::span<const Column> columns;
};
constexpr std::array<Move, 5> k_moves = {{
    {"report_key", "report_key_12", "report", false, k_report_key},
    {"identity", "identity_12", "report", false, k_identity},
    {"content", "content_12", "id", false, k_content},
    {"clock", "clock_12", "id", true, k_clock},
    {"event", "event_12", "n", true, k_event},
}};

Value moved(const Row& row, int at, const Column& column, std::deque<std::string>& kept) {
  if (row.is_null(at)) return std::monostate{};
  switch (column.kind) {
    case number:
      return row.integer(at);
    case flag:
      return row.boolean(at);
    case text:
      return std::string_view(kept.emplace_back(row.text(at)));
    case bytes:
      return Bytes{kept.emplace_back(column.turn(row.text(at)))};
  }
  return std::monostate{};
}

// Where the next page begins.
struct Key {
  std::int64_t number = -1;
  std::string text;
  [[nodiscard]] Value value(bool is_number) const {
    return is_number ? Value(number) : Value(std::string_view(text));
  }
};

class Mover {
 public:
  Mover(Tx& tx, const Move& move) : tx_(tx), move_(move) {
    const std::string key = "o." + std::string(move.key);
    select_ = "SELECT " + key;
    for (const Column& column : move.columns) {
      names_ += (names_.empty() ? "" : ", ") + std::string(column.name);
      select_ += ", " + std::string(column.from);
    }
    select_ += " FROM " + std::string(move.old) +
               " o LEFT JOIN report r ON r.id = o.report WHERE " + key + " > $1 ORDER BY " + key +
               " LIMIT " + std::string(k_page);
  }

  bool page(Key& last) {
    std::deque<std::string> kept;
    std::vector<std::vector<Value>> rows;
    const Key from = last;
    const std::array<Value, 1> values{from.value(move_.number_key)};
    tx_.each_values(
        select_,
        [&](const Row& row) {
          if (move_.number_key) {
            last.number = row.integer(0);
          } else {
            last.text = row.text(0);
          }
          auto& made = rows.emplace_back();
          int at = 0;
          for (const Column& column : move_.columns) {
            made.push_back(moved(row, ++at, column, kept));
          }
        },
        values);
    tx_.insert_rows(move_.table, names_, rows);
    return !rows.empty();
  }

 private:
  Tx& tx_;
  const Move& move_;
  std::string select_;
  std::string names_;
};

// The two digests in the report's own row.
void move_digests(Tx& tx) {
  constexpr std::string_view k_select =
      "SELECT number, secret_hash_12, body_hash_12 FROM report WHERE number > $1 ORDER BY number"
      " LIMIT 1000";
  constexpr std::string_view k_update =
      "UPDATE report SET secret_hash = $2, body_hash = $3 WHERE number = $1";
  for (std::int64_t last = -1;;) {
    const auto rows = tx.all<std::int64_t, std::string, std::string>(k_select, last);
    if (rows.empty()) return;
    for (const auto& [number, secret, body] : rows) {
      const auto secret_bytes = bytes_of_hex(secret);
      const auto body_bytes = bytes_of_hex(body);
      tx.execute_later(k_update, number, Bytes{secret_bytes}, Bytes{body_bytes});
      last = number;
    }
  }
}

}  // namespace

void move_to_brief_rows(Tx& tx) {
  move_digests(tx);
  for (const Move& move : k_moves) {
    Mover mover(tx, move);
    Key last;
    while (mover.page(last)) {
    }
  }
}

}  // namespace camaug::store
