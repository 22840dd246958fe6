// The dictionaries: same keys and same places in Vietnamese and English, nothing empty, and the
// rules of looking up.
#include "base/texts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace camaug {
namespace {

std::set<std::string> places(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{') found.emplace(text.substr(i, text.find('}', i) - i + 1));
  }
  return found;
}

const TextEntry* entry(Lang lang, std::string_view key) {
  for (const auto& e : all_texts(lang)) {
    if (e.key == key) return &e;
  }
  return nullptr;
}

TEST_CASE("texts: vi and en have the same keys with the same places") {
  REQUIRE(all_texts(Lang::vi).size() > 40);
  for (const auto& vi : all_texts(Lang::vi)) {
    INFO(vi.key);
    const auto* en = entry(Lang::en, vi.key);
    REQUIRE(en != nullptr);
    CHECK_FALSE(vi.text.empty());
    CHECK_FALSE(en->text.empty());
    CHECK(places(vi.text) == places(en->text));
  }
  for (const auto& en : all_texts(Lang::en)) {
    INFO(en.key);
    CHECK(entry(Lang::vi, en.key) != nullptr);
  }
}

// Every "error.some.key" written in the product's source.
std::set<std::string> error_keys_of_the_source() {
  static constexpr std::string_view k_opening = "\"error.";
  std::set<std::string> found;
  for (const auto& file : std::filesystem::recursive_directory_iterator(CAMAUG_SOURCE_DIR "/src")) {
    const auto path = file.path().string();
    if (!path.ends_with(".cpp") || path.ends_with("_test.cpp")) continue;
    std::ifstream stream(path);
    const std::string source{std::istreambuf_iterator<char>(stream), {}};
    for (auto at = source.find(k_opening); at != std::string::npos;
         at = source.find(k_opening, at + 1)) {
      const auto key = source.substr(at + 1, source.find('"', at + 1) - at - 1);
      if (!key.ends_with('.')) found.insert(key);
    }
  }
  return found;
}

TEST_CASE("texts: every error has words") {
  const auto keys = error_keys_of_the_source();
  REQUIRE(keys.size() > 100);
  for (const auto& key : keys) {
    INFO(key);
    CHECK(entry(Lang::vi, key) != nullptr);
  }
}

TEST_CASE("texts: tables are sorted and every key is found") {
  for (const Lang lang : {Lang::vi, Lang::en}) {
    CHECK(std::ranges::is_sorted(all_texts(lang), {}, &TextEntry::key));
    for (const auto& e : all_texts(lang)) CHECK(text(lang, e.key) == e.text);
  }
}

TEST_CASE("texts: fallbacks and places") {
  CHECK(text(Lang::en, "no.such.key") == "no.such.key");
  CHECK(text(Lang::km, "error.unauthenticated") == text(Lang::vi, "error.unauthenticated"));
  CHECK(text(Lang::en, "error.field.out_of_range", {"1", "9"}) == "It must be from 1 to 9.");
  CHECK(text(Lang::en, "error.field.out_of_range", {"1"}) == "It must be from 1 to {1}.");
  CHECK(text(Lang::en, "error.field.too_long", std::vector<std::string>{"{0}"}) ==
        "Longer than {0} characters.");
  CHECK(parse_lang("km") == Lang::km);
  CHECK(parse_lang("fr", Lang::en) == Lang::en);
  CHECK(to_text(Lang::vi) == "vi");
}

}  // namespace
}  // namespace camaug
