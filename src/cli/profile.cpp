// Reading and reporting only; every sentence comes from texts/*/profile.json.
#include "cli/profile.hpp"

#include <fstream>
#include <ostream>
#include <sstream>
#include <string_view>
#include <vector>

#include "domain/profile.hpp"

namespace camaug::cli {
namespace {

namespace fs = std::filesystem;

bool is_profile_file(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".csv" || ending == ".json" || ending == ".geojson" || ending == ".topojson";
}

// "agencies.csv:12:class: ..." as compilers write it, so that editors jump to the line.
void print_faults(const Error& error, std::ostream& out, Lang lang) {
  for (const FieldError& field : error.fields) {
    out << field.field << ": " << text(lang, field.key, field.args) << '\n';
  }
  const std::string count = std::to_string(error.fields.size());
  out << text(lang, error.key, {count}) << '\n';
}

void print_summary(const domain::Province& province, std::ostream& out, Lang lang) {
  const auto line = [&](std::string_view key, const std::vector<std::string>& args) {
    out << text(lang, key, args) << '\n';
  };
  line("profile.summary.name", {province.info.full_name.in(lang), province.info.code_prefix});
  for (const domain::Edition& edition : province.areas.editions()) {
    std::size_t units = 0;
    for (const domain::Area* area : province.areas.units(edition.code)) {
      units += area->is_unit() ? 1 : 0;
    }
    line("profile.summary.edition",
         {edition.code, format_date(edition.valid_from), std::to_string(units)});
  }
  line("profile.summary.map",
       {std::to_string(province.index.units()), std::to_string(province.index.vertices())});
  std::size_t sub_fields = 0;
  for (const domain::Field& field : province.taxonomy.fields()) {
    sub_fields += field.sub_fields.size();
  }
  line("profile.summary.fields",
       {std::to_string(province.taxonomy.fields().size()), std::to_string(sub_fields),
        std::to_string(province.taxonomy.tiles().size())});
  line("profile.summary.agencies",
       {std::to_string(province.agencies.all().size()), std::to_string(province.routing.size())});
  const auto& years = province.calendar.years();
  line("profile.summary.calendar", {std::to_string(years.front()), std::to_string(years.back()),
                                    std::to_string(province.calendar.days().size())});
  for (const int year : years) {
    if (!province.calendar.provisional(year)) continue;
    line("profile.summary.provisional", {std::to_string(year)});
  }
  const auto score = domain::score(province.scope, province.scope_samples);
  line("profile.summary.scope",
       {std::to_string(province.scope.phrases().size()), std::to_string(score.found),
        std::to_string(score.out_of_scope), std::to_string(score.false_stops),
        std::to_string(score.in_scope)});
}

}  // namespace

Result<std::map<std::string, std::string>> read_profile_dir(const fs::path& folder) {
  constexpr std::uintmax_t k_file_bytes_max = 16U << 20U;
  std::error_code ec;
  fs::directory_iterator entries(folder, ec);
  if (ec) return fail(ErrorCode::not_found, "error.profile.no_folder", ec.message());
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : entries) {
    if (!entry.is_regular_file(ec) || !is_profile_file(entry.path())) continue;
    const std::string name = entry.path().filename().string();
    if (entry.file_size(ec) > k_file_bytes_max) {
      return fail(ErrorCode::too_large, "error.profile.file_too_large", name);
    }
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) return fail(ErrorCode::unavailable, "error.profile.unreadable", name);
    files.emplace(name, std::move(content).str());
  }
  return files;
}

int run_profile_check(const fs::path& folder, std::ostream& out, Lang lang) {
  const auto files = read_profile_dir(folder);
  if (!files) {
    const std::string what = folder.string() + ": " + files.error().detail;
    out << text(lang, files.error().key, {what}) << '\n';
    return 1;
  }
  const auto province = domain::load_profile(*files);
  if (!province) {
    print_faults(province.error(), out, lang);
    return 1;
  }
  print_summary(*province, out, lang);
  return 0;
}

}  // namespace camaug::cli
