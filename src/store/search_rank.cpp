#include "store/search_rank.hpp"

#include <algorithm>

#include "store/search_doc.hpp"

namespace camaug::store {
namespace {

constexpr int k_whole = 8;     // a word as it was typed, not one that it begins
constexpr int k_together = 4;  // right behind the word that was typed before it
constexpr int k_early = 2;     // among the first words, which are those of the report itself
constexpr std::size_t k_first_words = 12;

bool begins(const SearchTerm& term, std::string_view word) {
  return (term.prefix && word.starts_with(term.word)) ||
         std::ranges::find(term.longer, word) != term.longer.end();
}

}  // namespace

int search_rank(const SearchQuery& query, std::string_view doc) {
  auto words = split_words(doc);
  for (auto& word : words) {
    if (word.starts_with(k_supervisor_mark)) word.remove_prefix(k_supervisor_mark.size());
  }
  int rank = 0;
  std::size_t before = words.size();
  for (const auto& term : query.terms) {
    auto found = std::ranges::find(words, term.word);
    if (found != words.end()) {
      rank += k_whole;
    } else {
      found = std::ranges::find_if(words, [&](auto word) { return begins(term, word); });
      if (found == words.end()) continue;
    }
    const auto place = static_cast<std::size_t>(found - words.begin());
    if (before < words.size() && place == before + 1) rank += k_together;
    if (place < k_first_words) rank += k_early;
    before = place;
  }
  return rank;
}

}  // namespace camaug::store
