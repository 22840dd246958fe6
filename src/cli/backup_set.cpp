#include "cli/backup_set.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.hpp"
#include "media/disk.hpp"
#include "media/store.hpp"

namespace camaug::cli {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr std::int64_t k_form = 1;
constexpr std::string_view k_manifest = "/manifest.json";

bj::object json_of(const BackupFile& file) {
  return {{"bytes", file.bytes}, {"sha256", file.sha256}};
}

BackupFile file_of(const bj::value& value) {
  return {value.at("bytes").as_int64(), std::string(value.at("sha256").as_string())};
}

bj::object json_of(const Manifest& manifest) {
  bj::array media;
  for (const auto& [name, file] : manifest.media) {
    auto one = json_of(file);
    one["id"] = name.first;
    one["name"] = name.second;
    media.push_back(std::move(one));
  }
  return {{"form", k_form},
          {"made_at", format_rfc3339(manifest.made_at)},
          {"schema", manifest.schema},
          {"reports", manifest.reports},
          {"head_n", manifest.head_n},
          {"head_hash", manifest.head_hash},
          {"database", json_of(manifest.database)},
          {"media", std::move(media)},
          {"missing", bj::value_from(manifest.missing)}};
}

Manifest manifest_of(const bj::value& value) {
  if (value.at("form").as_int64() != k_form) throw std::runtime_error("another form");
  Manifest out;
  out.made_at = parse_rfc3339(value.at("made_at").as_string()).value();
  out.schema = value.at("schema").as_int64();
  out.reports = value.at("reports").as_int64();
  out.head_n = value.at("head_n").as_int64();
  out.head_hash = value.at("head_hash").as_string();
  out.database = file_of(value.at("database"));
  for (const auto& one : value.at("media").as_array()) {
    // A manifest may be a stranger's: its names become paths.
    MediaName name{std::string(one.at("id").as_string()),
                   media::checked_name(std::string(one.at("name").as_string()))};
    static_cast<void>(media::place_of_id(name.first));
    out.media.emplace(std::move(name), file_of(one));
  }
  for (const auto& id : value.at("missing").as_array()) out.missing.emplace_back(id.as_string());
  return out;
}

Failure unwritable(const std::string& path) {
  return fail(ErrorCode::unavailable, "error.data_dir.unwritable", path);
}

}  // namespace

std::string set_name(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::milliseconds>(at - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text;
}

Result<BackupFile> backup_file(const std::string& path) {
  auto hash = media::sha256_file(path);
  if (!hash) return Failure(hash.error());
  std::error_code fault;
  const auto bytes = fs::file_size(path, fault);
  if (fault) return fail(ErrorCode::not_found, "error.media.file_missing", path);
  return BackupFile{static_cast<std::int64_t>(bytes), std::move(*hash)};
}

Result<void> Backup::make() const {
  std::error_code fault;
  for (const char* folder : {"", "/sets", "/media"}) {
    fs::create_directories(root_ + folder, fault);
    if (!fault) fs::permissions(root_ + folder, fs::perms::owner_all, fault);
    if (fault) return unwritable(root_ + folder);
  }
  return {};
}

std::vector<std::string> Backup::sets() const {
  std::vector<std::string> out;
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(root_ + "/sets", fault)) {
    if (fs::exists(entry.path().string() + std::string(k_manifest))) {
      out.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(out);
  return out;
}

Result<std::string> Backup::find(const std::string& name) const {
  const auto all = sets();
  if (name.empty() && !all.empty()) return all.back();
  if (std::ranges::find(all, name) != all.end()) return name;
  return fail(ErrorCode::not_found, "error.backup.none", root_ + (name.empty() ? "" : ", " + name));
}

std::string Backup::pool_path(const MediaName& name) const {
  return root_ + "/media/" + media::place_of_id(name.first) + "/" + name.second;
}

Result<Manifest> Backup::read(const std::string& set) const {
  const std::string path = set_dir(set) + std::string(k_manifest);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  try {
    const auto parsed = json::parse(text.str());
    if (parsed) return manifest_of(*parsed);
  } catch (const std::exception&) {
    // Said below: whatever is wrong with it, it is no manifest.
  }
  return fail(ErrorCode::invalid, "error.backup.manifest", path);
}

Result<void> Backup::write(const std::string& set, const Manifest& manifest) const {
  const std::string path = set_dir(set) + std::string(k_manifest);
  const std::string half = path + ".part";
  {
    std::ofstream file(half, std::ios::binary);
    file << bj::serialize(json_of(manifest)) << '\n';
    file.flush();
    if (!file) return unwritable(half);
  }
  if (auto synced = media::sync_path(half); !synced) return synced;
  std::error_code fault;
  fs::rename(half, path, fault);
  if (fault) return unwritable(path);
  return media::sync_path(set_dir(set));
}

Result<BackupFile> Backup::bring(const std::string& path, const MediaName& name) const {
  const fs::path target = pool_path(name);
  const fs::path half = target.string() + ".part";
  std::error_code fault;
  fs::create_directories(target.parent_path(), fault);
  if (!fault) fs::copy_file(path, half, fs::copy_options::overwrite_existing, fault);
  if (fault) return unwritable(half.string());
  auto facts = backup_file(half.string());
  if (!facts) return facts;
  if (auto synced = media::sync_path(half.string()); !synced) return Failure(synced.error());
  fs::rename(half, target, fault);
  if (fault) return unwritable(target.string());
  if (auto synced = media::sync_path(target.parent_path().string()); !synced) {
    return Failure(synced.error());
  }
  return facts;
}

Result<std::pair<int, int>> Backup::prune(int keep, const std::string& current) const {
  auto all = sets();
  const auto most = static_cast<std::size_t>(std::max(keep, 1));
  const std::size_t too_many = all.size() > most ? all.size() - most : 0;
  const std::set<std::string> kept(all.begin() + static_cast<std::ptrdiff_t>(too_many), all.end());
  std::set<std::string> named;
  for (const auto& set : kept) {
    const auto manifest = read(set);
    // Nothing of the pool is removed while it is not known what belongs to whom.
    if (!manifest) return Failure(manifest.error());
    for (const auto& [name, file] : manifest->media) named.insert(pool_path(name));
  }
  std::pair<int, int> removed{0, 0};
  std::error_code fault;
  std::vector<fs::path> gone;
  for (const auto& entry : fs::directory_iterator(root_ + "/sets", fault)) {
    const auto name = entry.path().filename().string();
    if (!kept.contains(name) && name != current) gone.push_back(entry.path());
  }
  removed.first = static_cast<int>(gone.size());
  for (const auto& entry : fs::recursive_directory_iterator(root_ + "/media", fault)) {
    if (!entry.is_regular_file() || named.contains(entry.path().string())) continue;
    gone.push_back(entry.path());
    removed.second += 1;
  }
  for (const auto& path : gone) {
    fs::remove_all(path, fault);
    if (fault) return unwritable(path.string());
  }
  return removed;
}

}  // namespace camaug::cli
