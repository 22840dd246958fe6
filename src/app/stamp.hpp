// One true history as a stamp: all rows of a finished report, from which more reports are printed
// with other ids, numbers, places and times. For made-up provinces only (camaug simulate).
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/bulk.hpp"
#include "store/event.hpp"
#include "store/figure_sheet.hpp"
#include "vault/vault.hpp"

namespace camaug::app {

// What differs from print to print.
enum class Slot : std::uint8_t {
  fixed,
  report,  // the id
  number,
  code,
  time,     // base + shift, in ms
  date,     // base + shift, in days; written as a date
  content,  // base: which of the report's texts
  clock,    // base: which of the report's clocks
  lat7,
  lon7,
  cell,
  wrapped,  // the key
  name,     // sealed
  phone,
};

struct StampPart {
  std::string before;  // literal text in front of it
  Slot slot = Slot::fixed;
  std::int64_t base = 0;
};
// One value of a row: a fixed one, a slot, or a text with slots in it.
struct StampCell {
  std::variant<std::monostate, std::int64_t, double, bool, std::string> fixed;
  bool is_bytes = false;  // the text stands in a column of bytes
  Slot slot = Slot::fixed;
  std::int64_t base = 0;
  std::vector<StampPart> parts;  // of a text that is to be packed
};
using StampRow = std::vector<StampCell>;

// One print.
struct Print {
  std::string report;
  std::int64_t number = 0;
  std::string code;
  Millis shift{};
  std::vector<std::string> contents;
  std::int64_t first_clock = 0;
  std::int64_t lat_shift = 0;  // 1e-7 degree
  std::int64_t lon_shift = 0;
  std::string wrapped, name, phone;
};

// The tables of store::k_report_tables with their columns, the same for every stamp.
using StampColumns = std::vector<std::vector<store::BulkColumn>>;
[[nodiscard]] StampColumns stamp_columns(store::Reader& reader);

class Stamp {
 public:
  Stamp(Stamp&&) noexcept = default;
  Stamp& operator=(Stamp&&) noexcept = default;
  Stamp(const Stamp&) = delete;
  Stamp& operator=(const Stamp&) = delete;
  // nullopt when the report cannot be printed: its rows speak of another report.
  [[nodiscard]] static std::optional<Stamp> cut(store::Reader& reader, const StampColumns& columns,
                                                const vault::Vault& vault,
                                                const std::set<std::string>& accounts,
                                                const std::string& report);

  [[nodiscard]] bool is_open() const { return !counted_.closed_at; }
  [[nodiscard]] Instant submitted_at() const { return counted_.submitted_at; }
  [[nodiscard]] std::size_t contents() const { return content_ids_.size(); }
  [[nodiscard]] std::size_t clocks() const { return clock_ids_.size(); }
  [[nodiscard]] std::size_t events() const { return rows_.back().size(); }
  [[nodiscard]] Instant event_at(std::size_t event) const { return event_times_[event]; }

  // Wraps and seals for the print's id.
  void seal(Print& print, const vault::Vault& vault) const;
  // The rows of one table; texts live in `kept` or in the stamp. What is stored packed (details of
  // clocks, bodies of events) is plain still.
  [[nodiscard]] std::vector<store::BulkRow> print_table(const Print& print, std::size_t table,
                                                        std::deque<std::string>& kept) const;
  // The next link of the chain after `last`, which becomes this one.
  [[nodiscard]] store::BulkRow print_event(const Print& print, std::size_t event,
                                           std::span<const store::BulkColumn> columns,
                                           store::Head& last, std::deque<std::string>& kept) const;
  // What the leaders' figures count of it.
  void count(const Print& print, store::FigureSheets& sheets) const;

 private:
  Stamp() = default;
  friend class StampCutter;

  store::FigureReport counted_;  // its texts live in texts_
  bool ordinary_ = false;
  std::vector<store::FigureClock> counted_clocks_;
  std::deque<std::string> texts_;
  std::vector<std::vector<StampRow>> rows_;  // by table; the events are the last
  std::vector<Instant> event_times_;
  std::map<std::string, std::int64_t> content_ids_;
  std::map<std::int64_t, std::int64_t> clock_ids_;
  std::int64_t lat7_ = 0;
  std::int64_t lon7_ = 0;
  std::optional<vault::ReportKeys> keys_;
  std::optional<std::string> name_, phone_;
};

}  // namespace camaug::app
