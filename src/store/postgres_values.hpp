// What travels to and from PostgreSQL: rows, parameters and lines of COPY. Only postgres.cpp uses
// it.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "store/database.hpp"

namespace camaug::store::postgres {

[[noreturn]] inline void raise_value(int column, const char* fault) {
  throw DatabaseError(DatabaseError::Kind::other, "column " + std::to_string(column) + " " + fault);
}

template <class Number>
Number parse_number(std::string_view text, int column) {
  Number value{};
  const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || stop != text.data() + text.size())
    raise_value(column, "is not a number of this type");
  return value;
}

// What \x and hexadecimal digits say (bytea_output = hex).
inline std::string bytes_of(std::string_view hex, int column) {
  auto bytes = hex.starts_with("\\x") ? from_hex(hex.substr(2)) : std::nullopt;
  if (!bytes) raise_value(column, "holds no bytes");
  return std::move(*bytes);
}

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) == 1; }
  std::int64_t integer(int column) const override {
    const std::string_view value = text(column);
    // A condition in the select list is BOOLEAN here and 0 or 1 in SQLite.
    if (value == "t" || value == "f") return value == "t" ? 1 : 0;
    return parse_number<std::int64_t>(value, column);
  }
  double real(int column) const override { return parse_number<double>(text(column), column); }
  bool boolean(int column) const override { return integer(column) != 0; }
  std::string_view text(int column) const override {
    if (is_null(column)) raise_value(column, "is null");
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  std::string_view bytes(int column) const override {
    return decoded_.emplace_back(bytes_of(text(column), column));
  }
  int columns() const override { return PQnfields(result_); }

 private:
  mutable std::deque<std::string> decoded_;
  const PGresult* result_;
  int row_;
};

// The values as NUL-terminated texts, which lets the server parse each as its parameter's type;
// bytes as they are.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    texts_.reserve(values.size());
    for (const Value& value : values) add(value);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      pointers_.push_back(std::holds_alternative<std::monostate>(values[i]) ? nullptr
                                                                            : texts_[i].c_str());
      lengths_.push_back(static_cast<int>(texts_[i].size()));
      formats_.push_back(std::holds_alternative<Bytes>(values[i]) ? 1 : 0);
    }
  }
  [[nodiscard]] int size() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* data() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  template <class Number>
  void add_number(Number number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    texts_.emplace_back(buffer.data(), end);
  }
  void add(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      add_number(*number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      add_number(*real);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      texts_.emplace_back(*truth ? "true" : "false");
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      if (text->find('\0') != std::string_view::npos) {
        throw DatabaseError(DatabaseError::Kind::other, "text with a NUL character");
      }
      texts_.emplace_back(*text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      texts_.emplace_back(bytes->data);
    } else {
      texts_.emplace_back();
    }
  }
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;  // 1: binary
};

// A row in the text form of COPY.
class CopyLine {
 public:
  void add(const Value& value) {
    if (!line_.empty()) line_ += '\t';
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      add_number(*number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      add_number(*real);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      line_ += *truth ? 't' : 'f';
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      add_text(*text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      line_ += "\\\\x";
      line_ += to_hex(bytes->data);
    } else {
      line_ += "\\N";
    }
  }
  // Ends it and begins another.
  std::string_view end() {
    line_ += '\n';
    done_.swap(line_);
    line_.clear();
    return done_;
  }

 private:
  template <class Number>
  void add_number(Number number) {
    std::array<char, 32> buffer{};
    line_.append(buffer.data(),
                 std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr);
  }
  void add_text(std::string_view text) {
    for (const char c : text) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        line_ += '\\';
        line_ += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
      } else if (c == '\0') {
        throw DatabaseError(DatabaseError::Kind::other, "text with a NUL character");
      } else {
        line_ += c;
      }
    }
  }
  std::string line_;
  std::string done_;
};

}  // namespace camaug::store::postgres
