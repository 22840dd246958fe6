// The shipped province as a whole, and what missing and cut files are answered.
#include "domain/profile.hpp"

#include <algorithm>

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

// "field key" of every fault.
std::vector<std::string> faults_of(const ProfileFiles& files) {
  const auto loaded = load_profile(files);
  std::vector<std::string> faults;
  if (loaded) return faults;
  CHECK(loaded.error().key == "error.profile.invalid");
  for (const FieldError& field : loaded.error().fields) {
    faults.push_back(field.field + " " + field.key);
  }
  return faults;
}

}  // namespace

TEST_CASE("profile: the shipped one loads, with all its parts") {
  const Province& province = shipped_province();
  CHECK(province.info.code_prefix == "CM");
  CHECK(province.info.name.in(Lang::vi) == "Cà Mau");
  CHECK(province.taxonomy.fields().size() == 11);
  std::size_t sub_fields = 0;
  for (const Field& field : province.taxonomy.fields()) sub_fields += field.sub_fields.size();
  CHECK(sub_fields == 63);
  CHECK(province.taxonomy.tiles().size() == 12);
  CHECK_FALSE(province.taxonomy.tile("idea")->needs_place);
  CHECK(province.taxonomy.tile("fire")->sub_field == "fire_risk");
  CHECK(province.calendar.years() == std::vector<int>{2022, 2023, 2024, 2025, 2026, 2027});
  CHECK(province.calendar.provisional(2027));
  CHECK_FALSE(province.calendar.provisional(2024));
  CHECK(province.duty_ladder.size() == 3);
  CHECK(province.verified_numbers().size() == 5);
  CHECK(province.emergency.size() == 14);
}

TEST_CASE("profile: publicity of sub-fields, of a field and of the unknown") {
  const Taxonomy& taxonomy = shipped_province().taxonomy;
  CHECK(taxonomy.publicity("infrastructure", "road") == Publicity::normal);
  CHECK(taxonomy.publicity("security", "theft") == Publicity::never);
  CHECK(taxonomy.publicity("security", "noise") == Publicity::private_default);
  CHECK(taxonomy.publicity("infrastructure", "") == Publicity::normal);
  CHECK(taxonomy.publicity("security", "") == Publicity::private_default);
  CHECK(taxonomy.publicity("infrastructure", "theft") == Publicity::never);
  CHECK(taxonomy.publicity("nothing", "") == Publicity::never);
}

TEST_CASE("profile: the policy of a place and the unit of a place on a day") {
  const Province& province = shipped_province();
  const Instant start = instant_of(date("2026-08-03"), std::chrono::hours(9));
  const auto policy = province.policy_for(start, "2025-31825");
  REQUIRE(policy);
  CHECK((*policy)->id == "camau-17-2022");
  CHECK((*policy)->limit(ClockKind::dispatch).working_minutes == 120);
  CHECK((*policy)->limit(ClockKind::answer).off_minutes == 1440);
  CHECK_FALSE(province.policy_for(instant_of(date("2022-06-30")), "2022-964"));
  const Point7 in_hoa_thanh = *province.areas.find("2025-32041")->centre;
  CHECK(province.area_on("2022-32017", date("2026-01-01"))->approximate);
  CHECK(province.area_on("2022-32017", date("2026-01-01"), &in_hoa_thanh)->id == "2025-32041");
  CHECK_FALSE(province.area_on("2022-32017", date("2026-01-01"), &in_hoa_thanh)->approximate);
  CHECK(province.area_on("2025-32041", date("2026-01-01"))->id == "2025-32041");
}

TEST_CASE("profile: an empty folder names each missing file, nothing is loaded") {
  const auto faults = faults_of({});
  CHECK(faults.size() >= 8);
  for (const char* file : {"profile.json", "agencies.csv", "fields.json", "tiles.json",
                           "calendar.csv", "policy.json", "emergency.csv", "out_of_scope.json"}) {
    CHECK(std::ranges::find(faults, file + std::string(" error.profile.file_missing")) !=
          faults.end());
  }
}

TEST_CASE("profile: every shipped file that is read may be cut anywhere without a crash") {
  for (const auto& [name, content] : shipped_files()) {
    if (name == "communes.geojson") continue;
    for (const std::size_t part : {0U, 1U, 3U}) {
      ProfileFiles files = shipped_files();
      files.erase("communes.geojson");
      files.at(name) = content.substr(0, content.size() * part / 4);
      CHECK_FALSE(load_profile(files));
    }
  }
}
