#include "cli/data_dir.hpp"

#include <filesystem>

#include "base/id.hpp"
#include "base/texts.hpp"
#include "cli/media_place.hpp"
#include "domain/profile.hpp"
#include "store/migrate.hpp"
#include "store/postgres.hpp"
#include "store/profile.hpp"
#include "store/sqlite.hpp"
#include "store/transaction.hpp"
#include "vault/master_key.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

using Mode = store::SqliteOptions::Mode;

std::unique_ptr<store::Connection> open(const DataDir& dir, Mode mode, bool for_long = false) {
  if (!dir.embedded()) {
    store::PostgresOptions options;
    options.url = dir.server;
    options.read_only = mode == Mode::read_only;
    if (for_long) options.statement_time = {};
    return store::open_postgres(options);
  }
  store::SqliteOptions options;
  options.path = dir.database();
  options.mode = mode;
  return store::open_sqlite(options);
}

// The schema must be this program's.
Result<void> settle_schema(const DataDir& dir) {
  const auto connection = open_for_long(dir);
  if (!dir.embedded()) {
    store::Reader reader(*connection);
    const auto found = store::schema_version(reader);
    const auto wanted = store::schema_version_wanted();
    if (found < wanted) {
      return fail(ErrorCode::unavailable, "error.schema_older",
                  std::to_string(found) + " < " + std::to_string(wanted));
    }
  }
  const auto version = store::migrate(*connection, SystemClock().now());
  if (!version) return Failure(version.error());
  return {};
}

struct Loaded {
  domain::ProvincePtr province;
  std::int64_t version = 0;
};

Result<Loaded> read_province(const DataDir& dir) {
  const auto connection = open_to_read(dir);
  store::Reader reader(*connection);
  const auto files = store::profile_files(reader);
  if (files.empty()) return fail(ErrorCode::unavailable, "error.no_profile", dir.root);
  auto province = domain::load_profile(files);
  if (!province) return Failure(province.error());
  return Loaded{std::make_shared<const domain::Province>(std::move(*province)),
                store::profile_version(reader)};
}

}  // namespace

Result<void> make_data_dir(const DataDir& dir) {
  std::error_code ec;
  fs::create_directories(dir.root, ec);
  if (ec) return fail(ErrorCode::unavailable, "error.data_dir.unwritable", dir.root);
  fs::permissions(dir.root, fs::perms::owner_all, ec);
  return {};
}

Result<void> check_server(const DataDir& dir) {
  if (dir.embedded()) return {};
  const auto place = store::postgres_place(dir.server);
  if (!place) return Failure(place.error());
  return {};
}

std::unique_ptr<store::Connection> open_for_long(const DataDir& dir) {
  return open(dir, Mode::create, true);
}

std::unique_ptr<store::Connection> open_for_filling(const DataDir& dir) {
  if (!dir.embedded()) return open_for_long(dir);
  store::SqliteOptions options;
  options.path = dir.database();
  options.mode = Mode::create;
  options.durability = store::SqliteOptions::Durability::off;
  options.cache_kib = std::int64_t{1024} * 1024;
  return store::open_sqlite(options);
}

std::string DataDir::place() const {
  return embedded() ? database() : "PostgreSQL " + store::postgres_place(server).value_or("?");
}

bool has_database(const DataDir& dir) {
  if (dir.embedded()) return fs::exists(dir.database());
  const auto connection = open_to_read(dir);
  store::Reader reader(*connection);
  constexpr std::int64_t k_with_profiles = 2;  // sql/0002_report.sql
  return store::schema_version(reader) >= k_with_profiles && store::profile_version(reader) > 0;
}

std::unique_ptr<store::Connection> open_to_write(const DataDir& dir) {
  return open(dir, Mode::create);
}

std::unique_ptr<store::Connection> open_to_read(const DataDir& dir) {
  return open(dir, Mode::read_only);
}

Result<std::unique_ptr<app::Services>> open_services(const DataDir& dir, bool may_create_key) {
  if (auto settled = settle_schema(dir); !settled) return Failure(settled.error());
  const auto master = vault::master_key(dir.keys(), may_create_key);
  if (!master) return Failure(master.error());
  auto media = open_media(dir);
  if (!media) return Failure(media.error());
  auto province = read_province(dir);
  if (!province) return Failure(province.error());
  const std::string signing = hmac_sha256_hex(master->view(), "media links");
  return std::make_unique<app::Services>(app::Services{.province = province->province,
                                                       .vault = vault::Vault(*master),
                                                       .media = *media,
                                                       .signing_key = signing,
                                                       .profile_version = province->version});
}

std::string error_line(const Error& error) {
  std::string line(text(Lang::vi, error.key));
  if (!error.detail.empty()) line += " (" + error.detail + ")";
  for (const auto& field : error.fields) {
    line += "\n  " + field.field + ": " + text(Lang::vi, field.key, field.args);
  }
  return line;
}

std::string database_line(const store::DatabaseError& error, const std::string& where) {
  return std::string(text(Lang::vi, "error.database." + std::string(word(error.kind())))) + " (" +
         where + error.what() + ")";
}

}  // namespace camaug::cli
