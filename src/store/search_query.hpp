// What somebody typed, as a question to either engine's index. Built from folded words alone, so
// that nothing typed can be taken for syntax.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

// One word with the words that it may begin; any of them is enough.
struct SearchTerm {
  std::string word;
  std::vector<std::string> longer;
  bool prefix = false;  // no Vietnamese syllable: whatever begins with it
};

struct SearchQuery {
  std::vector<SearchTerm> terms;                // all are wanted
  std::vector<std::vector<std::string>> facts;  // of each, one is wanted
  bool supervisor = false;                      // also words that only a supervisor may search

  [[nodiscard]] bool empty() const { return terms.empty(); }
};

// The last word counts as begun unless a space or a mark follows it. At most 12 words are looked
// at; the rest narrows nothing.
[[nodiscard]] SearchQuery parse_search(std::string_view typed);

// What one place of the question takes: any of these words, or what begins with one of them.
struct SearchPart {
  std::vector<std::string> words;
  bool begun = false;
};
[[nodiscard]] std::vector<SearchPart> parts_of(const SearchQuery& query);
// "(a OR b) AND c", or "('a' | 'b') & 'c'".
[[nodiscard]] std::string match_text(std::span<const SearchPart> parts, Engine engine);
// The same, asked of a document.
[[nodiscard]] bool has_part(std::string_view doc, const SearchPart& part);

// The syllables that begin with `begun`, shortest first, at most 40; without itself.
[[nodiscard]] std::vector<std::string> longer_syllables(std::string_view begun);

}  // namespace camaug::store
