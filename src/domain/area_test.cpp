// Both editions of the units: the tree, the way from one edition to the other, the search.
#include "domain/area.hpp"

#include <algorithm>

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

const Areas& areas() {
  return shipped_province().areas;
}

std::vector<std::string> names(const std::vector<AreaMatch>& matches) {
  std::vector<std::string> out;
  for (const AreaMatch& match : matches) {
    std::string line = match.area->full_name;
    if (match.old != nullptr) {
      line += " < " + match.old->full_name + ", " + match.old_district->full_name;
    }
    out.push_back(line);
  }
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

}  // namespace

TEST_CASE("area: both editions have their units") {
  const auto count = [](std::string_view edition, std::string_view root) {
    std::size_t n = 0;
    for (const Area* area : areas().units(edition)) {
      n += area->is_unit() && areas().within(area->id, root) ? 1 : 0;
    }
    return n;
  };
  CHECK(count("2022", "2022-96") == 101);
  CHECK(count("2022", "2022-95") == 64);
  CHECK(count("2025", "2025-96") == 64);
  CHECK(count("2025", "2025-former-96") == 39);
  CHECK(count("2025", "2025-former-95") == 25);
  std::size_t districts = 0;
  for (const std::string& id : areas().subtree("2022-96")) {
    districts += areas().find(id)->type == AreaType::district ? 1 : 0;
  }
  CHECK(districts == 9);
  CHECK(areas().find("2025-31825")->full_name == "Phường Bạc Liêu");
  CHECK(areas().find("2025-nothing") == nullptr);
  CHECK(areas().find("2025-sea")->type == AreaType::sea);
}

TEST_CASE("area: the line upwards, codes with aliases, centres") {
  const auto line = areas().line("2022-32005");
  REQUIRE(line.size() == 3);
  CHECK(line[1]->full_name == "Thành phố Cà Mau");
  CHECK(line[2]->id == "2022-96");
  CHECK(areas().codes("2022-32005") == std::vector<std::string>{"32005", "964", "96", "former-96"});
  CHECK(areas().codes("2025-31825") == std::vector<std::string>{"31825", "former-95", "96"});
  CHECK(areas().codes("unknown").empty());
  CHECK(areas().within("2025-31825", "2025-96"));
  CHECK_FALSE(areas().within("2025-31825", "2025-former-96"));
  CHECK_FALSE(areas().within("2025-31825", "2022-96"));
  CHECK(areas().find("2022", "former-96")->id == "2022-96");
  CHECK(areas().centre("2025-31825") == Point7{92894700, 1057085100});
  CHECK(areas().centre("2022-32005") == areas().find("2022-964")->centre);
}

TEST_CASE("area: the edition of a day") {
  CHECK(areas().edition_at(date("2022-07-01")).code == "2022");
  CHECK(areas().edition_at(date("2025-06-30")).code == "2022");
  CHECK(areas().edition_at(date("2025-07-01")).code == "2025");
  CHECK(areas().edition_at(date("2000-01-01")).code == "2022");
  CHECK(areas().edition_at(date("2099-01-01")).code == "2025");
}

TEST_CASE("area: every old unit has successors, every new one predecessors") {
  std::size_t split = 0;
  for (const Area* area : areas().units("2022")) {
    CHECK(!area->successors.empty());
    split += area->successors.size() > 1 ? 1 : 0;
  }
  CHECK(split == 19);
  for (const Area* area : areas().units("2025")) CHECK(!areas().predecessors(area->id).empty());
}

TEST_CASE("area: counted in the other edition") {
  const auto whole = areas().counted_as("2022-31813", "2025");
  CHECK(whole->id == "2025-31825");
  CHECK_FALSE(whole->approximate);
  const auto split = areas().counted_as("2022-32017", "2025");
  CHECK(split->id == "2025-32025");
  CHECK(split->approximate);
  const auto back = areas().counted_as("2025-31825", "2022");
  CHECK(back->id == "2022-954");
  CHECK_FALSE(back->approximate);
  CHECK(areas().counted_as("2025-32014", "2022")->id == "2022-964");
  CHECK(areas().counted_as("2025-32014", "2022")->approximate);
  CHECK(areas().counted_as("2022-964", "2025")->id == "2025-former-96");
  CHECK(areas().counted_as("2022-95", "2025")->id == "2025-96");
  CHECK(areas().counted_as("2025-sea", "2022")->id == "2022-sea");
  CHECK(areas().counted_as("2025-31825", "2025")->id == "2025-31825");
  CHECK_FALSE(areas().counted_as("2025-31825", "1999"));
  CHECK_FALSE(areas().counted_as("nowhere", "2025"));
  std::size_t crossing = 0;
  for (const Area* area : areas().units("2025")) {
    crossing += areas().counted_as(area->id, "2022")->approximate ? 1 : 0;
  }
  CHECK(crossing == 5);
}

TEST_CASE("area: search by the name of today, with and without marks") {
  CHECK(names(areas().search("An Xuyên", "2025")).at(0) == "Phường An Xuyên");
  CHECK(names(areas().search("phuong bac lieu", "2025")).at(0) == "Phường Bạc Liêu");
  CHECK(names(areas().search("  DAT mui ", "2025")).at(0) == "Xã Đất Mũi");
  CHECK(names(areas().search("p. an xuyen", "2025")).at(0) == "Phường An Xuyên");
  CHECK(areas().search("vung bien", "2025").at(0).area->id == "2025-sea");
  CHECK(areas().search("", "2025").empty());
  CHECK(areas().search("Sài Gòn", "2025").empty());
  CHECK(areas().search("xa", "2025", 7).size() == 7);
}

TEST_CASE("area: an old name offers each new unit with its former district") {
  const auto six = names(areas().search("Phường 6", "2025"));
  CHECK(has(six, "Phường Tân Thành < Phường 6, Thành phố Cà Mau"));
  CHECK(has(six, "Phường Hòa Thành < Phường 6, Thành phố Cà Mau"));
  for (const AreaMatch& match : areas().search("Phường 6", "2025")) CHECK(match.part);
  const auto one = names(areas().search("phuong 1", "2025"));
  CHECK(has(one, "Phường Bạc Liêu < Phường 1, Thành phố Bạc Liêu"));
  CHECK(has(one, "Phường An Xuyên < Phường 1, Thành phố Cà Mau"));
  const auto of_city = areas().search("phuong 1 ca mau", "2025");
  REQUIRE(of_city.size() == 1);
  CHECK(of_city[0].old_district->id == "2022-964");
  const auto town = names(areas().search("tt song doc", "2025"));
  REQUIRE(!town.empty());
  CHECK(town[0] == "Xã Sông Đốc < Thị trấn Sông Đốc, Huyện Trần Văn Thời");
  CHECK(names(areas().search("Sông Đốc", "2025")).at(0) == "Xã Sông Đốc");
}
