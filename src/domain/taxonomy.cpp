// Reads and checks fields.json and tiles.json. Whether a default agency exists is checked where the
// agencies are known (profile.cpp).
#include "domain/taxonomy.hpp"

#include <algorithm>
#include <set>

namespace camaug::domain {
namespace {

constexpr std::size_t k_label_max = 120;

std::string path(std::string_view list, std::size_t i) {
  return std::string(list) + "[" + std::to_string(i) + "]";
}

std::string read_code(json::ObjectReader& reader, std::set<std::string>& seen) {
  std::string code = reader.text("code", 40);
  if (!is_code(code)) {
    reader.fault("code", "error.profile.bad_code", {code});
  } else if (!seen.insert(code).second) {
    reader.fault("code", "error.profile.code_twice", {code});
  }
  return code;
}

Label read_label(json::ObjectReader& reader) {
  Label label;
  label.vi = reader.text("vi", k_label_max);
  label.en = reader.text("en", k_label_max);
  return label;
}

SubField read_sub_field(json::ObjectReader& reader, std::set<std::string>& seen) {
  SubField sub;
  sub.code = read_code(reader, seen);
  sub.label = read_label(reader);
  sub.default_agency = reader.text("default_agency", 40);
  sub.urgent_hint = reader.boolean("urgent_hint", false);
  const std::string publicity = reader.text("publicity", 20);
  if (const auto known = parse_publicity(publicity)) {
    sub.publicity = *known;
  } else {
    reader.fault("publicity", "error.profile.publicity", {publicity});
  }
  sub.repair_days = static_cast<int>(reader.integer("repair_days", 1, 365));
  reader.optional_text("note", 300);
  return sub;
}

}  // namespace

const SubField* Field::find(std::string_view sub_field) const {
  const auto found = std::ranges::find(sub_fields, sub_field, &SubField::code);
  return found == sub_fields.end() ? nullptr : &*found;
}

const Field* Taxonomy::field(std::string_view code) const {
  const auto found = std::ranges::find(fields_, code, &Field::code);
  return found == fields_.end() ? nullptr : &*found;
}

const SubField* Taxonomy::sub_field(std::string_view field_code, std::string_view code) const {
  const Field* found = field(field_code);
  return found == nullptr ? nullptr : found->find(code);
}

const Tile* Taxonomy::tile(std::string_view code) const {
  const auto found = std::ranges::find(tiles_, code, &Tile::code);
  return found == tiles_.end() ? nullptr : &*found;
}

Publicity Taxonomy::publicity(std::string_view field_code, std::string_view sub_code) const {
  const Field* found = field(field_code);
  if (found == nullptr) return Publicity::never;
  if (sub_code.empty()) {
    const bool all = std::ranges::all_of(
        found->sub_fields, [](const SubField& sub) { return sub.publicity == Publicity::normal; });
    return all ? Publicity::normal : Publicity::private_default;
  }
  const SubField* sub = found->find(sub_code);
  return sub == nullptr ? Publicity::never : sub->publicity;
}

void Taxonomy::read_fields(const ProfileFiles& files, Faults& faults) {
  constexpr std::string_view k_file = "fields.json";
  const auto document = read_json(files, k_file, faults);
  const auto* list = document ? read_array(*document, k_file, "fields", faults) : nullptr;
  if (list == nullptr) return;
  std::set<std::string> codes;
  std::set<std::string> sub_codes;
  for (std::size_t i = 0; i < list->size(); ++i) {
    json::ObjectReader reader((*list)[i], path("fields", i));
    Field field;
    field.code = read_code(reader, codes);
    field.label = read_label(reader);
    reader.optional_text("evidence", 100);
    const auto* member = reader.member("sub_fields");
    const auto* children = member == nullptr ? nullptr : member->if_array();
    if (children == nullptr || children->empty()) {
      reader.fault("sub_fields", "error.profile.not_an_array");
    }
    for (std::size_t c = 0; children != nullptr && c < children->size(); ++c) {
      json::ObjectReader child((*children)[c], path(path("fields", i) + ".sub_fields", c));
      field.sub_fields.push_back(read_sub_field(child, sub_codes));
      if (const auto error = child.done()) faults.add_all(k_file, *error);
    }
    if (const auto error = reader.done()) faults.add_all(k_file, *error);
    fields_.push_back(std::move(field));
  }
}

void Taxonomy::read_tiles(const ProfileFiles& files, Faults& faults) {
  constexpr std::string_view k_file = "tiles.json";
  const auto document = read_json(files, k_file, faults);
  const auto* list = document ? read_array(*document, k_file, "tiles", faults) : nullptr;
  if (list == nullptr) return;
  std::set<std::string> codes;
  for (std::size_t i = 0; i < list->size(); ++i) {
    json::ObjectReader reader((*list)[i], path("tiles", i));
    Tile tile;
    tile.code = read_code(reader, codes);
    tile.label = read_label(reader);
    tile.field = reader.text("field", 40);
    tile.sub_field = reader.optional_text("sub_field", 40).value_or("");
    tile.quiet = reader.boolean("quiet", false);
    tile.needs_place = reader.boolean("needs_place", true);
    if (field(tile.field) == nullptr) {
      reader.fault("field", "error.profile.field_unknown", {tile.field});
    } else if (!tile.sub_field.empty() && sub_field(tile.field, tile.sub_field) == nullptr) {
      reader.fault("sub_field", "error.profile.sub_field_unknown", {tile.sub_field, tile.field});
    }
    if (const auto error = reader.done()) faults.add_all(k_file, *error);
    tiles_.push_back(std::move(tile));
  }
}

Taxonomy Taxonomy::read(const ProfileFiles& files, Faults& faults) {
  Taxonomy taxonomy;
  taxonomy.read_fields(files, faults);
  taxonomy.read_tiles(files, faults);
  return taxonomy;
}

}  // namespace camaug::domain
