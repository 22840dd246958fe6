// Fault collection and the cell readers. The texts of the keys say how to mend the row; see
// texts/*/profile.json.
#include "domain/profile_faults.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace camaug::domain {

void Faults::add(std::string_view file, std::size_t line, std::string_view column, std::string key,
                 std::vector<std::string> args) {
  if (fields_.size() >= k_max) return;
  std::string field(file);
  if (line > 0) field += ":" + std::to_string(line);
  if (!column.empty()) field += ":" + std::string(column);
  fields_.push_back({std::move(field), std::move(key), std::move(args)});
}

void Faults::add_all(std::string_view file, const Error& error) {
  for (const FieldError& field : error.fields) add(file, 0, field.field, field.key, field.args);
  if (error.fields.empty()) add(file, 0, {}, error.key);
}

Error Faults::error() const {
  Error error{ErrorCode::invalid, "error.profile.invalid", {}, fields_, {}};
  error.detail = std::to_string(fields_.size()) + " faults";
  return error;
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Table::Table(const ProfileFiles& files, std::string_view file,
             std::span<const std::string_view> columns, Faults& faults)
    : file_(file), faults_(faults) {
  const auto found = files.find(std::string(file));
  if (found == files.end()) {
    faults_.add(file_, 0, {}, "error.profile.file_missing");
    return;
  }
  auto rows = parse_csv(found->second);
  if (!rows) {
    const FieldError& why = rows.error().fields.at(0);
    faults_.add(file_, std::stoul(why.field), {}, why.key, why.args);
    return;
  }
  if (rows->empty()) {
    faults_.add(file_, 1, {}, "error.profile.file_empty");
    return;
  }
  const auto& header = rows->front().cells;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::ranges::find(columns, header[i]) == columns.end()) {
      faults_.add(file_, 1, header[i], "error.profile.column_unknown", {header[i]});
    } else if (!columns_.emplace(header[i], i).second) {
      faults_.add(file_, 1, header[i], "error.profile.column_twice", {header[i]});
    }
  }
  bool complete = true;
  for (const std::string_view column : columns) {
    if (columns_.contains(column)) continue;
    complete = false;
    faults_.add(file_, 1, column, "error.profile.column_missing", {std::string(column)});
  }
  if (!complete) return;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    CsvRow& row = (*rows)[i];
    if (row.cells.size() == header.size()) {
      rows_.push_back(std::move(row));
    } else {
      faults_.add(file_, row.line, {}, "error.profile.cell_count",
                  {std::to_string(row.cells.size()), std::to_string(header.size())});
    }
  }
}

std::string Table::text(std::size_t row, std::string_view column) {
  const std::string& raw = rows_[row].cells[columns_.find(column)->second];
  auto clean = clean_text(raw);
  if (!clean) {
    fault(row, column, "error.profile.bad_text");
    return {};
  }
  return std::string(trim(*clean));
}

std::string Table::needed(std::size_t row, std::string_view column) {
  std::string value = text(row, column);
  if (value.empty()) fault(row, column, "error.profile.cell_empty");
  return value;
}

std::optional<LocalDate> Table::date(std::size_t row, std::string_view column, bool must) {
  const std::string value = must ? needed(row, column) : text(row, column);
  if (value.empty()) return {};
  const auto day = parse_date(value);
  if (!day) fault(row, column, "error.profile.bad_date", {value});
  return day;
}

bool Table::flag(std::size_t row, std::string_view column) {
  const std::string value = text(row, column);
  if (value != "yes" && value != "no") fault(row, column, "error.profile.bad_flag", {value});
  return value == "yes";
}

std::optional<std::int64_t> Table::integer(std::size_t row, std::string_view column,
                                           std::int64_t min, std::int64_t max) {
  const std::string value = text(row, column);
  if (value.empty()) return {};
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (code != std::errc() || end != value.data() + value.size() || number < min || number > max) {
    fault(row, column, "error.profile.bad_number",
          {value, std::to_string(min), std::to_string(max)});
    return {};
  }
  return number;
}

std::string Table::code(std::size_t row, std::string_view column) {
  std::string value = text(row, column);
  if (!is_code(value)) {
    fault(row, column, "error.profile.bad_code", {value});
    return {};
  }
  return value;
}

void Table::fault(std::size_t row, std::string_view column, std::string key,
                  std::vector<std::string> args) {
  faults_.add(file_, rows_[row].line, column, std::move(key), std::move(args));
}

std::optional<boost::json::value> read_json(const ProfileFiles& files, std::string_view file,
                                            Faults& faults) {
  constexpr std::size_t k_bytes_max = 16U << 20U;
  const auto found = files.find(std::string(file));
  if (found == files.end()) {
    faults.add(file, 0, {}, "error.profile.file_missing");
    return {};
  }
  auto value = json::parse(found->second, k_bytes_max);
  if (!value) {
    faults.add(file, 0, {}, "error.profile.bad_json", {value.error().detail});
    return {};
  }
  return std::move(*value);
}

const boost::json::array* read_array(const boost::json::value& value, std::string_view file,
                                     std::string_view name, Faults& faults) {
  const auto* object = value.if_object();
  const auto* member = object == nullptr ? nullptr : object->if_contains(name);
  const auto* array = member == nullptr ? nullptr : member->if_array();
  if (array == nullptr) faults.add(file, 0, name, "error.profile.not_an_array");
  return array;
}

}  // namespace camaug::domain
