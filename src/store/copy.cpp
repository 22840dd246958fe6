// The columns come from the source's catalogue, so that no column can be forgotten here; the texts
// of these statements are made at run time, as nowhere else.
#include "store/copy.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <span>

#include "base/json.hpp"
#include "store/bulk.hpp"
#include "store/event.hpp"
#include "store/meta.hpp"
#include "store/search_index.hpp"
#include "store/statement.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

namespace bj = boost::json;

constexpr std::int64_t k_page = 2'000;
constexpr std::string_view k_mark =
    "copy.source";                                 // what the target is a copy of, while it is made
constexpr std::string_view k_done = "copy.done.";  // + table: the key of its last row

struct Table {
  std::string_view name;
  std::string_view key;  // columns of the primary key
};
// After what they refer to. schema_version belongs to the target; what is searched is made anew.
constexpr std::array k_tables = {
    Table{"meta", "key"},
    Table{"profile_file", "version, name"},
    Table{"area", "id"},
    Table{"agency", "code"},
    Table{"account", "id"},
    Table{"session", "token_hash"},
    Table{"report", "number"},
    Table{"report_counter", "year"},
    Table{"content", "report, place"},
    Table{"report_key", "report"},
    Table{"identity", "report"},
    Table{"reveal", "id"},
    Table{"media", "id"},
    Table{"media_expected", "id"},
    Table{"clock", "id"},
    Table{"cooperating", "report, agency"},
    Table{"bounce", "report, agency, at"},
    Table{"alarm", "report, urgent_since"},
    Table{"event", "n"},
    Table{"figure_sheet", "day, area"},
    Table{"outbox", "id"},
    Table{"command", "id"},
};

const Sql k_forget{"copy.forget", "DELETE FROM meta WHERE key LIKE 'copy.%'"};
const Sql k_profiles{"copy.profiles", "SELECT count(*) FROM profile_file"};

bj::value json_of(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string_view>(&value)) return bj::string(*text);
  return nullptr;
}

std::string places(std::size_t from, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += (i == 0 ? "$" : ", $") + std::to_string(from + i);
  }
  return out;
}

class TableCopy {
 public:
  TableCopy(Reader& from, Connection& to, const Table& table)
      : from_(from), to_(to), table_(table), columns_(bulk_columns(from, table.name)) {
    std::size_t begin = 0;
    while (begin < table.key.size()) {
      const auto end = std::min(table.key.find(", ", begin), table.key.size());
      const auto name = table.key.substr(begin, end - begin);
      const auto found = std::ranges::find(columns_, name, &BulkColumn::name);
      keys_.push_back(static_cast<std::size_t>(found - columns_.begin()));
      begin = end + 2;
    }
    const std::string name(table.name);
    const std::string key(table.key);
    const std::string own = table.name == "meta" ? " key NOT LIKE 'copy.%'" : " TRUE";
    const std::string selected =
        "SELECT " + bulk_names(columns_) + " FROM " + name + " WHERE" + own;
    const std::string order = " ORDER BY " + key + " LIMIT ";
    first_ = selected + order + "$1";
    next_ = selected + " AND (" + key + ") > (" + places(1, keys_.size()) + ")" + order + "$" +
            std::to_string(keys_.size() + 1);
    count_ = "SELECT count(*) FROM " + name + " WHERE" + own;
  }

  // Copies what is missing; how many rows each side has then.
  std::pair<std::int64_t, std::int64_t> run() {
    while (page()) {
    }
    Reader to(to_);
    return {from_.value<std::int64_t>(count_).value_or(-1),
            to.value<std::int64_t>(count_).value_or(-1)};
  }

 private:
  // False when there is nothing more.
  bool page() {
    std::deque<std::string> kept;
    std::vector<BulkRow> rows = read(kept);
    if (rows.empty()) return false;
    Transaction transaction(to_, Transaction::Mode::write);
    bulk_insert(transaction.tx(), table_.name, columns_, rows);
    bj::array last;
    for (const std::size_t key : keys_) last.push_back(json_of(rows.back()[key]));
    set_meta(transaction.tx(), std::string(k_done) + std::string(table_.name), bj::serialize(last));
    transaction.commit();
    return true;
  }

  std::vector<BulkRow> read(std::deque<std::string>& kept) {
    Reader to(to_);
    const auto done = meta(to, std::string(k_done) + std::string(table_.name));
    BulkRow values;
    if (done) {
      const bj::value keys = bj::parse(*done);
      for (const auto& key : keys.as_array()) {
        if (key.is_int64()) {
          values.emplace_back(key.as_int64());
        } else {
          values.emplace_back(std::string_view(kept.emplace_back(key.as_string())));
        }
      }
    }
    values.emplace_back(k_page);
    std::vector<BulkRow> rows;
    from_.each_values(
        done ? next_ : first_,
        [&](const Row& row) { rows.push_back(bulk_row(row, columns_, kept)); }, values);
    return rows;
  }

  Reader& from_;
  Connection& to_;
  const Table& table_;
  std::vector<BulkColumn> columns_;
  std::vector<std::size_t> keys_;  // places in columns_
  std::string first_;
  std::string next_;
  std::string count_;
};

// The target is empty, or half a copy of this state of the source.
Result<void> begin_copy(Reader& from, Connection& to) {
  const Head newest = head(from);
  const std::string source = std::to_string(newest.n) + ":" + newest.hash;
  Transaction transaction(to, Transaction::Mode::write);
  const auto mark = meta(transaction.tx(), k_mark);
  if (mark && *mark != source) return fail(ErrorCode::conflict, "error.copy.source_moved", *mark);
  if (mark) return {};
  const bool taken = transaction.tx().value<std::int64_t>(k_profiles).value_or(0) > 0 ||
                     head(transaction.tx()).n > 0;
  if (taken) return fail(ErrorCode::conflict, "error.copy.target_taken");
  set_meta(transaction.tx(), k_mark, source);
  transaction.commit();
  return {};
}

}  // namespace

Result<std::vector<CopiedTable>> copy_database(
    Reader& from, Connection& to, const std::function<void(const CopiedTable&)>& said) {
  if (auto begun = begin_copy(from, to); !begun) return Failure(begun.error());
  std::vector<CopiedTable> out;
  for (const Table& table : k_tables) {
    const auto [there, here] = TableCopy(from, to, table).run();
    if (there != here) {
      return fail(ErrorCode::conflict, "error.copy.differs",
                  std::string(table.name) + ": " + std::to_string(there) + " and " +
                      std::to_string(here) + " rows");
    }
    out.push_back({std::string(table.name), here});
    said(out.back());
  }
  rebuild_search(to);
  Transaction transaction(to, Transaction::Mode::write);
  transaction.tx().execute(k_forget);
  transaction.commit();
  return out;
}

}  // namespace camaug::store
