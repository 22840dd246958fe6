// Collects what is wrong with the files of a profile, and reads CSV tables cell by cell so that
// every fault names file, line and column. Must never stop at the first fault.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "domain/csv.hpp"

namespace camaug::domain {

// The files of a profile folder: name -> content.
using ProfileFiles = std::map<std::string, std::string>;

class Faults {
 public:
  static constexpr std::size_t k_max = 50;

  // `line` 0 when it is not known; `column` is the CSV column or the JSON path. The field of the
  // resulting FieldError reads "agencies.csv:12:class" or "policy.json:policies[0].rule".
  void add(std::string_view file, std::size_t line, std::string_view column, std::string key,
           std::vector<std::string> args = {});
  // The faults of a JSON reader or of another checker, put under `file`.
  void add_all(std::string_view file, const Error& error);

  [[nodiscard]] bool empty() const { return fields_.empty(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  // Error invalid error.profile.invalid with at most k_max fields.
  [[nodiscard]] Error error() const;

 private:
  std::vector<FieldError> fields_;
};

// One table. Rows with the wrong number of cells, missing and unknown columns are faults.
class Table {
 public:
  // `columns`: exactly these must be in the header, in any order. The file must outlive the table.
  Table(const ProfileFiles& files, std::string_view file, std::span<const std::string_view> columns,
        Faults& faults);

  [[nodiscard]] std::string_view file() const { return file_; }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::size_t line(std::size_t row) const { return rows_[row].line; }
  // Trimmed text in NFC; "" when the cell is empty.
  [[nodiscard]] std::string text(std::size_t row, std::string_view column);
  // As text(), but an empty cell is a fault.
  [[nodiscard]] std::string needed(std::size_t row, std::string_view column);
  // "YYYY-MM-DD"; nullopt when empty (a fault when `must`).
  [[nodiscard]] std::optional<LocalDate> date(std::size_t row, std::string_view column, bool must);
  // "yes" or "no".
  [[nodiscard]] bool flag(std::size_t row, std::string_view column);
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t row, std::string_view column,
                                                    std::int64_t min, std::int64_t max);
  // A code: lower case letters, digits, '_' and '-'; never empty.
  [[nodiscard]] std::string code(std::size_t row, std::string_view column);
  void fault(std::size_t row, std::string_view column, std::string key,
             std::vector<std::string> args = {});

 private:
  std::string_view file_;
  Faults& faults_;
  std::vector<CsvRow> rows_;
  std::map<std::string, std::size_t, std::less<>> columns_;
};

[[nodiscard]] bool is_code(std::string_view text);

// One JSON file as a value; nullopt (and a fault) when it is absent or malformed.
[[nodiscard]] std::optional<boost::json::value> read_json(const ProfileFiles& files,
                                                          std::string_view file, Faults& faults);
// The member `name` of a JSON object as an array; nullptr (and a fault) when it is not one.
[[nodiscard]] const boost::json::array* read_array(const boost::json::value& value,
                                                   std::string_view file, std::string_view name,
                                                   Faults& faults);

}  // namespace camaug::domain
