// Turns the rows of a report into a stamp: finds what is the report's own in columns and in JSON.
#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "app/stamp.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "store/brief.hpp"
#include "store/pack.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;

// Stands in JSON for a slot until the text is cut at it: "<{3}>" for a text, "<{#3}>" for a number.
constexpr std::string_view k_mark = "<{";

// Milliseconds of the years 2001 to 2096; no other number of a report is as large.
bool is_time(std::int64_t n) {
  return n > 1'000'000'000'000 && n < 4'000'000'000'000;
}

std::size_t place_of(std::span<const store::BulkColumn> columns, std::string_view name) {
  const auto found = std::ranges::find(columns, name, &store::BulkColumn::name);
  if (found == columns.end()) throw std::logic_error("no column " + std::string(name));
  return static_cast<std::size_t>(found - columns.begin());
}

template <class T>
std::optional<T> get(const store::BulkRow& row, std::span<const store::BulkColumn> columns,
                     std::string_view name) {
  const auto* value = std::get_if<T>(&row[place_of(columns, name)]);
  return value == nullptr ? std::nullopt : std::optional<T>(*value);
}

std::optional<Instant> time_of(const store::BulkRow& row,
                               std::span<const store::BulkColumn> columns, std::string_view name) {
  const auto ms = get<std::int64_t>(row, columns, name);
  return ms ? std::optional(from_epoch_ms(*ms)) : std::nullopt;
}

}  // namespace

StampColumns stamp_columns(store::Reader& reader) {
  StampColumns out;
  for (const auto& table : store::k_report_tables) {
    out.push_back(store::bulk_columns(reader, table.name));
  }
  return out;
}

class StampCutter {
 public:
  StampCutter(const StampColumns& columns, const std::set<std::string>& accounts,
              const std::string& report)
      : columns_(columns), accounts_(accounts), report_(report) {}

  std::optional<Stamp> cut(store::Reader& reader, const vault::Vault& vault) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      read_.push_back(store::rows_of_report(reader, store::k_report_tables[i], columns_[i], report_,
                                            stamp_.texts_));
    }
    read_report();
    read_secrets(vault);
    for (const auto& row : table("content")) {
      const auto id = get<std::string_view>(row, columns_of("content"), "id").value();
      stamp_.content_ids_.emplace(id, static_cast<std::int64_t>(stamp_.content_ids_.size()));
    }
    for (const auto& row : table("clock")) read_clock(row);
    for (const auto& row : table("event")) {
      stamp_.event_times_.push_back(time_of(row, columns_of("event"), "at").value());
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto& rows = stamp_.rows_.emplace_back();
      for (const auto& row : read_[i]) rows.push_back(cut_row(i, row));
    }
    if (foreign_) return {};
    return std::move(stamp_);
  }

 private:
  static std::size_t index_of(std::string_view name) {
    const auto found = std::ranges::find(store::k_report_tables, name, &store::ReportTable::name);
    return static_cast<std::size_t>(found - store::k_report_tables.begin());
  }
  [[nodiscard]] const std::vector<store::BulkRow>& table(std::string_view name) const {
    return read_[index_of(name)];
  }
  [[nodiscard]] std::span<const store::BulkColumn> columns_of(std::string_view name) const {
    return columns_[index_of(name)];
  }

  void read_report() {
    const auto& row = table("report").at(0);
    const auto columns = columns_of("report");
    const auto text = [&](std::string_view name) {
      return get<std::string_view>(row, columns, name).value_or("");
    };
    auto& counted = stamp_.counted_;
    counted.submitted_at = time_of(row, columns, "submitted_at").value();
    counted.closed_at = time_of(row, columns, "closed_at");
    counted.state = domain::parse_state(text("state")).value();
    counted.field = text("field");
    counted.area = text("area");
    counted.lead = text("lead");
    counted.named = text("named_agency");
    counted.rating = get<std::int64_t>(row, columns, "rating").value_or(0);
    stamp_.ordinary_ = text("register") == "ordinary";
    stamp_.lat7_ = get<std::int64_t>(row, columns, "lat7").value_or(0);
    stamp_.lon7_ = get<std::int64_t>(row, columns, "lon7").value_or(0);
    number_ = get<std::int64_t>(row, columns, "number").value();
    code_ = text("code");
  }

  void read_secrets(const vault::Vault& vault) {
    const auto wrapped =
        get<store::Bytes>(table("report_key").at(0), columns_of("report_key"), "wrapped");
    stamp_.keys_ =
        std::move(vault.unwrap(store::sealed_of_bytes(wrapped.value().data), report_).value());
    if (table("identity").empty()) return;
    const auto& row = table("identity").front();
    const auto open = [&](std::string_view column, std::string_view context) {
      const auto sealed = get<store::Bytes>(row, columns_of("identity"), column);
      if (!sealed) return std::optional<std::string>();
      return std::optional(vault::open(stamp_.keys_->key, store::sealed_of_bytes(sealed->data),
                                       std::string(context) + report_)
                               .value());
    };
    stamp_.name_ = open("name_sealed", "identity.name:");
    stamp_.phone_ = open("phone_sealed", "identity.phone:");
  }

  void read_clock(const store::BulkRow& row) {
    const auto columns = columns_of("clock");
    stamp_.clock_ids_.emplace(get<std::int64_t>(row, columns, "id").value(),
                              static_cast<std::int64_t>(stamp_.clock_ids_.size()));
    store::FigureClock clock;
    clock.kind = domain::parse_clock(get<std::string_view>(row, columns, "kind").value()).value();
    clock.result =
        domain::parse_clock_result(get<std::string_view>(row, columns, "result").value()).value();
    clock.owner = get<std::string_view>(row, columns, "owner").value();
    clock.started_at = time_of(row, columns, "started_at").value();
    clock.due_at = time_of(row, columns, "due_at");
    clock.ended_at = time_of(row, columns, "ended_at");
    clock.answered = get<bool>(row, columns, "answered").value();
    stamp_.counted_clocks_.push_back(clock);
  }

  StampRow cut_row(std::size_t table, const store::BulkRow& row) {
    StampRow out;
    for (std::size_t i = 0; i < row.size(); ++i) {
      out.push_back(cut_cell(store::k_report_tables[table].name, columns_[table][i].name, row[i]));
    }
    return out;
  }

  StampCell cut_cell(std::string_view table, std::string_view column, const store::Value& value) {
    StampCell cell;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      cell.fixed = *number;
      std::tie(cell.slot, cell.base) = slot_of(column, *number, table == "clock");
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      cell.fixed = std::string(*text);
      std::tie(cell.slot, cell.base) = slot_of(*text);
    } else if (const auto* bytes = std::get_if<store::Bytes>(&value)) {
      cut_bytes(cell, table, column, bytes->data);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
      cell.fixed = *truth;
    } else if (const auto* real = std::get_if<double>(&value)) {
      cell.fixed = *real;
    }
    return cell;
  }

  void cut_bytes(StampCell& cell, std::string_view table, std::string_view column,
                 std::string_view bytes) {
    if (table == "report_key" && column == "wrapped") {
      cell.slot = Slot::wrapped;
    } else if (table == "identity" && column == "name_sealed") {
      cell.slot = Slot::name;
    } else if (table == "identity" && column == "phone_sealed") {
      cell.slot = Slot::phone;
    } else if (column == "body" || column == "detail") {
      cut_json(cell, bytes);
    } else {
      cell.fixed = std::string(bytes);
      cell.is_bytes = true;
    }
  }

  using Found = std::pair<Slot, std::int64_t>;
  // `of_clock`: an "id" here is a clock's.
  [[nodiscard]] Found slot_of(std::string_view name, std::int64_t n, bool of_clock) const {
    if ((name == "number" || name == "report") && n == number_) return {Slot::number, 0};
    if (of_clock && name == "id") {
      const auto found = stamp_.clock_ids_.find(n);
      if (found != stamp_.clock_ids_.end()) return {Slot::clock, found->second};
    }
    if (name == "lat7") return {Slot::lat7, n};
    if (name == "lon7") return {Slot::lon7, n};
    if (name == "cell") return {Slot::cell, n};
    return is_time(n) ? Found{Slot::time, n} : Found{Slot::fixed, 0};
  }
  Found slot_of(std::string_view text) {
    if (text == report_) return {Slot::report, 0};
    if (text == code_) return {Slot::code, 0};
    const auto found = stamp_.content_ids_.find(std::string(text));
    if (found != stamp_.content_ids_.end()) return {Slot::content, found->second};
    if (const auto date = parse_date(text)) {
      return {Slot::date, std::chrono::local_days(*date).time_since_epoch().count()};
    }
    const bool other_code = text.size() == code_.size() && text.starts_with(code_.substr(0, 8));
    const bool other_id = parse_uuid(text).has_value() && !accounts_.contains(std::string(text));
    foreign_ = foreign_ || other_code || other_id;
    return {Slot::fixed, 0};
  }

  // Puts a mark in place of what is a slot.
  void mark(bj::value& value, std::string_view name, bool of_clock) {
    if (auto* object = value.if_object()) {
      for (auto& [key, inner] : *object) mark(inner, key, of_clock || key == "clocks");
    } else if (auto* list = value.if_array()) {
      for (auto& inner : *list) mark(inner, name, of_clock || name == "clocks");
    } else if (value.is_int64()) {
      const auto found = slot_of(name, value.as_int64(), of_clock);
      if (found.first == Slot::fixed) return;
      value = bj::string(std::string(k_mark) + "#" + std::to_string(marked_.size()) + "}>");
      marked_.push_back(found);
    } else if (const auto* text = value.if_string()) {
      if (name == "detail") {  // JSON in a text
        auto inner = bj::parse(*text);
        mark(inner, "", false);
        value = bj::string(json::canonical(inner));
        return;
      }
      const auto found = slot_of(std::string_view(*text));
      if (found.first == Slot::fixed) return;
      value = bj::string(std::string(k_mark) + std::to_string(marked_.size()) + "}>");
      marked_.push_back(found);
    }
  }

  void cut_json(StampCell& cell, std::string_view stored) {
    auto value = bj::parse(store::unpacked(stored));
    marked_.clear();
    mark(value, "", false);
    const std::string marked = json::canonical(value);
    std::string_view rest = marked;
    for (;;) {
      auto at = rest.find(k_mark);
      StampPart part;
      if (at == std::string_view::npos) {
        part.before = rest;
        cell.parts.push_back(std::move(part));
        return;
      }
      const bool number = rest[at + k_mark.size()] == '#';
      auto end = rest.find("}>", at);
      const auto digits = rest.substr(at + k_mark.size() + (number ? 1 : 0));
      const auto which = static_cast<std::size_t>(std::stoul(std::string(digits)));
      end += 2;
      if (number) {  // without the quotes around the mark; those of a text in a text are two long
        const std::size_t quote = at >= 2 && rest[at - 2] == '\\' ? 2 : 1;
        at -= quote;
        end += quote;
      }
      part.before = rest.substr(0, at);
      std::tie(part.slot, part.base) = marked_.at(which);
      cell.parts.push_back(std::move(part));
      rest.remove_prefix(end);
    }
  }

  const StampColumns& columns_;
  const std::set<std::string>& accounts_;
  const std::string& report_;
  std::vector<std::vector<store::BulkRow>> read_;
  std::vector<Found> marked_;
  std::int64_t number_ = 0;
  std::string code_;
  bool foreign_ = false;
  Stamp stamp_;
};

std::optional<Stamp> Stamp::cut(store::Reader& reader, const StampColumns& columns,
                                const vault::Vault& vault, const std::set<std::string>& accounts,
                                const std::string& report) {
  return StampCutter(columns, accounts, report).cut(reader, vault);
}

}  // namespace camaug::app
