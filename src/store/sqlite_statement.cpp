// Error kinds, parameter numbers and binding for the SQLite driver.
#include "store/sqlite_statement.hpp"

#include <cerrno>
#include <charconv>
#include <string>

namespace camaug::store::sqlite {
namespace {

DatabaseError::Kind kind_of(int code) {
  using Kind = DatabaseError::Kind;
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Kind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Kind::foreign_key;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return Kind::check;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Kind::busy;
    case SQLITE_FULL:
      return Kind::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return Kind::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Kind::corrupt;
    case SQLITE_CANTOPEN:
      return Kind::connection;
    case SQLITE_INTERRUPT:
      return Kind::timeout;
    default:
      return Kind::other;
  }
}

// Not every failed write is called full or read-only by SQLite itself (the index of its log, a file
// that cannot be made): the system's own number tells.
DatabaseError::Kind kind_of(sqlite3* db, int code) {
  const int primary = code & 0xff;
  if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) {
    switch (sqlite3_system_errno(db)) {
      case ENOSPC:
      case EDQUOT:
      case EFBIG:
        return DatabaseError::Kind::full;
      case EROFS:
      case EACCES:
        return DatabaseError::Kind::read_only;
      default:
        break;
    }
  }
  return kind_of(code);
}

}  // namespace

void raise(sqlite3* db) {
  const int code = sqlite3_extended_errcode(db);
  throw DatabaseError(kind_of(db, code),
                      "sqlite " + std::to_string(code) + ": " + sqlite3_errmsg(db));
}

void raise_value(int column, const char* fault) {
  throw DatabaseError(DatabaseError::Kind::other, "column " + std::to_string(column) + " " + fault);
}

// SQLite reads $1::bigint as one name and numbers names by first appearance: take digits only.
void map_parameters(Statement& statement, std::string_view sql) {
  const int count = sqlite3_bind_parameter_count(statement.handle);
  std::vector<bool> seen(static_cast<std::size_t>(count), false);
  for (int i = 1; i <= count; ++i) {
    const char* raw = sqlite3_bind_parameter_name(statement.handle, i);
    const std::string_view name = raw == nullptr ? std::string_view() : std::string_view(raw);
    std::size_t number = 0;
    const char* end = name.data() + name.size();
    const bool numbered = name.size() > 1 && name[0] == '$' &&
                          std::from_chars(name.data() + 1, end, number).ptr == end;
    if (!numbered || number < 1 || number > seen.size() || seen[number - 1]) {
      throw DatabaseError(DatabaseError::Kind::other,
                          "parameters must be $1..$n without gap or :: in: " + std::string(sql));
    }
    seen[number - 1] = true;
    statement.parameter.push_back(number);
  }
  statement.values = static_cast<std::size_t>(count);
}

void bind(sqlite3* db, const Statement& statement, std::span<const Value> values) {
  if (values.size() != statement.values) {
    throw DatabaseError(DatabaseError::Kind::other, std::to_string(values.size()) + " values for " +
                                                        std::to_string(statement.values) +
                                                        " parameters");
  }
  for (std::size_t i = 0; i < statement.parameter.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    const Value& value = values[statement.parameter[i] - 1];
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      code = sqlite3_bind_int64(statement.handle, at, *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      code = sqlite3_bind_double(statement.handle, at, *real);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      code = sqlite3_bind_int(statement.handle, at, *truth ? 1 : 0);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      // A null pointer would bind NULL in place of the empty text.
      code = sqlite3_bind_text64(statement.handle, at, text->empty() ? "" : text->data(),
                                 text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      code =
          sqlite3_bind_blob64(statement.handle, at, bytes->data.empty() ? "" : bytes->data.data(),
                              bytes->data.size(), SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(statement.handle, at);
    }
    if (code != SQLITE_OK) raise(db);
  }
}

}  // namespace camaug::store::sqlite
