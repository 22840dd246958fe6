// The SQLite driver: $n parameters by number, typed rows, one kind per error. It never retries and
// never hides an error.
#include "store/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <unordered_map>

#include "base/text_hash.hpp"
#include "store/sqlite_statement.hpp"

namespace camaug::store {
namespace {

using sqlite::raise;
using sqlite::Statement;

// The log is taken into the database file after this many new pages (4 MiB), by a connection that
// does not write. While there is always somebody who reads or writes it cannot be restarted from
// its beginning; when it has grown to k_log_pages_max (16 MiB), the writer waits for that shortly.
constexpr int k_checkpoint_pages = 1'000;
constexpr int k_log_pages_max = 4'000;
constexpr int k_checkpoint_wait_ms = 20;
constexpr int k_checkpoint_tries = 10;
constexpr std::size_t k_cached_statements_max = 1'000;

class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(const SqliteOptions& options);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close(db_);
  }

  Engine engine() const override { return Engine::sqlite; }
  std::int64_t run(std::string_view sql, std::span<const Value> values, Each each,
                   void* state) override;
  std::int64_t changes() const override { return sqlite3_total_changes64(db_); }
  void insert_rows(std::string_view table, std::string_view columns,
                   std::span<const std::vector<Value>> rows) override;
  void prepare(std::string_view sql) override { idle(sql); }
  void script(std::string_view sql) override {
    if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      raise(db_);
    }
  }
  bool after_commit() override;
  void take_in_log() override;

 private:
  // Instances of one text; a second one exists only when a row callback ran the text again.
  using Instances = std::vector<std::unique_ptr<Statement>>;

  Instances& instances(std::string_view sql);
  Statement& idle(std::string_view sql);
  std::unique_ptr<Statement> compile(std::string_view sql);
  void forget_idle();
  bool restart_log();
  void configure(const SqliteOptions& options);

  sqlite3* db_ = nullptr;
  int busy_timeout_ms_;
  std::unordered_map<std::string, Instances, TextHash, std::equal_to<>> statements_;
  // The same by where the text stands: a constant is found without hashing its kilobytes. Holds
  // only what statements_ holds; its keys live there.
  struct Known {
    std::string_view text;
    Instances* instances = nullptr;
  };
  std::unordered_map<const char*, Known> by_place_;
  int log_pages_ = 0;
  int next_checkpoint_ = k_checkpoint_pages;
};

SqliteConnection::SqliteConnection(const SqliteOptions& options)
    : busy_timeout_ms_(options.busy_timeout_ms) {
  using Mode = SqliteOptions::Mode;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= options.mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
  try {
    if (sqlite3_open_v2(options.path.c_str(), &db_, flags, nullptr) != SQLITE_OK) raise(db_);
    // SQLite falls back to read-only without a word when the file may not be written.
    if (options.mode != Mode::read_only && sqlite3_db_readonly(db_, "main") == 1) {
      throw DatabaseError(DatabaseError::Kind::read_only, "the database file may not be written");
    }
    configure(options);
  } catch (...) {
    sqlite3_close(db_);
    throw;
  }
}

void SqliteConnection::configure(const SqliteOptions& options) {
  using Durability = SqliteOptions::Durability;
  sqlite3_busy_timeout(db_, busy_timeout_ms_);
  // "text" in double quotes is a column for PostgreSQL: let it be an error here too.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Small allocations of statements come from here instead of from the heap: 600 KiB.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_LOOKASIDE, nullptr, 1'200, 512);
  if (options.mode == SqliteOptions::Mode::read_only) {
    script("PRAGMA query_only=ON");
  } else {
    script("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864");
    sqlite3_wal_hook(
        db_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteConnection*>(self)->log_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }
  const char* synchronous = options.durability == Durability::full     ? "FULL"
                            : options.durability == Durability::normal ? "NORMAL"
                                                                       : "OFF";
  script(std::string("PRAGMA synchronous=") + synchronous);
  // LIKE tells case apart as PostgreSQL does, and can then use an index for a prefix.
  script("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON");
  script("PRAGMA cache_size=-" + std::to_string(options.cache_kib));
  script("PRAGMA mmap_size=" + std::to_string(options.mmap_bytes));
  // The first page is read only now: this is where a file that is no database is found.
  script("SELECT count(*) FROM sqlite_master");
}

void SqliteConnection::insert_rows(std::string_view table, std::string_view columns,
                                   std::span<const std::vector<Value>> rows) {
  if (rows.empty()) return;
  std::string sql =
      "INSERT INTO " + std::string(table) + " (" + std::string(columns) + ") VALUES (";
  for (std::size_t i = 1; i <= rows.front().size(); ++i) {
    sql += (i == 1 ? "$" : ", $") + std::to_string(i);
  }
  sql += ')';
  for (const auto& row : rows) run(sql, row, nullptr, nullptr);
}

std::unique_ptr<Statement> SqliteConnection::compile(std::string_view sql) {
  auto statement = std::make_unique<Statement>();
  const char* rest = nullptr;
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement->handle, &rest) != SQLITE_OK) {
    raise(db_);
  }
  const std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (statement->handle == nullptr || tail.find_first_not_of(" \n\t;") != std::string_view::npos) {
    throw DatabaseError(DatabaseError::Kind::other, "not one statement: " + std::string(sql));
  }
  sqlite::map_parameters(*statement, sql);
  return statement;
}

void SqliteConnection::forget_idle() {
  by_place_.clear();
  std::erase_if(statements_, [](const auto& entry) {
    return std::ranges::none_of(entry.second, [](const auto& s) { return s->in_use; });
  });
}

SqliteConnection::Instances& SqliteConnection::instances(std::string_view sql) {
  // The place may have been given to another text since: compare.
  const auto known = by_place_.find(sql.data());
  if (known != by_place_.end() && known->second.text == sql) return *known->second.instances;
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    if (statements_.size() >= k_cached_statements_max) forget_idle();
    found = statements_.try_emplace(std::string(sql)).first;
  }
  if (by_place_.size() >= k_cached_statements_max) by_place_.clear();
  by_place_[sql.data()] = {found->first, &found->second};
  return found->second;
}

Statement& SqliteConnection::idle(std::string_view sql) {
  Instances& all = instances(sql);
  for (const auto& statement : all) {
    if (!statement->in_use) return *statement;
  }
  return *all.emplace_back(compile(sql));
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Value> values, Each each,
                                   void* state) {
  Statement& statement = idle(sql);
  struct Use {
    Statement& statement;
    explicit Use(Statement& s) : statement(s) { s.in_use = true; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() {
      sqlite3_reset(statement.handle);
      sqlite3_clear_bindings(statement.handle);
      statement.in_use = false;
    }
  } use(statement);
  sqlite::bind(db_, statement, values);
  const std::int64_t changes_before = sqlite3_total_changes64(db_);
  const sqlite::SqliteRow row(statement.handle);
  for (;;) {
    const int code = sqlite3_step(statement.handle);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) raise(db_);
    if (each != nullptr) each(state, row);
  }
  return sqlite3_total_changes64(db_) == changes_before ? 0 : sqlite3_changes64(db_);
}

bool SqliteConnection::after_commit() {
  if (log_pages_ < next_checkpoint_) {
    // The log was restarted from its beginning: count anew.
    if (log_pages_ < k_checkpoint_pages) next_checkpoint_ = k_checkpoint_pages;
    return false;
  }
  if (log_pages_ < k_log_pages_max) {
    next_checkpoint_ = std::min(log_pages_ + k_checkpoint_pages, k_log_pages_max);
    return true;
  }
  next_checkpoint_ = log_pages_ + k_checkpoint_pages;
  if (!restart_log()) next_checkpoint_ = log_pages_ + 1;  // again after the next commit
  return false;
}

// False when somebody still reads the log, or takes it in, after a short wait.
bool SqliteConnection::restart_log() {
  sqlite3_busy_timeout(db_, k_checkpoint_wait_ms);
  int code = SQLITE_BUSY;
  // SQLite waits for readers, but not for another connection that takes the log in.
  for (int tries = 0; tries < k_checkpoint_tries && (code & 0xff) == SQLITE_BUSY; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  }
  sqlite3_busy_timeout(db_, busy_timeout_ms_);
  return code == SQLITE_OK;
}

void SqliteConnection::take_in_log() {
  sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const SqliteOptions& options) {
  // The library counts its memory behind one lock for all connections unless told not to, before
  // its first use: readers that walk a full-text index spend more time on that lock than on the
  // index. Nothing asks for the count.
  static const bool uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  static_cast<void>(uncounted);
  return std::make_unique<SqliteConnection>(options);
}

}  // namespace camaug::store
