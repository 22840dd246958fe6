#include "store/bulk.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_columns_sqlite{"bulk.columns_sqlite",
                           "SELECT name, lower(type) FROM pragma_table_info($1) ORDER BY cid",
                           Engine::sqlite};
const Sql k_columns_postgres{"bulk.columns_postgres",
                             "SELECT column_name, data_type FROM information_schema.columns"
                             " WHERE table_schema = current_schema() AND table_name = $1"
                             " ORDER BY ordinal_position",
                             Engine::postgres};

const Sql k_plain{"bulk.plain_reports",
                  "SELECT r.id FROM report r"
                  " WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.report = r.id)"
                  " AND NOT EXISTS (SELECT 1 FROM media_expected e WHERE e.report = r.id)"
                  " AND NOT EXISTS (SELECT 1 FROM reveal v WHERE v.report = r.id)"
                  " ORDER BY r.number"};

Value cell(const Row& row, int column, const std::string& type, std::deque<std::string>& kept) {
  if (row.is_null(column)) return std::monostate{};
  if (type == "bigint" || type == "integer") return row.integer(column);
  if (type == "boolean") return row.boolean(column);
  if (type == "double precision") return row.real(column);
  if (type == "bytea") return Bytes{kept.emplace_back(row.bytes(column))};
  return std::string_view(kept.emplace_back(row.text(column)));
}

}  // namespace

std::vector<BulkColumn> bulk_columns(Reader& reader, std::string_view table) {
  std::vector<BulkColumn> out;
  const Sql& sql = reader.engine() == Engine::sqlite ? k_columns_sqlite : k_columns_postgres;
  reader.each(
      sql,
      [&](const Row& row) { out.push_back({std::string(row.text(0)), std::string(row.text(1))}); },
      table);
  return out;
}

std::string bulk_names(std::span<const BulkColumn> columns) {
  std::string out;
  for (const BulkColumn& column : columns) out += (out.empty() ? "" : ", ") + column.name;
  return out;
}

BulkRow bulk_row(const Row& row, std::span<const BulkColumn> columns,
                 std::deque<std::string>& kept) {
  BulkRow out;
  out.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.push_back(cell(row, static_cast<int>(i), columns[i].type, kept));
  }
  return out;
}

std::vector<BulkRow> rows_of_report(Reader& reader, const ReportTable& table,
                                    std::span<const BulkColumn> columns, std::string_view report,
                                    std::deque<std::string>& kept) {
  std::vector<BulkRow> out;
  const std::string sql = "SELECT " + bulk_names(columns) + " FROM " + std::string(table.name) +
                          " WHERE " + std::string(table.report) + " ORDER BY " +
                          std::string(table.order);
  reader.each(sql, [&](const Row& row) { out.push_back(bulk_row(row, columns, kept)); }, report);
  return out;
}

std::vector<std::string> plain_reports(Reader& reader) {
  std::vector<std::string> out;
  reader.each(k_plain, [&](const Row& row) { out.emplace_back(row.text(0)); });
  return out;
}

std::vector<BulkRow> all_rows(Reader& reader, std::string_view table,
                              std::span<const BulkColumn> columns, std::deque<std::string>& kept) {
  std::vector<BulkRow> out;
  const std::string sql =
      "SELECT " + bulk_names(columns) + " FROM " + std::string(table) + " ORDER BY 1";
  reader.each(sql, [&](const Row& row) { out.push_back(bulk_row(row, columns, kept)); });
  return out;
}

void bulk_insert(Tx& tx, std::string_view table, std::span<const BulkColumn> columns,
                 std::span<const BulkRow> rows) {
  tx.insert_rows(table, bulk_names(columns), rows);
}

}  // namespace camaug::store
