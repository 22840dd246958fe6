// The floor of intake: the rows that one submission leaves, written by a plain sqlite3 loop with
// new keys, 64 submissions in a transaction, synchronous=FULL. Writes into the database it is
// given.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Row = std::vector<sqlite3_value*>;

constexpr int k_batch = 64;

void must(sqlite3* db, bool held) {
  if (!held) throw std::runtime_error(sqlite3_errmsg(db));
}
void run(sqlite3* db, const std::string& sql) {
  must(db, sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}
sqlite3_stmt* prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  must(db, sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement,
                              nullptr) == SQLITE_OK);
  return statement;
}

// The rows of one table that belong to the model submission, and how to write them again.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  sqlite3_stmt* insert = nullptr;
  std::int64_t next_key = 0;  // of a numeric key column
};

Table copy_of(sqlite3* db, const std::string& name, const std::string& which,
              const std::string& key) {
  Table table;
  table.name = name;
  sqlite3_stmt* all = prepare(db, "SELECT * FROM " + name + " WHERE " + which);
  for (int i = 0; i < sqlite3_column_count(all); ++i) {
    table.columns.emplace_back(sqlite3_column_name(all, i));
  }
  while (sqlite3_step(all) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(all); ++i) {
      row.push_back(sqlite3_value_dup(sqlite3_column_value(all, i)));
    }
    table.rows.push_back(std::move(row));
  }
  sqlite3_finalize(all);
  std::string sql = "INSERT INTO " + name + " VALUES (?";
  for (std::size_t i = 1; i < table.columns.size(); ++i) sql += ",?";
  table.insert = prepare(db, sql + ")");
  if (!key.empty()) {
    sqlite3_stmt* max = prepare(db, "SELECT max(" + key + ") FROM " + name);
    sqlite3_step(max);
    table.next_key = sqlite3_column_int64(max, 0);
    sqlite3_finalize(max);
  }
  return table;
}

// The words of the search's index; what is indexed stands in the table search.
Table words_of(sqlite3* db, const std::string& number) {
  Table table = copy_of(db, "search", "number = " + number, "");
  table.name = "search_desk";
  table.columns = {"rowid", "desk"};
  for (Row& row : table.rows) row.resize(2);
  sqlite3_finalize(table.insert);
  table.insert = prepare(db, "INSERT INTO search_desk (rowid, desk) VALUES (?, ?)");
  return table;
}

// A UUIDv7-like text: rising, as the real ones are.
std::string key_text(std::int64_t n) {
  char text[40];
  std::snprintf(text, sizeof text, "01ffffff-%04llx-7%03llx-8%03llx-%012llx",
                static_cast<unsigned long long>(n >> 24 & 0xffff),
                static_cast<unsigned long long>(n >> 12 & 0xfff),
                static_cast<unsigned long long>(n & 0xfff),
                static_cast<unsigned long long>(n) * 2654435761ULL & 0xffffffffffffULL);
  return text;
}

void insert(sqlite3* db, Table& table, std::int64_t n, std::int64_t number,
            const std::string& report) {
  int index = 0;
  for (const Row& row : table.rows) {
    ++table.next_key;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string& column = table.columns[i];
      const int at = static_cast<int>(i) + 1;
      const bool number_key =
          column == "n" || (column == "id" && (table.name == "clock" || table.name == "outbox"));
      if (number_key) {
        sqlite3_bind_int64(table.insert, at, table.next_key);
      } else if (column == "report" || column == "number" || column == "rowid") {
        sqlite3_bind_int64(table.insert, at, number);
      } else if (column == "id" && table.name == "report") {
        sqlite3_bind_text(table.insert, at, report.c_str(), -1, SQLITE_TRANSIENT);
      } else if (column == "id" || column == "code" || column == "dedup") {
        const std::string text = column + key_text(n * 8 + index++);
        sqlite3_bind_text(table.insert, at, text.c_str(), -1, SQLITE_TRANSIENT);
      } else {
        sqlite3_bind_value(table.insert, at, row[i]);
      }
    }
    must(db, sqlite3_step(table.insert) == SQLITE_DONE);
    sqlite3_reset(table.insert);
  }
}

std::int64_t newest_submission(sqlite3* db) {
  sqlite3_stmt* newest =
      prepare(db, "SELECT report FROM event WHERE action = 'submit' ORDER BY n DESC LIMIT 1");
  must(db, sqlite3_step(newest) == SQLITE_ROW);
  const std::int64_t number = sqlite3_column_int64(newest, 0);
  sqlite3_finalize(newest);
  return number;
}

int measure(const char* path, double seconds) {
  sqlite3* db = nullptr;
  must(db, sqlite3_open(path, &db) == SQLITE_OK);
  run(db,
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "PRAGMA cache_size=-8192");
  const std::string newest = std::to_string(newest_submission(db));
  const std::string which = "report = " + newest;
  std::vector<Table> tables;
  tables.push_back(copy_of(db, "report", "number = " + newest, "number"));
  tables.push_back(copy_of(db, "report_key", which, ""));
  tables.push_back(copy_of(db, "content", which, ""));
  tables.push_back(copy_of(db, "clock", which, "id"));
  tables.push_back(copy_of(db, "event", which, "n"));
  tables.push_back(copy_of(db, "search", "number = " + newest, ""));
  tables.push_back(words_of(db, newest));
  tables.push_back(
      copy_of(db, "outbox", "event_n = (SELECT max(n) FROM event WHERE " + which + ")", "id"));
  std::size_t rows = 0;
  for (const Table& table : tables) rows += table.rows.size();
  sqlite3_stmt* counter = prepare(db,
                                  "UPDATE report_counter SET last = last + 1 WHERE year = (SELECT "
                                  "max(year) FROM report_counter)");
  const std::int64_t first = tables.front().next_key;
  std::int64_t done = 0;
  double wall = 0;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  while (wall < seconds) {
    run(db, "BEGIN IMMEDIATE");
    for (int i = 0; i < k_batch; ++i) {
      const std::string report = key_text(++done);
      sqlite3_step(counter);
      sqlite3_reset(counter);
      for (Table& table : tables) insert(db, table, done, first + done, report);
    }
    run(db, "COMMIT");
    wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  const double cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  const auto n = static_cast<double>(done);
  std::printf("{\"rps\":%.0f,\"cpu_us\":%.2f,\"rows\":%zu}\n", n / wall, cpu_s / n * 1e6, rows);
  return 0;
}

}  // namespace

// bare_intake DATABASE SECONDS
int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    return measure(argv[1], std::atof(argv[2]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bare_intake: %s\n", error.what());
    return 1;
  }
}
