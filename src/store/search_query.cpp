// A begun word is spelt out as the syllables that it can become: Vietnamese has some two thousand
// without their tones. The engines' own prefix search would first gather every report that has any
// of them; a list of alternatives is walked newest first like a single word.
#include "store/search_query.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "store/search_doc.hpp"

namespace camaug::store {
namespace {

constexpr std::size_t k_terms_max = 12;
constexpr std::size_t k_longer_max = 40;
constexpr std::size_t k_prefix_min = 3;

// Without marks, as fold() leaves them.
constexpr auto k_initials = std::to_array<std::string_view>(
    {"",   "b",   "c",  "ch", "d",  "g", "gh", "gi", "h", "k",  "kh", "l", "m", "n",
     "ng", "ngh", "nh", "p",  "ph", "q", "r",  "s",  "t", "th", "tr", "v", "x"});
constexpr auto k_rimes = std::to_array<std::string_view>(
    {"a",    "ac",   "ach",  "ai",   "am",  "an",  "ang",  "anh",  "ao",   "ap",   "at",   "au",
     "ay",   "e",    "ec",   "ech",  "em",  "en",  "eng",  "enh",  "eo",   "ep",   "et",   "eu",
     "i",    "ia",   "ic",   "ich",  "iec", "iem", "ien",  "ieng", "iep",  "iet",  "ieu",  "im",
     "in",   "inh",  "ip",   "it",   "iu",  "o",   "oa",   "oac",  "oach", "oai",  "oam",  "oan",
     "oang", "oanh", "oao",  "oat",  "oay", "oc",  "oe",   "oen",  "oeo",  "oet",  "oi",   "om",
     "on",   "ong",  "ooc",  "oong", "op",  "ot",  "u",    "ua",   "uan",  "uang", "uat",  "uay",
     "uc",   "ue",   "uech", "uenh", "ui",  "um",  "un",   "ung",  "uo",   "uoc",  "uoi",  "uom",
     "uon",  "uong", "uop",  "uot",  "uou", "up",  "ut",   "uu",   "uy",   "uya",  "uych", "uyen",
     "uyet", "uyt",  "uynh", "y",    "yem", "yen", "yeng", "yet",  "yeu",  "yn",   "ynh",  "yt"});

const std::set<std::string, std::less<>>& syllables() {
  static const auto k_all = [] {
    std::set<std::string, std::less<>> all;
    for (const auto initial : k_initials) {
      for (const auto rime : k_rimes) all.insert(std::string(initial).append(rime));
    }
    return all;
  }();
  return k_all;
}

bool is_ascii_word(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool ends_open(std::string_view typed) {
  if (typed.empty()) return false;
  const auto last = static_cast<unsigned char>(typed.back());
  const bool mark = last < 0x80 && !(last >= '0' && last <= '9') && !(last >= 'A' && last <= 'Z') &&
                    !(last >= 'a' && last <= 'z');
  return !mark;
}

void begin_word(SearchTerm& term) {
  term.longer = longer_syllables(term.word);
  term.prefix = term.longer.empty() && term.word.size() >= k_prefix_min &&
                is_ascii_word(term.word) && !syllables().contains(term.word);
}

std::string part_text(const SearchPart& part, Engine engine) {
  const bool sqlite = engine == Engine::sqlite;
  std::string out;
  for (const auto& word : part.words) {
    if (!out.empty()) out += sqlite ? " OR " : " | ";
    out += sqlite ? '"' + word + '"' : "'" + word + "'";
    if (part.begun) out += sqlite ? "*" : ":*";
  }
  return "(" + out + ")";
}

}  // namespace

std::vector<std::string> longer_syllables(std::string_view begun) {
  std::vector<std::string> out;
  const auto& all = syllables();
  for (auto at = all.upper_bound(begun); at != all.end() && at->starts_with(begun); ++at) {
    out.push_back(*at);
  }
  std::ranges::sort(out, {}, [](const std::string& one) { return std::pair(one.size(), one); });
  if (out.size() > k_longer_max) out.resize(k_longer_max);
  return out;
}

SearchQuery parse_search(std::string_view typed) {
  SearchQuery query;
  const std::string folded = fold(typed);
  for (const auto word : search_words(folded)) {
    if (query.terms.size() == k_terms_max) return query;
    query.terms.push_back({std::string(word), {}, false});
  }
  if (!query.terms.empty() && ends_open(typed)) begin_word(query.terms.back());
  return query;
}

std::vector<SearchPart> parts_of(const SearchQuery& query) {
  std::vector<SearchPart> parts;
  for (const auto& term : query.terms) {
    SearchPart part{term.longer, term.prefix};
    part.words.insert(part.words.begin(), term.word);
    if (query.supervisor) {
      for (std::size_t i = 0; i <= term.longer.size(); ++i) {
        part.words.push_back(std::string(k_supervisor_mark) + part.words[i]);
      }
    }
    parts.push_back(std::move(part));
  }
  for (const auto& fact : query.facts) parts.push_back({fact, false});
  return parts;
}

std::string match_text(std::span<const SearchPart> parts, Engine engine) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += engine == Engine::sqlite ? " AND " : " & ";
    out += part_text(part, engine);
  }
  return out;
}

bool has_part(std::string_view doc, const SearchPart& part) {
  return std::ranges::any_of(part.words, [&](const std::string& word) {
    return place_of_word(doc, word, !part.begun) != std::string_view::npos;
  });
}

}  // namespace camaug::store
