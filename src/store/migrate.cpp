// Runs the SQL files in number order, each number in one transaction with its schema_version row.
#include "store/migrate.hpp"

#include <charconv>
#include <map>
#include <string>

#include "store/brief_rows.hpp"
#include "store/figure_count.hpp"
#include "store/search_index.hpp"
#include "store/statement.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

const Sql k_create{"migrate.create",
                   "CREATE TABLE IF NOT EXISTS schema_version ("
                   "version BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)"};
const Sql k_exists_sqlite{
    "migrate.exists_sqlite",
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'",
    Engine::sqlite};
const Sql k_exists_postgres{"migrate.exists_postgres",
                            "SELECT CASE WHEN to_regclass('schema_version') IS NULL "
                            "THEN 0 ELSE 1 END",
                            Engine::postgres};
// Two programs that start at once must not both create the table.
const Sql k_lock{"migrate.lock", "SELECT pg_advisory_xact_lock(4711001)", Engine::postgres};

// Texts about a table that these statements themselves create: registered for the test, which runs
// after a migration.
const Sql k_version{"migrate.version", "SELECT coalesce(max(version), 0) FROM schema_version"};
const Sql k_insert{"migrate.insert",
                   "INSERT INTO schema_version (version, name, at) VALUES ($1, $2, $3)"};

struct Migration {
  std::string name;
  const char* common = nullptr;
  const char* sqlite = nullptr;
  const char* postgres = nullptr;
};

[[noreturn]] void wrong_name(std::string_view file, const char* why) {
  throw std::logic_error("sql/" + std::string(file) + ": " + why);
}

bool is_number(std::string_view digits, std::int64_t& number) {
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return end == digits.data() + digits.size();
}

// "0001_base.sqlite.sql" -> number 1, name "base", the slot for SQLite.
void add(std::map<std::int64_t, Migration>& migrations, const SqlFile& file) {
  const std::string_view full = file.name;
  std::string_view rest = full;
  std::int64_t number = 0;
  if (!rest.ends_with(".sql") || rest.size() < 10 || rest[4] != '_' ||
      !is_number(rest.substr(0, 4), number) || number < 1) {
    wrong_name(full, "a migration is called NNNN_name.sql");
  }
  rest = rest.substr(5, rest.size() - 9);
  const auto dot = rest.find('.');
  const std::string_view name = rest.substr(0, dot);
  const std::string_view engine = dot == std::string_view::npos ? "" : rest.substr(dot + 1);
  Migration& migration = migrations[number];
  if (!migration.name.empty() && migration.name != name) {
    wrong_name(full, "its number is taken by another name");
  }
  migration.name = name;
  const char** slot = engine.empty()         ? &migration.common
                      : engine == "sqlite"   ? &migration.sqlite
                      : engine == "postgres" ? &migration.postgres
                                             : nullptr;
  if (slot == nullptr) wrong_name(full, "the engine is sqlite or postgres");
  *slot = file.text;
}

std::map<std::int64_t, Migration> in_order(std::span<const SqlFile> files) {
  std::map<std::int64_t, Migration> migrations;
  for (const SqlFile& file : files) add(migrations, file);
  return migrations;
}

// From this number on a whole number that is the key is SQLite's own number of the row, for which
// it wants another word: no index is needed beside the table.
constexpr std::int64_t k_keys_from = 13;
std::string with_keys(Engine engine, std::string_view script) {
  constexpr std::string_view k_key = "BIGINT PRIMARY KEY";
  std::string out(script);
  if (engine != Engine::sqlite) return out;
  for (auto at = out.find(k_key); at != std::string::npos; at = out.find(k_key, at)) {
    out.replace(at, k_key.size(), "INTEGER PRIMARY KEY");
  }
  return out;
}

// In the open transaction. Does nothing when another program applied it meanwhile.
void apply(Connection& connection, Tx& tx, std::int64_t number, const Migration& migration,
           Instant now) {
  if (connection.engine() == Engine::postgres) connection.run(k_lock, {}, nullptr, nullptr);
  tx.execute(k_create);
  if (*tx.value<std::int64_t>(k_version) >= number) return;
  if (migration.common != nullptr) {
    connection.script(number < k_keys_from ? migration.common
                                           : with_keys(connection.engine(), migration.common));
  }
  const char* own = connection.engine() == Engine::sqlite ? migration.sqlite : migration.postgres;
  if (own != nullptr) connection.script(own);
  if (migration.name == "brief") move_to_brief_rows(tx);
  tx.execute(k_insert, number, migration.name, now);
}

using Migrations = std::map<std::int64_t, Migration>;

// What the database lacks; an error when it is ahead of the program.
Result<Migrations> missing(Connection& connection, const Migrations& all) {
  const std::int64_t wanted = all.empty() ? 0 : all.rbegin()->first;
  Reader reader(connection);
  const std::int64_t found = schema_version(reader);
  if (found > wanted) {
    return fail(ErrorCode::unavailable, "error.schema_newer",
                "the database has schema " + std::to_string(found) + ", this program knows " +
                    std::to_string(wanted) + ": install the newer program");
  }
  return Migrations(all.upper_bound(found), all.end());
}

}  // namespace

std::int64_t schema_version(Reader& reader) {
  const Sql& exists = reader.engine() == Engine::sqlite ? k_exists_sqlite : k_exists_postgres;
  if (*reader.value<std::int64_t>(exists) == 0) return 0;
  return *reader.value<std::int64_t>(k_version);
}

std::int64_t schema_version_wanted() {
  const auto migrations = in_order(embedded_sql());
  return migrations.empty() ? 0 : migrations.rbegin()->first;
}

Result<std::int64_t> migrate(Connection& connection, Instant now, std::span<const SqlFile> files) {
  const auto all = in_order(files);
  const auto pending = missing(connection, all);
  if (!pending) return Failure(pending.error());
  for (const auto& [number, migration] : *pending) {
    Transaction transaction(connection, Transaction::Mode::write);
    apply(connection, transaction.tx(), number, migration, now);
    transaction.commit();
  }
  return all.empty() ? 0 : all.rbegin()->first;
}

Result<std::int64_t> migrate(Connection& connection, Instant now) {
  auto version = migrate(connection, now, embedded_sql());
  Reader reader(connection);
  if (version && !has_figures(reader)) {
    Transaction transaction(connection, Transaction::Mode::write);
    ensure_figures(transaction.tx());
    transaction.commit();
  }
  if (version) fill_search(connection);
  return version;
}

Result<std::vector<MigrationStep>> try_migrations(Connection& connection, Instant now, bool keep) {
  const auto pending = missing(connection, in_order(embedded_sql()));
  if (!pending) return Failure(pending.error());
  std::vector<MigrationStep> steps;
  Transaction transaction(connection, Transaction::Mode::write);
  for (const auto& [number, migration] : *pending) {
    const Stopwatch watch;
    apply(connection, transaction.tx(), number, migration, now);
    steps.push_back({number, migration.name,
                     std::chrono::duration_cast<std::chrono::milliseconds>(watch.elapsed())});
  }
  ensure_figures(transaction.tx());
  if (!keep) return steps;
  transaction.commit();
  fill_search(connection);
  return steps;
}

}  // namespace camaug::store
