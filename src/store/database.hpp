// The database as the rest of the program sees it: a Reader runs queries, a Tx (which is a Reader)
// also writes. SQL text is one for both engines; parameters are $1..$n. Only store/ includes this
// with SQL in hand; other layers pass Reader& and Tx& on.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"

namespace camaug::store {

// An infrastructural failure of the database. Business refusals are Result<>, never this.
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind {
    unique,
    foreign_key,
    check,
    busy,
    full,
    read_only,
    corrupt,
    connection,
    timeout,
    other
  };
  DatabaseError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

[[nodiscard]] constexpr std::string_view word(DatabaseError::Kind kind) {
  constexpr std::string_view k_words[] = {"unique",  "foreign_key", "check",   "busy",
                                          "full",    "read_only",   "corrupt", "connection",
                                          "timeout", "other"};
  return k_words[static_cast<std::size_t>(kind)];
}

class FigureSheets;
class KnownReports;

enum class Engine { sqlite, postgres };

// The last link of the event log's chain; n = 0 and 64 zeros while it is empty.
struct Head {
  std::int64_t n = 0;
  Instant at{};
  std::string hash;
};

// A value that is no text (BYTEA): digests, what is sealed or packed.
struct Bytes {
  std::string_view data;
  bool operator==(const Bytes&) const = default;
};

// NULL, BIGINT, DOUBLE PRECISION, BOOLEAN, TEXT, BYTEA.
using Value = std::variant<std::monostate, std::int64_t, double, bool, std::string_view, Bytes>;

// One row while a query is stepped; views of texts and bytes live until the next step. Reading NULL
// or another type than the column's value throws DatabaseError (other) on both engines.
class Row {
 public:
  virtual ~Row() = default;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual bool boolean(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual std::string_view bytes(int column) const = 0;
  [[nodiscard]] virtual int columns() const = 0;
  // The same, nullopt for NULL.
  [[nodiscard]] virtual std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  [[nodiscard]] virtual std::optional<std::string_view> maybe_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }
};

// A connection of either engine. One thread at a time. Statements are cached by their text, so pass
// constants. `each` may run other statements on the same connection, also the same text.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual Engine engine() const = 0;
  // Runs `sql`, calls `each` per row (nullable); returns the number of rows changed by a statement
  // that returns none. Throws DatabaseError.
  using Each = void (*)(void* state, const Row& row);
  virtual std::int64_t run(std::string_view sql, std::span<const Value> values, Each each,
                           void* state) = 0;
  // The same for a statement whose rows nobody waits for: a server may run it with the next one,
  // which then throws what this one did wrong.
  virtual void run_later(std::string_view sql, std::span<const Value> values) {
    run(sql, values, nullptr, nullptr);
  }
  // What run_later() left is done when this returns. Throws DatabaseError.
  virtual void settle() {}
  // The server is gone: nothing will succeed on this connection any more.
  [[nodiscard]] virtual bool is_lost() const { return false; }
  // Rows changed since the connection was opened.
  [[nodiscard]] virtual std::int64_t changes() const = 0;
  // Inserts rows of these columns ("a, b"), by the engine's quickest way.
  virtual void insert_rows(std::string_view table, std::string_view columns,
                           std::span<const std::vector<Value>> rows) = 0;
  // Only prepares (for the test that holds every statement on both engines).
  virtual void prepare(std::string_view sql) = 0;
  // Several statements without parameters (migrations).
  virtual void script(std::string_view sql) = 0;
  // Housekeeping that must not delay an answer; the writer calls it between transactions. True when
  // take_in_log() would have something to do.
  virtual bool after_commit() { return false; }
  // Waits for notices that other connections send, and gives them. None on an engine without.
  virtual std::vector<std::string> news(std::chrono::milliseconds) { return {}; }
  // Takes the write-ahead log into the database file, beside a writer on another connection.
  virtual void take_in_log() {}

  // What the open transaction knows of rows that are numbered from the last one, so that a batch
  // asks once. Whoever fills it holds the lock that keeps others from adding such rows; forgotten
  // when the transaction begins or ends, or a part of it is undone.
  struct Numbers {
    std::optional<std::int64_t> report;  // the last number given, of each
    std::optional<std::int64_t> clock;
    std::optional<std::int64_t> notice;
    std::optional<std::pair<int, std::int64_t>> code;  // of a year
    std::optional<Head> head;
    // Which reports of the batch are there already (report.hpp); null: nobody asked.
    std::shared_ptr<KnownReports> reports_known;
    // What the leaders' figures gain and lose; written before the commit (figure_count.hpp).
    std::shared_ptr<FigureSheets> figures;
  };
  [[nodiscard]] Numbers& numbers() { return numbers_; }

 private:
  Numbers numbers_;
};

namespace detail {

[[nodiscard]] inline Value to_value(std::nullopt_t) {
  return std::monostate{};
}
[[nodiscard]] inline Value to_value(bool v) {
  return v;
}
[[nodiscard]] inline Value to_value(double v) {
  return v;
}
[[nodiscard]] inline Value to_value(Instant v) {
  return epoch_ms(v);
}
[[nodiscard]] inline Value to_value(std::string_view v) {
  return v;
}
[[nodiscard]] inline Value to_value(const std::string& v) {
  return std::string_view(v);
}
[[nodiscard]] inline Value to_value(const char* v) {
  return std::string_view(v);
}
[[nodiscard]] inline Value to_value(Bytes v) {
  return v;
}
template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
[[nodiscard]] Value to_value(T v) {
  return static_cast<std::int64_t>(v);
}
template <class T>
[[nodiscard]] Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value(std::monostate{});
}

template <class T>
struct Column;
template <>
struct Column<std::int64_t> {
  static std::int64_t get(const Row& r, int i) { return r.integer(i); }
};
template <>
struct Column<int> {
  static int get(const Row& r, int i) { return static_cast<int>(r.integer(i)); }
};
template <>
struct Column<bool> {
  static bool get(const Row& r, int i) { return r.boolean(i); }
};
template <>
struct Column<double> {
  static double get(const Row& r, int i) { return r.real(i); }
};
template <>
struct Column<std::string> {
  static std::string get(const Row& r, int i) { return std::string(r.text(i)); }
};
template <>
struct Column<Instant> {
  static Instant get(const Row& r, int i) { return from_epoch_ms(r.integer(i)); }
};
template <>
struct Column<std::optional<std::int64_t>> {
  static std::optional<std::int64_t> get(const Row& r, int i) { return r.maybe_integer(i); }
};
template <>
struct Column<std::optional<Instant>> {
  static std::optional<Instant> get(const Row& r, int i) {
    const auto ms = r.maybe_integer(i);
    return ms ? std::optional(from_epoch_ms(*ms)) : std::nullopt;
  }
};
template <>
struct Column<std::optional<std::string>> {
  static std::optional<std::string> get(const Row& r, int i) {
    const auto text = r.maybe_text(i);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }
};
template <class T>
struct Column<std::optional<T>> {
  static std::optional<T> get(const Row& r, int i) {
    if (r.is_null(i)) return std::nullopt;
    return Column<T>::get(r, i);
  }
};

}  // namespace detail

// Reads. Row types are std::tuple<...> of int64, int, bool, double, string, Instant and optionals
// of them, in column order.
class Reader {
 public:
  explicit Reader(Connection& connection) : connection_(&connection) {}

  [[nodiscard]] Engine engine() const { return connection_->engine(); }

  // Calls f(const Row&) per row.
  template <class F, class... Args>
  void each(std::string_view sql, F&& f, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{detail::to_value(args)...};
    each_values(sql, f, values);
  }

  // The same with values bound by the caller.
  template <class F>
  void each_values(std::string_view sql, F&& f, std::span<const Value> values) {
    connection_->run(
        sql, values,
        [](void* state, const Row& row) {
          (*static_cast<std::remove_reference_t<F>*>(state))(row);
        },
        static_cast<void*>(&f));
  }

  template <class... Columns, class... Args>
  [[nodiscard]] std::vector<std::tuple<Columns...>> all(std::string_view sql, const Args&... args) {
    std::vector<std::tuple<Columns...>> out;
    each(sql, [&](const Row& row) { out.push_back(read<Columns...>(row)); }, args...);
    return out;
  }

  // The first row, if any.
  template <class... Columns, class... Args>
  [[nodiscard]] std::optional<std::tuple<Columns...>> one(std::string_view sql,
                                                          const Args&... args) {
    std::optional<std::tuple<Columns...>> out;
    each(
        sql,
        [&](const Row& row) {
          if (!out) out = read<Columns...>(row);
        },
        args...);
    return out;
  }

  // One column of the first row.
  template <class Column, class... Args>
  [[nodiscard]] std::optional<Column> value(std::string_view sql, const Args&... args) {
    auto row = one<Column>(sql, args...);
    if (!row) return std::nullopt;
    return std::get<0>(std::move(*row));
  }

  template <class... Columns>
  [[nodiscard]] static std::tuple<Columns...> read(const Row& row) {
    return read_at<Columns...>(row, std::index_sequence_for<Columns...>());
  }

 protected:
  template <class... Columns, std::size_t... I>
  static std::tuple<Columns...> read_at(const Row& row, std::index_sequence<I...>) {
    return std::tuple<Columns...>{detail::Column<Columns>::get(row, static_cast<int>(I))...};
  }
  Connection* connection_;
};

// Writes inside a transaction that somebody else begins and commits.
class Tx : public Reader {
 public:
  using Reader::Reader;

  // Rows changed.
  template <class... Args>
  std::int64_t execute(std::string_view sql, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{detail::to_value(args)...};
    return connection_->run(sql, values, nullptr, nullptr);
  }
  // The same when nobody needs to know how many: what goes wrong may show only at the next
  // statement or at the commit.
  template <class... Args>
  void execute_later(std::string_view sql, const Args&... args) {
    const std::array<Value, sizeof...(Args)> values{detail::to_value(args)...};
    connection_->run_later(sql, values);
  }
  // Says that what this transaction writes shows in no page, list or live event (marks of the
  // outbox): its commit need not tell anybody.
  void be_quiet() { quiet_ = true; }
  [[nodiscard]] bool is_quiet() const { return quiet_; }
  [[nodiscard]] Connection::Numbers& numbers() { return connection_->numbers(); }
  void insert_rows(std::string_view table, std::string_view columns,
                   std::span<const std::vector<Value>> rows) {
    connection_->insert_rows(table, columns, rows);
  }
  // The same with values bound by the caller (whole rows).
  std::int64_t execute_values(std::string_view sql, std::span<const Value> values) {
    return connection_->run(sql, values, nullptr, nullptr);
  }
  void execute_values_later(std::string_view sql, std::span<const Value> values) {
    connection_->run_later(sql, values);
  }

 private:
  bool quiet_ = false;
};

}  // namespace camaug::store
