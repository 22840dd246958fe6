#include "store/profile.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_version{"profile.version", "SELECT COALESCE(MAX(version), 0) FROM profile_file"};
const Sql k_files{"profile.files", "SELECT name, body FROM profile_file WHERE version = $1"};
const Sql k_file{"profile.file",
                 "SELECT body FROM profile_file WHERE name = $1 ORDER BY version DESC LIMIT 1"};
const Sql k_add{"profile.add",
                "INSERT INTO profile_file (version, name, body, loaded_at)"
                " VALUES ($1, $2, $3, $4)"};
const Sql k_put_area{"profile.put_area",
                     "INSERT INTO area (id, edition, code, name, level, parent, path)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET"
                     " name = excluded.name, level = excluded.level, parent = excluded.parent,"
                     " path = excluded.path"};
const Sql k_put_agency{"profile.put_agency",
                       "INSERT INTO agency (code, name, class, area) VALUES ($1, $2, $3, $4)"
                       " ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                       " class = excluded.class, area = excluded.area"};

// "/96/2025-31825/": the province's code without its edition, then the ids down to the area.
std::string path_of(const domain::Areas& areas, std::string_view id) {
  std::string path = "/";
  const auto line = areas.line(id);
  for (auto it = line.rbegin(); it != line.rend(); ++it) {
    path += it == line.rbegin() ? (*it)->code : (*it)->id;
    path += '/';
  }
  return path;
}

void save_areas(Tx& tx, const domain::Areas& areas) {
  for (const auto& edition : areas.editions()) {
    for (const auto& id : edition.areas) {
      const domain::Area* area = areas.find(id);
      if (area == nullptr) continue;
      std::optional<std::string> parent;
      if (!area->parent.empty()) parent = area->parent;
      tx.execute(k_put_area, area->id, area->edition, area->code, area->full_name, word(area->type),
                 parent, path_of(areas, area->id));
    }
  }
}

}  // namespace

std::int64_t profile_version(Reader& reader) {
  return reader.value<std::int64_t>(k_version).value_or(0);
}

std::optional<std::string> profile_file(Reader& reader, std::string_view name) {
  return reader.value<std::string>(k_file, name);
}

ProfileTexts profile_files(Reader& reader) {
  ProfileTexts files;
  reader.each(
      k_files, [&](const Row& row) { files[std::string(row.text(0))] = row.text(1); },
      profile_version(reader));
  return files;
}

void save_profile(Tx& tx, const ProfileTexts& files, const domain::Areas& areas,
                  const domain::Agencies& agencies, Instant now) {
  const std::int64_t version = profile_version(tx) + 1;
  for (const auto& [name, body] : files) tx.execute(k_add, version, name, body, now);
  save_areas(tx, areas);
  for (const auto& agency : agencies.all()) {
    std::optional<std::string> area;
    if (!agency.area.empty()) area = agency.area;
    tx.execute(k_put_agency, agency.code, agency.name, agency.agency_class, area);
  }
}

}  // namespace camaug::store
