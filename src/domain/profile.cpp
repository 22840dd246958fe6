// Puts a province together from its files in the order in which they depend on one another, and
// checks what no single file can know.
#include "domain/profile.hpp"

#include <algorithm>
#include <set>

#include "domain/profile_policy.hpp"

namespace camaug::domain {
namespace {

constexpr std::string_view k_file = "profile.json";

Label read_label(json::ObjectReader& reader, std::string_view name, Faults& faults) {
  Label label;
  const auto* member = reader.member(name);
  if (member == nullptr) {
    reader.fault(name, "error.field.missing");
    return label;
  }
  json::ObjectReader inner(*member, std::string(name));
  label.vi = inner.text("vi", 200);
  label.en = inner.text("en", 200);
  if (const auto error = inner.done()) faults.add_all(k_file, *error);
  return label;
}

Box7 read_box(json::ObjectReader& reader, Faults& faults) {
  Box7 box;
  const auto* member = reader.member("box");
  if (member == nullptr) {
    reader.fault("box", "error.field.missing");
    return box;
  }
  json::ObjectReader inner(*member, "box");
  box.lat7_min = inner.integer("lat7_min", -900'000'000, 900'000'000);
  box.lat7_max = inner.integer("lat7_max", -900'000'000, 900'000'000);
  box.lon7_min = inner.integer("lon7_min", -1'800'000'000, 1'800'000'000);
  box.lon7_max = inner.integer("lon7_max", -1'800'000'000, 1'800'000'000);
  if (inner.ok() && (box.lat7_min >= box.lat7_max || box.lon7_min >= box.lon7_max)) {
    inner.fault("lat7_min", "error.profile.box_empty");
  }
  if (const auto error = inner.done()) faults.add_all(k_file, *error);
  return box;
}

EditionFiles read_edition(const boost::json::value& value, std::size_t i, Faults& faults) {
  json::ObjectReader reader(value, "editions[" + std::to_string(i) + "]");
  EditionFiles source;
  source.edition.code = reader.text("code", 20);
  if (!is_code(source.edition.code)) {
    reader.fault("code", "error.profile.bad_code", {source.edition.code});
  }
  const std::string from = reader.text("valid_from", 10);
  const auto first = parse_date(from);
  if (!first) reader.fault("valid_from", "error.profile.bad_date", {from});
  source.edition.valid_from = first.value_or(LocalDate{});
  if (const auto until = reader.optional_text("valid_until", 10)) {
    source.edition.valid_until = parse_date(*until);
    if (!source.edition.valid_until) {
      reader.fault("valid_until", "error.profile.bad_date", {*until});
    }
  }
  source.areas = reader.text("areas", 80);
  source.map = reader.optional_text("map", 80).value_or("");
  source.polygons = reader.optional_text("polygons", 80).value_or("");
  if (const auto error = reader.done()) faults.add_all(k_file, *error);
  return source;
}

// Each edition begins the day after the one before ended; only the last one is open.
void check_editions(const std::vector<EditionFiles>& editions, Faults& faults) {
  std::set<std::string> codes;
  for (std::size_t i = 0; i < editions.size(); ++i) {
    const Edition& edition = editions[i].edition;
    const std::string path = "editions[" + std::to_string(i) + "]";
    if (!codes.insert(edition.code).second) {
      faults.add(k_file, 0, path, "error.profile.code_twice", {edition.code});
    }
    if (i + 1 == editions.size()) {
      if (edition.valid_until) faults.add(k_file, 0, path, "error.profile.last_edition_ends");
      continue;
    }
    const Edition& next = editions[i + 1].edition;
    if (editions[i + 1].map.empty()) {
      faults.add(k_file, 0, path, "error.profile.edition_without_map", {next.code});
    }
    const bool joined =
        edition.valid_until && std::chrono::sys_days(*edition.valid_until) + std::chrono::days(1) ==
                                   std::chrono::sys_days(next.valid_from);
    if (!joined) faults.add(k_file, 0, path, "error.profile.edition_gap", {next.code});
  }
}

std::vector<EditionFiles> read_info(const ProfileFiles& files, ProvinceInfo& info, Faults& faults) {
  std::vector<EditionFiles> editions;
  const auto document = read_json(files, k_file, faults);
  if (!document) return editions;
  json::ObjectReader reader(*document);
  info.id = reader.text("id", 40);
  info.name = read_label(reader, "name", faults);
  info.full_name = read_label(reader, "full_name", faults);
  info.contact = read_label(reader, "contact", faults);
  info.code_prefix = reader.text("code_prefix", 4);
  const bool capitals =
      std::ranges::all_of(info.code_prefix, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!capitals) reader.fault("code_prefix", "error.profile.prefix", {info.code_prefix});
  info.province_code = reader.text("province_code", 20);
  info.coordinator = reader.text("coordinator", 40);
  // The program counts in +07:00 (base/time.hpp); another zone needs another build.
  const std::string offset = reader.text("utc_offset", 6);
  if (offset != "+07:00") reader.fault("utc_offset", "error.profile.zone", {offset});
  info.box = read_box(reader, faults);
  if (const auto* sea = reader.member("sea")) {
    json::ObjectReader inner(*sea, "sea");
    info.sea.km_max = inner.integer("km_max", 1, 400);
    info.sea.land_border_m = inner.integer("land_border_m", 0, 20'000);
    if (const auto error = inner.done()) faults.add_all(k_file, *error);
  }
  info.public_agencies = reader.boolean("public_agencies", false);
  reader.member("editions");
  if (const auto error = reader.done()) faults.add_all(k_file, *error);
  const auto* list = read_array(*document, k_file, "editions", faults);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    editions.push_back(read_edition((*list)[i], i, faults));
  }
  if (editions.empty()) faults.add(k_file, 0, "editions", "error.profile.no_edition");
  check_editions(editions, faults);
  return editions;
}

AreaIndex read_index(const ProfileFiles& files, const std::vector<EditionFiles>& editions,
                     const Province& province, Faults& faults) {
  const auto source =
      std::ranges::find_if(editions.rbegin(), editions.rend(),
                           [](const EditionFiles& edition) { return !edition.polygons.empty(); });
  if (source == editions.rend()) return {};
  const std::string& edition = source->edition.code;
  auto shapes = read_shapes(files, source->polygons, &province.info.box, faults);
  std::set<std::string> drawn;
  for (Shape& shape : shapes) {
    const Area* area = province.areas.find(edition, shape.code);
    if (area == nullptr || !area->is_unit()) {
      faults.add(source->polygons, 0, shape.code, "error.profile.area_unknown", {shape.code});
    } else if (!drawn.insert(area->id).second) {
      faults.add(source->polygons, 0, shape.code, "error.profile.code_twice", {shape.code});
    }
    shape.code = edition + "-" + shape.code;
  }
  std::string sea;
  for (const Area* area : province.areas.units(edition)) {
    if (area->type == AreaType::sea) {
      sea = area->id;
    } else if (!drawn.contains(area->id)) {
      faults.add(source->polygons, 0, area->code, "error.profile.no_polygon", {area->full_name});
    }
  }
  const auto neighbours = sea.empty() ? std::vector<Shape>{}
                                      : read_shapes(files, "neighbours.geojson", nullptr, faults);
  if (!faults.empty()) return {};
  return {std::move(shapes), neighbours, province.info.sea, std::move(sea)};
}

std::vector<EmergencyNumber> read_emergency(const ProfileFiles& files, Faults& faults) {
  static constexpr std::array<std::string_view, 6> k_columns = {"number", "name",     "name_en",
                                                                "scope",  "verified", "evidence"};
  Table table(files, "emergency.csv", k_columns, faults);
  std::vector<EmergencyNumber> numbers;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    EmergencyNumber number;
    number.number = table.needed(row, "number");
    if (number.number.find_first_not_of("0123456789 ") != std::string::npos) {
      table.fault(row, "number", "error.profile.phone", {number.number});
    }
    number.label = {table.needed(row, "name"), table.needed(row, "name_en")};
    number.scope = table.text(row, "scope");
    number.verified = table.flag(row, "verified");
    numbers.push_back(std::move(number));
  }
  return numbers;
}

// A code of agencies.csv or a class; and somebody must answer for it at every unit of today.
void check_defaults(const Province& province, Faults& faults) {
  const Edition& edition = province.areas.editions().back();
  for (const Field& field : province.taxonomy.fields()) {
    for (const SubField& sub : field.sub_fields) {
      const std::string& wanted = sub.default_agency;
      const std::string path = field.code + "." + sub.code + ".default_agency";
      if (!is_agency_class(wanted) && province.agencies.find(wanted) == nullptr) {
        faults.add("fields.json", 0, path, "error.profile.agency_or_class", {wanted});
        continue;
      }
      for (const Area* area : province.areas.units(edition.code)) {
        if (!area->is_unit()) continue;
        if (province.agencies.resolve(province.areas, wanted, area->id, edition.valid_from))
          continue;
        faults.add("fields.json", 0, path, "error.profile.nobody_competent",
                   {wanted, area->full_name});
        break;
      }
    }
  }
}

void check_whole(const Province& province, Faults& faults) {
  for (const Edition& edition : province.areas.editions()) {
    if (province.areas.find(edition.code, province.info.province_code) == nullptr) {
      faults.add(k_file, 0, "province_code", "error.profile.agency_area",
                 {province.info.province_code, edition.code});
    }
  }
  if (province.agencies.find(province.info.coordinator) == nullptr) {
    faults.add(k_file, 0, "coordinator", "error.profile.agency_unknown",
               {province.info.coordinator});
  }
  for (const PolicyVersion& policy : province.policies) {
    for (const std::string& code : policy.areas) {
      const bool known =
          std::ranges::any_of(province.areas.editions(), [&](const Edition& edition) {
            return province.areas.find(edition.code, code) != nullptr;
          });
      if (!known) faults.add("policy.json", 0, policy.id, "error.profile.area_unknown", {code});
    }
  }
  check_defaults(province, faults);
}

}  // namespace

std::optional<CountedArea> Province::area_on(std::string_view area, LocalDate day,
                                             const Point7* point) const {
  const Edition& edition = areas.edition_at(day);
  const Area* known = areas.find(area);
  if (known != nullptr && known->edition == edition.code) return CountedArea{known->id, false};
  if (point != nullptr) {
    if (const auto unit = index.commune_at(*point)) {
      const Area* found = areas.find(*unit);
      if (found != nullptr && found->edition == edition.code) return CountedArea{found->id, false};
    }
  }
  return areas.counted_as(area, edition.code);
}

Result<const PolicyVersion*> Province::policy_for(Instant start, std::string_view area) const {
  return domain::policy_for(policies, start, areas.codes(area));
}

std::vector<const EmergencyNumber*> Province::verified_numbers() const {
  std::vector<const EmergencyNumber*> shown;
  for (const EmergencyNumber& number : emergency) {
    if (number.verified) shown.push_back(&number);
  }
  return shown;
}

Result<Province> load_profile(const ProfileFiles& files) {
  Faults faults;
  Province province;
  const auto editions = read_info(files, province.info, faults);
  province.areas = Areas::read(files, editions, faults);
  province.index = read_index(files, editions, province, faults);
  province.taxonomy = Taxonomy::read(files, faults);
  province.agencies = Agencies::read(files, province.areas, faults);
  province.routing =
      read_routing(files, province.areas, province.agencies, province.taxonomy, faults);
  province.scope = Scope::read(files, province.taxonomy, faults);
  province.scope_samples = read_scope_samples(files, province.taxonomy, faults);
  province.calendar = read_calendar(files, faults);
  province.policies = read_policies(files, faults);
  province.duty_ladder = read_duty_ladder(files, faults);
  province.emergency = read_emergency(files, faults);
  if (faults.empty()) check_whole(province, faults);
  if (!faults.empty()) return Failure(faults.error());
  return province;
}

}  // namespace camaug::domain
