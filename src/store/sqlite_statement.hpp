// What the SQLite driver is made of: errors, rows and prepared statements. Only sqlite.cpp uses it.
#pragma once

#include <sqlite3.h>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store::sqlite {

// Throws the connection's last error with its kind.
[[noreturn]] void raise(sqlite3* db);
// Throws DatabaseError (other): "column 2 is null".
[[noreturn]] void raise_value(int column, const char* fault);

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override { return integer_of(value(column), column); }
  std::optional<std::int64_t> maybe_integer(int column) const override {
    sqlite3_value* found = value(column);
    if (sqlite3_value_type(found) == SQLITE_NULL) return {};
    return integer_of(found, column);
  }
  double real(int column) const override {
    sqlite3_value* found = value(column);
    const int type = sqlite3_value_type(found);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) raise_value(column, "is not a number");
    return sqlite3_value_double(found);
  }
  bool boolean(int column) const override { return integer(column) != 0; }
  std::string_view text(int column) const override {
    sqlite3_value* found = value(column);
    if (sqlite3_value_type(found) == SQLITE_NULL) raise_value(column, "is null");
    return text_of(found);
  }
  std::string_view bytes(int column) const override {
    sqlite3_value* found = value(column);
    if (sqlite3_value_type(found) == SQLITE_NULL) raise_value(column, "is null");
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(found));
    return {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_value_bytes(found))};
  }
  std::optional<std::string_view> maybe_text(int column) const override {
    sqlite3_value* found = value(column);
    if (sqlite3_value_type(found) == SQLITE_NULL) return {};
    return text_of(found);
  }
  int columns() const override { return sqlite3_column_count(statement_); }

 private:
  static std::int64_t integer_of(sqlite3_value* found, int column) {
    if (sqlite3_value_type(found) != SQLITE_INTEGER) raise_value(column, "is not an integer");
    return sqlite3_value_int64(found);
  }
  static std::string_view text_of(sqlite3_value* found) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(found));
    return {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_value_bytes(found))};
  }
  // Looked up once; safe because one thread at a time has the connection.
  sqlite3_value* value(int column) const { return sqlite3_column_value(statement_, column); }
  sqlite3_stmt* statement_;
};

// One prepared instance of a text. `parameter[i]` is the n of the $n at SQLite's place i + 1.
struct Statement {
  sqlite3_stmt* handle = nullptr;
  std::vector<std::size_t> parameter;
  std::size_t values = 0;
  bool in_use = false;

  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle); }
};

// Fills `parameter`; refuses anything but $1..$n, each used, none missing.
void map_parameters(Statement& statement, std::string_view sql);
// Texts are bound by reference: they must live until the statement is reset.
void bind(sqlite3* db, const Statement& statement, std::span<const Value> values);

}  // namespace camaug::store::sqlite
