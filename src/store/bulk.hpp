// Whole rows of whole tables, whatever their columns are: for copies and for made-up provinces.
// Knows no meaning of any row; the caller keeps what refers to what in order.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"
#include "store/report_number.hpp"

namespace camaug::store {

struct BulkColumn {
  std::string name;
  std::string type;  // bigint (integer for SQLite's row numbers), text, boolean, double
                     // precision, bytea
};
// In the table's own order; empty when there is no such table.
[[nodiscard]] std::vector<BulkColumn> bulk_columns(Reader& reader, std::string_view table);
[[nodiscard]] std::string bulk_names(std::span<const BulkColumn> columns);

using BulkRow = std::vector<Value>;
// The columns of the row that is being stepped; its texts go on living in `kept`.
[[nodiscard]] BulkRow bulk_row(const Row& row, std::span<const BulkColumn> columns,
                               std::deque<std::string>& kept);
// Where a report's rows lie, in an order in which they may be inserted: the table, which rows are
// those of the report with the id $1, and their order. Uploads, looks and notices are not among
// them.
struct ReportTable {
  std::string_view name;
  std::string_view report;
  std::string_view order;
};
inline constexpr std::array k_report_tables = {
    ReportTable{"report", "id = $1", "id"},
    ReportTable{"report_key", CAMAUG_OF_REPORT, "report"},
    ReportTable{"identity", CAMAUG_OF_REPORT, "report"},
    ReportTable{"content", CAMAUG_OF_REPORT, "place"},
    ReportTable{"clock", CAMAUG_OF_REPORT, "id"},
    ReportTable{"cooperating", "report = $1", "agency"},
    ReportTable{"bounce", "report = $1", "at, agency"},
    ReportTable{"alarm", "report = $1", "urgent_since"},
    ReportTable{"event", CAMAUG_OF_REPORT, "seq"},
};
[[nodiscard]] std::vector<BulkRow> rows_of_report(Reader& reader, const ReportTable& table,
                                                  std::span<const BulkColumn> columns,
                                                  std::string_view report,
                                                  std::deque<std::string>& kept);
// The ids of all reports without an upload or a look at an identity, in the order they came.
[[nodiscard]] std::vector<std::string> plain_reports(Reader& reader);
// Every row of a table, in the order of its first column.
[[nodiscard]] std::vector<BulkRow> all_rows(Reader& reader, std::string_view table,
                                            std::span<const BulkColumn> columns,
                                            std::deque<std::string>& kept);
// In the open transaction; by COPY where the engine has it. Throws DatabaseError as an INSERT does.
void bulk_insert(Tx& tx, std::string_view table, std::span<const BulkColumn> columns,
                 std::span<const BulkRow> rows);

}  // namespace camaug::store
