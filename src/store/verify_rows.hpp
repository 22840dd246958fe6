// What only the verification reads: rows that belong to nobody, reports that are not there, and
// derived columns that no use case needs. Reads only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

// A row whose report is not in the table.
struct Orphan {
  std::string table;
  std::string row;  // its id; "" where the table has none
  std::string report;
};
[[nodiscard]] std::vector<Orphan> orphans(Reader& reader);

// Clocks that do not say what the figures need: the number of their report, whether they count, and
// whether an answer ended them.
[[nodiscard]] std::vector<std::int64_t> miscounted_clocks(Reader& reader);

// The ids of reports that were submitted and are not in the table, in the order of the log.
[[nodiscard]] std::vector<std::int64_t> lost_reports(Reader& reader);
// The ids of accounts that were made and are not in the table.
[[nodiscard]] std::vector<std::string> lost_accounts(Reader& reader);
// The last number given per local year.
[[nodiscard]] std::map<std::int64_t, std::int64_t> report_counters(Reader& reader);
// The last number that the codes of the reports show, per year ("CM-2026-000123").
[[nodiscard]] std::map<std::int64_t, std::int64_t> numbers_in_codes(Reader& reader);

// Uploads that the report still waits for: id and phase.
[[nodiscard]] std::map<std::string, std::string> expected_of(Reader& reader,
                                                             std::string_view report);

}  // namespace camaug::store
