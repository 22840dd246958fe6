#include "store/search_rank.hpp"

#include <algorithm>

#include "store/search_doc.hpp"

namespace camaug::store {
namespace {

constexpr int k_whole = 8;     // a word as it was typed, not one that it begins
constexpr int k_together = 4;  // right behind the word that was typed before it
constexpr int k_early = 2;     // among the first words, which are those of the report itself
constexpr std::size_t k_first_bytes = 80;

}  // namespace

int search_rank(const SearchQuery& query, std::string_view doc) {
  int rank = 0;
  std::size_t behind = std::string_view::npos;  // where the word before would end
  for (const auto& term : query.terms) {
    auto at = place_of_word(doc, term.word, true);
    if (at != std::string_view::npos) {
      rank += k_whole;
    } else {
      at = place_of_word(doc, term.word, false);
      if (at == std::string_view::npos) continue;
    }
    if (at == behind) rank += k_together;
    if (at < k_first_bytes) rank += k_early;
    behind = std::min(doc.find(' ', at), doc.size()) + 1;
  }
  return rank;
}

}  // namespace camaug::store
