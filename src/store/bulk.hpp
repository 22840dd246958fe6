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

namespace camaug::store {

struct BulkColumn {
  std::string name;
  std::string type;  // bigint, text, boolean, double precision
};
// In the table's own order; empty when there is no such table.
[[nodiscard]] std::vector<BulkColumn> bulk_columns(Reader& reader, std::string_view table);
[[nodiscard]] std::string bulk_names(std::span<const BulkColumn> columns);

using BulkRow = std::vector<Value>;
// The columns of the row that is being stepped; its texts go on living in `kept`.
[[nodiscard]] BulkRow bulk_row(const Row& row, std::span<const BulkColumn> columns,
                               std::deque<std::string>& kept);
// Where a report's rows lie, in an order in which they may be inserted: the table, its column with
// the report's id, and the order of its rows. Uploads, looks and notices are not among them.
struct ReportTable {
  std::string_view name;
  std::string_view report;
  std::string_view order;
};
inline constexpr std::array k_report_tables = {
    ReportTable{"report", "id", "id"},
    ReportTable{"report_key", "report", "report"},
    ReportTable{"identity", "report", "report"},
    ReportTable{"content", "report", "at, id"},
    ReportTable{"clock", "report", "id"},
    ReportTable{"cooperating", "report", "agency"},
    ReportTable{"bounce", "report", "at, agency"},
    ReportTable{"alarm", "report", "urgent_since"},
    ReportTable{"event", "report", "seq"},
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
