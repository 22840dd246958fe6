// For tests of every layer: a migrated database of its own on either engine, gone at the end.
// PostgreSQL takes part when CAMAUG_TEST_POSTGRES holds a connection URI (tools/with_postgres.sh).
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/migrate.hpp"
#include "store/postgres.hpp"
#include "store/sqlite.hpp"

namespace camaug::store {

[[nodiscard]] inline std::string test_postgres_url() {
  const char* url = std::getenv("CAMAUG_TEST_POSTGRES");
  return url == nullptr ? "" : url;
}

// SQLite, and PostgreSQL when there is one: `for (const Engine engine : test_engines())`.
[[nodiscard]] inline std::vector<Engine> test_engines() {
  if (test_postgres_url().empty()) return {Engine::sqlite};
  return {Engine::sqlite, Engine::postgres};
}

[[nodiscard]] inline std::string word(Engine engine) {
  return engine == Engine::sqlite ? "sqlite" : "postgres";
}

class TestDatabase {
 public:
  enum class Schema { migrated, empty };

  explicit TestDatabase(Engine engine = Engine::sqlite, Schema schema = Schema::migrated)
      : engine_(engine) {
    std::string pattern = (std::filesystem::temp_directory_path() / "camaug-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = pattern;
    if (engine_ == Engine::postgres) {
      schema_ = "t_" + std::to_string(getpid()) + "_" + std::to_string(++count());
      open_postgres(test_postgres_url())->script("CREATE SCHEMA " + schema_);
    }
    connection_ = open();
    if (schema == Schema::migrated && !migrate(*connection_, from_epoch_ms(1'000))) {
      throw std::runtime_error("migration refused");
    }
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase() {
    connection_.reset();
    if (engine_ == Engine::postgres) {
      open_postgres(test_postgres_url())->script("DROP SCHEMA " + schema_ + " CASCADE");
    }
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  // Another connection to the same database.
  [[nodiscard]] std::unique_ptr<Connection> open() const {
    if (engine_ == Engine::sqlite) {
      SqliteOptions options;
      options.path = path();
      options.mode = SqliteOptions::Mode::create;
      options.durability = SqliteOptions::Durability::off;
      return open_sqlite(options);
    }
    const std::string url = test_postgres_url();
    const char* glue = url.find('?') == std::string::npos ? "?" : "&";
    return open_postgres(url + glue + "options=-csearch_path%3D" + schema_);
  }

  [[nodiscard]] Engine engine() const { return engine_; }
  [[nodiscard]] Connection& connection() { return *connection_; }
  // The SQLite file.
  [[nodiscard]] std::string path() const { return (directory_ / "camaug.db").string(); }
  // For whatever else the test keeps.
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

 private:
  static int& count() {
    static int made = 0;
    return made;
  }

  Engine engine_;
  std::filesystem::path directory_;
  std::string schema_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace camaug::store
