// The floor of the public list: the program's own statement in a plain sqlite3 loop that writes the
// same JSON by hand. With a file it says whether its bytes are the server's. Only reads.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/profile.hpp"
#include "store/profile.hpp"
#include "store/sqlite.hpp"
#include "store/statement.hpp"

namespace {

using namespace camaug;

constexpr int k_limit = 50;
// Positions in the columns of the statement queue.public.
constexpr int k_number = 0, k_code = 1, k_state = 2, k_field = 3, k_sub_field = 4, k_area = 5;
constexpr int k_lat7 = 6, k_lon7 = 7, k_submitted_at = 8, k_updated_at = 9, k_lead = 10;
constexpr int k_outcome = 11, k_text = 12;

struct Place {
  std::string name;
  std::optional<domain::Point7> centre;
};

// What the server keeps in memory, as plain tables.
struct Names {
  std::unordered_map<std::string, Place> areas;
  std::unordered_map<std::string, std::string> agencies;
  domain::Province province;
};

Names load(const std::string& path) {
  store::SqliteOptions options;
  options.path = path;
  options.mode = store::SqliteOptions::Mode::read_only;
  const auto connection = store::open_sqlite(options);
  store::Reader reader(*connection);
  Names names{{}, {}, domain::load_profile(store::profile_files(reader)).value()};
  for (const auto& [id] : reader.all<std::string>("SELECT id FROM area")) {
    if (const auto* area = names.province.areas.find(id)) {
      names.areas[id] = {area->full_name, names.province.areas.centre(id)};
    }
  }
  for (const auto& [code] : reader.all<std::string>("SELECT code FROM agency")) {
    if (const auto* agency = names.province.agencies.find(code)) {
      names.agencies[code] = agency->name;
    }
  }
  return names;
}

std::string_view column(sqlite3_stmt* row, int i) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, i));
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(row, i))};
}
bool null(sqlite3_stmt* row, int i) {
  return sqlite3_column_type(row, i) == SQLITE_NULL;
}

void text(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  json::write_string(out, value);
}
void text_or_null(std::string& out, std::string_view name, sqlite3_stmt* row, int i) {
  if (null(row, i)) {
    out.append(name).append("null");
  } else {
    text(out, name, column(row, i));
  }
}
void number(std::string& out, std::string_view name, std::int64_t value) {
  out += name;
  json::write(out, value);
}

void where(std::string& out, sqlite3_stmt* row, const Names& names, bool day_only) {
  const auto area =
      null(row, k_area) ? names.areas.end() : names.areas.find(std::string(column(row, k_area)));
  text_or_null(out, ",\"area\":", row, k_area);
  if (area == names.areas.end()) {
    out += ",\"area_name\":null";
  } else {
    text(out, ",\"area_name\":", area->second.name);
  }
  const auto rounded = [](std::int64_t v) { return (v + 2'250) / 4'500 * 4'500; };
  if (day_only && area != names.areas.end() && area->second.centre) {
    number(out, ",\"lat7\":", area->second.centre->lat7);
    number(out, ",\"lon7\":", area->second.centre->lon7);
  } else if (!day_only && !null(row, k_lat7)) {
    number(out, ",\"lat7\":", rounded(sqlite3_column_int64(row, k_lat7)));
    number(out, ",\"lon7\":", rounded(sqlite3_column_int64(row, k_lon7)));
  } else {
    out += ",\"lat7\":null,\"lon7\":null";
  }
}

void item(std::string& out, sqlite3_stmt* row, const Names& names) {
  const auto publicity = names.province.taxonomy.publicity(
      column(row, k_field), null(row, k_sub_field) ? "" : column(row, k_sub_field));
  const bool day_only = publicity != domain::Publicity::normal;
  text(out, "{\"code\":", column(row, k_code));
  text(out, ",\"state\":", column(row, k_state));
  text(out, ",\"field\":", column(row, k_field));
  text_or_null(out, ",\"sub_field\":", row, k_sub_field);
  where(out, row, names, day_only);
  text(out, ",\"text\":", truncate(column(row, k_text), 280));
  out += ",\"thumb\":null";  // the demo's history has no photos
  const Instant at = from_epoch_ms(sqlite3_column_int64(row, k_submitted_at));
  number(out, ",\"submitted_at\":", epoch_ms(day_only ? instant_of(local_date(at)) : at));
  out += day_only ? ",\"day_only\":true" : ",\"day_only\":false";
  number(out, ",\"updated_at\":", sqlite3_column_int64(row, k_updated_at));
  if (null(row, k_lead)) {
    out += ",\"agency_name\":null";
  } else {
    text(out, ",\"agency_name\":", names.agencies.at(std::string(column(row, k_lead))));
  }
  if (column(row, k_state) == "resolved") {
    text_or_null(out, ",\"outcome\":", row, k_outcome);
  } else {
    out += ",\"outcome\":null";
  }
  out += '}';
}

std::string list(sqlite3_stmt* query, const Names& names) {
  std::string out = "{\"items\":[";
  sqlite3_bind_int(query, sqlite3_bind_parameter_count(query), k_limit + 1);  // the last one
  std::int64_t last_at = 0;
  std::int64_t last_number = 0;
  int count = 0;
  bool more = false;
  while (sqlite3_step(query) == SQLITE_ROW) {
    if (count == k_limit) {
      more = true;
      break;
    }
    if (count++ > 0) out += ',';
    item(out, query, names);
    last_at = sqlite3_column_int64(query, k_submitted_at);
    last_number = sqlite3_column_int64(query, k_number);
  }
  sqlite3_reset(query);
  out += "],\"next\":";
  if (more) {
    out += "\"0." + std::to_string(last_at) + "." + std::to_string(last_number) + '"';
  } else {
    out += "null";
  }
  return out + ",\"found\":null}";
}

}  // namespace

// bare_list DATABASE SECONDS [FILE with the server's answer]
int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const Names names = load(argv[1]);
  std::string sql;
  for (const auto* s = store::Sql::first(); s != nullptr; s = s->next()) {
    if (s->name() == "queue.public") sql = s->text();
  }
  // $8 is a name to SQLite; ?8 is the same place by number.
  for (char& c : sql) c = c == '$' ? '?' : c;
  sqlite3* db = nullptr;
  sqlite3_stmt* query = nullptr;
  if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr) !=
          SQLITE_OK ||
      sqlite3_exec(db,
                   "PRAGMA cache_size=-8192;"
                   "PRAGMA case_sensitive_like=ON",
                   nullptr, nullptr, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &query, nullptr) !=
          SQLITE_OK) {
    std::fprintf(stderr, "bare_list: %s\n", sqlite3_errmsg(db));
    return 1;
  }
  std::string out = list(query, names);
  bool same = false;
  if (argc > 3) {
    std::ifstream file(argv[3], std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    same = content.str() == out;
  }
  const double seconds = std::atof(argv[2]);
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  std::int64_t rounds = 0;
  double wall = 0;
  while (wall < seconds) {
    for (int i = 0; i < 100; ++i) out = list(query, names);
    rounds += 100;
    wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  const double cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  const auto n = static_cast<double>(rounds);
  std::printf("{\"rps\":%.0f,\"cpu_us\":%.2f,\"bytes\":%zu,\"same\":%s}\n", n / wall,
              cpu_s / n * 1e6, out.size(), same ? "true" : "false");
  sqlite3_finalize(query);
  sqlite3_close(db);
  return 0;
}
