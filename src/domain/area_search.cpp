// Finding a unit by what people call it, old names included. Ranking is fixed: the exact name of
// today, the exact old name, a name that begins so, a name that contains the words.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "domain/area.hpp"

namespace camaug::domain {
namespace {

std::vector<std::string> words_of(std::string_view folded) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < folded.size()) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) words.emplace_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// "p 9" and "tt u minh" are how people write; only a word of its own is an abbreviation.
std::string spell_out(std::string_view folded) {
  static const std::map<std::string, std::string, std::less<>> k_short = {
      {"p", "phuong"}, {"x", "xa"}, {"tt", "thi tran"}, {"tp", "thanh pho"}, {"h", "huyen"}};
  std::string out;
  for (const std::string& word : words_of(folded)) {
    const auto found = k_short.find(word);
    if (!out.empty()) out += ' ';
    out += found == k_short.end() ? word : found->second;
  }
  return out;
}

// Every asked word begins some word of the text; a number must be the whole word ("phường 1" is not
// "phường 10").
bool has_words(std::string_view text, const std::vector<std::string>& asked) {
  const auto words = words_of(text);
  return std::ranges::all_of(asked, [&](const std::string& want) {
    const bool number = want.find_first_not_of("0123456789") == std::string::npos;
    return std::ranges::any_of(words, [&](const std::string& word) {
      return number ? word == want : word.starts_with(want);
    });
  });
}

// 0 the whole name, 1 the name without its type, 2 begins so, 3 contains, 4 not at all.
int rank_of(const Area& area, std::string_view context, const std::string& asked,
            const std::vector<std::string>& asked_words) {
  if (area.folded == asked) return 0;
  const std::string name = fold(area.name);
  if (name == asked) return 1;
  if (name.starts_with(asked) || area.folded.starts_with(asked)) return 2;
  const std::string all = area.folded + " " + std::string(context);
  return has_words(all, asked_words) ? 3 : 4;
}

struct Ranked {
  int rank = 0;
  bool old = false;
  std::size_t order = 0;
  AreaMatch match;
};

}  // namespace

std::vector<AreaMatch> Areas::search(std::string_view text, std::string_view edition_code,
                                     std::size_t limit) const {
  const std::string asked = spell_out(fold(text));
  const auto asked_words = words_of(asked);
  std::vector<AreaMatch> matches;
  if (asked.empty() || edition(edition_code) == nullptr) return matches;
  std::vector<Ranked> ranked;
  std::vector<const Area*> direct;
  for (const Area* area : units(edition_code)) {
    const int rank = rank_of(*area, {}, asked, asked_words);
    if (rank == 4) continue;
    ranked.push_back({rank, false, ranked.size(), {area, nullptr, nullptr, false}});
    if (rank <= 1) direct.push_back(area);
  }
  for (const Area& old : areas_) {
    if (edition_place(old.edition) >= edition_place(edition_code) || !old.is_unit()) continue;
    const Area* district = find(old.parent);
    const int rank = rank_of(old, district->folded, asked, asked_words);
    if (rank == 4) continue;
    for (const std::string& id : old.successors) {
      const Area* area = find(id);
      if (area->edition != edition_code || std::ranges::find(direct, area) != direct.end())
        continue;
      ranked.push_back(
          {rank, true, ranked.size(), {area, &old, district, old.successors.size() > 1}});
    }
  }
  std::ranges::sort(ranked, {}, [](const Ranked& r) { return std::tuple(r.rank, r.old, r.order); });
  for (const Ranked& r : ranked) {
    if (matches.size() == limit) break;
    const bool twice = !r.old ? false : std::ranges::any_of(matches, [&](const AreaMatch& m) {
      return m.area == r.match.area && m.old == nullptr;
    });
    if (!twice) matches.push_back(r.match);
  }
  return matches;
}

}  // namespace camaug::domain
