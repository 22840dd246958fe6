// What a wrong profile is answered: each fault by file, line, column and key. One change at a time
// to the shipped files.
#include "domain/profile_faults.hpp"

#include <algorithm>

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

struct Change {
  std::string file;
  std::string from;  // "" appends `to`
  std::string to;
  std::string column;  // CSV column or JSON path
  std::string key;
};

std::string apply(const Change& change, ProfileFiles& files) {
  std::string& content = files.at(change.file);
  std::size_t place = content.size();
  if (change.from.empty()) {
    content += change.to;
  } else {
    place = content.find(change.from);
    REQUIRE_MESSAGE(place != std::string::npos, change.file << " lacks " << change.from);
    content.replace(place, change.from.size(), change.to);
  }
  const auto end = content.begin() + static_cast<std::ptrdiff_t>(place);
  return std::to_string(std::count(content.begin(), end, '\n') + 1);
}

void expect(const Change& change) {
  ProfileFiles files = shipped_files();
  const std::string line = apply(change, files);
  const auto loaded = load_profile(files);
  REQUIRE_FALSE_MESSAGE(loaded.has_value(), change.file << ": " << change.to << " was accepted");
  const bool rows = change.file.ends_with(".csv");
  const std::string where =
      change.file + (rows ? ":" + line : "") + (change.column.empty() ? "" : ":" + change.column);
  bool found = false;
  std::string all;
  for (const FieldError& field : loaded.error().fields) {
    found = found || (field.field == where && field.key == "error." + change.key);
    all += "\n  " + field.field + " " + field.key;
  }
  CHECK_MESSAGE(found, "wanted " << where << " " << change.key << ", got" << all);
}

const std::string k_police = "Ca Mau City Police,964,2022-07-01,2025-02-28,ca_tinh";

}  // namespace

TEST_CASE("profile faults: tables") {
  expect({"agencies.csv", "code,class", "code,klass", "class", "profile.column_missing"});
  expect({"emergency.csv", "", "119,\"open\n", "", "csv.open_quote"});
  expect({"emergency.csv", "", "119,x\n", "", "profile.cell_count"});
  expect({"emergency.csv", "", "call me,a,a,,no,\n", "number", "profile.phone"});
  expect({"emergency.csv", "", "119,,a,,no,\n", "name", "profile.cell_empty"});
  expect({"emergency.csv", "", "119,a\x01,a,,no,\n", "name", "profile.bad_text"});
  expect({"emergency.csv", "", "119,a,a,,perhaps,\n", "verified", "profile.bad_flag"});
}

TEST_CASE("profile faults: areas") {
  expect({"areas_2025.csv", "31825,ward", "31825,hamlet", "type", "profile.area_type"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,,,,,954,yes\n", "parent",
          "profile.area_without_parent"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,31825,,,,954,yes\n", "parent",
          "profile.area_parent"});
  expect({"areas_2025.csv", "", "31825,commune,X,Xã X,X,96,,,,954,yes\n", "code",
          "profile.code_twice"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,96,,,,954,yes\n", "code",
          "profile.no_predecessor"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,96,,1,,954,yes\n", "lon7",
          "profile.half_a_point"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,96,,,,777,yes\n", "counted_as",
          "profile.area_unknown"});
  expect({"areas_2025.csv", "", "99999,commune,X,Xã X,X,96,,91.5,1,954,yes\n", "lat7",
          "profile.bad_number"});
  expect(
      {"areas_2022.csv", "", "99999,commune,X,Xã X,X,964,,,,,\n", "code", "profile.no_successor"});
  expect({"area_map.csv", "", "99999,31825,whole,\n", "old_code", "profile.area_unknown"});
  expect({"area_map.csv", "", "31813,99999,whole,\n", "new_code", "profile.area_unknown"});
  expect({"area_map.csv", "", "31813,31834,part,\n", "old_code", "profile.successor_twice"});
  expect({"area_map.csv", "", "31813,31825,most,\n", "extent", "profile.extent"});
}

TEST_CASE("profile faults: outlines") {
  expect(
      {"communes.geojson", "[105.734,9.31869]", "[105.735,9.31869]", "31825", "profile.ring_open"});
  expect({"communes.geojson", "[105.7337,9.31918]", "[9.31918,105.7337]", "31825",
          "profile.coordinates"});
  expect({"communes.geojson", "[105.7337,9.31918]", "[105.7337,19.31918]", "31825",
          "profile.outside_box"});
  expect({"communes.geojson", "\"code\":\"31825\"", "\"code\":\"77777\"", "77777",
          "profile.area_unknown"});
  expect({"communes.geojson", "\"code\":\"31825\"", "\"code\":\"31834\"", "31834",
          "profile.code_twice"});
  expect({"communes.geojson", "\"code\":\"31825\"", "\"code\":\"77777\"", "31825",
          "profile.no_polygon"});
  expect({"communes.geojson", "\"code\":\"31825\"", "\"kode\":\"31825\"", "features[0]",
          "profile.feature_code"});
  expect({"communes.geojson", "{", "[", "", "profile.bad_json"});
}

TEST_CASE("profile faults: agencies") {
  expect({"agencies.csv", "so_xd,department", "so_xd,ministry", "class", "profile.agency_class"});
  expect({"agencies.csv", "", "so_yt,department,X,X,96,2022-07-01,,,,no,\n", "code",
          "profile.code_twice"});
  expect({"agencies.csv", "so_xd,department", "So Xd,department", "code", "profile.bad_code"});
  expect({"agencies.csv", k_police, "City,999,2022-07-01,2025-02-28,ca_tinh", "area",
          "profile.agency_area"});
  expect({"agencies.csv", k_police, "City,964,2025-03-01,2025-02-28,ca_tinh", "valid_to",
          "profile.dates_reversed"});
  expect({"agencies.csv", k_police, "City,964,01/07/2022,2025-02-28,ca_tinh", "valid_from",
          "profile.bad_date"});
  expect({"agencies.csv", k_police, "City,964,2022-07-01,2025-02-28,ca_x", "parent",
          "profile.agency_unknown"});
  expect({"agencies.csv", k_police, "City,964,2022-07-01,,ca_tinh", "successor",
          "profile.successor_and_end"});
  expect({"agencies.csv", k_police + ",commune_police", k_police + ",village_police", "successor",
          "profile.agency_or_class"});
  expect({"agencies.csv", "", "ca_x,commune_police,X,X,31825,2026-01-01,,ca_tinh,,no,\n",
          "valid_from", "profile.agency_overlap"});
}

TEST_CASE("profile faults: fields, tiles, defaults") {
  expect({"fields.json", "\"power_company\"", "\"gas_company\"", "power.power_cut.default_agency",
          "profile.agency_or_class"});
  ProfileFiles files = shipped_files();
  apply({"agencies.csv", "dien_luc_bl,power_company", "dien_luc_bl,department", "", ""}, files);
  const auto nobody = load_profile(files);
  REQUIRE_FALSE(nobody.has_value());
  CHECK(nobody.error().fields.at(0).field == "fields.json:power.power_cut.default_agency");
  CHECK(nobody.error().fields.at(0).key == "error.profile.nobody_competent");
  expect({"fields.json", "\"code\": \"theft\"", "\"code\": \"drugs\"",
          "fields[0].sub_fields[2].code", "profile.code_twice"});
  expect({"fields.json", "\"private_default\"", "\"sometimes\"",
          "fields[0].sub_fields[0].publicity", "profile.publicity"});
  expect({"fields.json", "\"repair_days\": 7", "\"repair_days\": 0",
          "fields[0].sub_fields[0].repair_days", "field.out_of_range"});
  expect({"fields.json", "\"urgent_hint\"", "\"urgent\"", "fields[0].sub_fields[0].urgent",
          "field.unknown"});
  expect({"tiles.json", "\"field\": \"power\"", "\"field\": \"powder\"", "tiles[1].field",
          "profile.field_unknown"});
  expect({"tiles.json", "\"fire_risk\"", "\"road\"", "tiles[7].sub_field",
          "profile.sub_field_unknown"});
}

TEST_CASE("profile faults: routing") {
  const auto rule = [](std::string line, std::string column, std::string key) {
    expect({"routing.csv", "", std::move(line), std::move(column), std::move(key)});
  };
  rule("magic,,96,2022-07-01,,portal,,\n", "field", "profile.field_unknown");
  rule("water,road,96,2022-07-01,,portal,,\n", "sub_field", "profile.sub_field_unknown");
  rule("water,,999,2022-07-01,,portal,,\n", "area", "profile.agency_area");
  rule("water,,964,2026-07-01,,portal,,\n", "area", "profile.agency_area");
  rule("water,,96,2022-07-01,,nobody,,\n", "lead", "profile.agency_or_class");
  rule("water,,96,2022-07-01,,portal,so_xd;nobody,\n", "cooperating", "profile.agency_or_class");
  rule("water,,96,2022-07-01,,portal,portal,\n", "cooperating", "profile.lead_twice");
  rule("water,,96,2022-07-01,2022-01-01,portal,,\n", "valid_to", "profile.dates_reversed");
  rule("infrastructure,road,96,2025-06-30,,so_xd,,\n", "valid_from", "profile.rule_overlap");
  rule("*,,sea,2030-01-01,,thuy_san,,\n", "valid_from", "profile.rule_overlap");
}

TEST_CASE("profile faults: scope guard") {
  expect({"out_of_scope.json", "\"code\": \"unusable\"", "\"code\": \"odd\"", "kinds[5].code",
          "profile.scope_kind"});
  expect({"out_of_scope.json", "\"code\": \"unusable\"", "\"code\": \"complaint\"", "kinds",
          "profile.scope_kind_missing"});
  expect({"out_of_scope.json", "\"tach ho\"", "\"tách hộ\"", "guards[3].phrases",
          "profile.not_folded"});
  expect({"out_of_scope.json", "\"tach ho\"", "\"tach thua\"", "guards[3].phrases",
          "profile.code_twice"});
  expect({"scope_samples.csv", "", "abc,magic,in\n", "field", "profile.field_unknown"});
  expect({"scope_samples.csv", "", "abc,,perhaps\n", "expected", "profile.scope_kind"});
}

TEST_CASE("profile faults: calendar") {
  expect({"calendar.csv", "2027-01-01,holiday", "2027-01-01,feast", "kind", "profile.day_kind"});
  expect({"calendar.csv", "", "2027-01-01,holiday,X,X,no,\n", "date", "calendar.duplicate_day"});
  expect({"calendar.csv", "", "2027-12-06,makeup_work,X,X,no,\n", "date",
          "calendar.makeup_on_weekday"});
  expect({"calendar.csv", "", "2027-02-30,holiday,X,X,no,\n", "date", "profile.bad_date"});
  const auto whole_file = [](std::string from, std::string to, std::string key) {
    ProfileFiles files = shipped_files();
    apply({"calendar.csv", std::move(from), std::move(to), "", ""}, files);
    const auto loaded = load_profile(files);
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().fields.at(0).field == "calendar.csv:date");
    CHECK(loaded.error().fields.at(0).key == key);
  };
  whole_file("", "2029-01-01,holiday,X,X,no,\n", "error.profile.year_missing");
  whole_file("2024-09-02,", "2024-09-04,", "error.profile.holiday_missing");
}

TEST_CASE("profile faults: policy and province") {
  expect({"policy.json", "by_start_day", "by_mood", "policies[0].rule", "profile.rule"});
  expect(
      {"policy.json", "\"07:00-17:00\"", "\"17:00-07:00\"", "policies[0].shift", "profile.hours"});
  expect({"policy.json", "\"working_minutes\": 120", "\"working_minutes\": 0",
          "policies[0].limits.dispatch.working_minutes", "field.out_of_range"});
  expect({"policy.json", "\"areas\": []", "\"areas\": [\"999\"]", "camau-17-2022",
          "profile.area_unknown"});
  expect({"policy.json", "\"call_list\"", "\"mayor\"", "duty_ladder[2].who", "profile.duty_who"});
  expect({"policy.json", "\"percent\": 50", "\"percent\": 20", "duty_ladder[1].percent",
          "profile.duty_order"});
  expect(
      {"profile.json", "\"2025-06-30\"", "\"2025-06-29\"", "editions[0]", "profile.edition_gap"});
  expect({"profile.json", "\"map\": \"area_map.csv\",", "", "editions[0]",
          "profile.edition_without_map"});
  expect({"profile.json", "\"+07:00\"", "\"+08:00\"", "utc_offset", "profile.zone"});
  expect({"profile.json", "\"CM\"", "\"Cm\"", "code_prefix", "profile.prefix"});
  expect({"profile.json", "\"coordinator\": \"portal\"", "\"coordinator\": \"ioc\"", "coordinator",
          "profile.agency_unknown"});
  expect({"profile.json", "\"96\"", "\"97\"", "province_code", "profile.agency_area"});
}
