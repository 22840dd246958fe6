#include "store/search_rank.hpp"

#include <algorithm>

#include "store/search_doc.hpp"

namespace camaug::store {
namespace {

constexpr int k_whole = 8;     // a word as it was typed, not one that it begins
constexpr int k_together = 4;  // right behind the word that was typed before it
constexpr int k_early = 2;     // among the first words, which are those of the report itself
constexpr std::size_t k_first_bytes = 80;

bool is_begin(std::string_view doc, std::size_t at) {
  if (at == 0 || doc[at - 1] == ' ') return true;
  const auto mark = k_supervisor_mark.size();
  return at >= mark && doc.substr(at - mark, mark) == k_supervisor_mark;
}

// Where `word` stands in the document; npos when it does not.
std::size_t place_of(std::string_view doc, std::string_view word, bool whole) {
  for (auto at = doc.find(word); at != std::string_view::npos; at = doc.find(word, at + 1)) {
    const auto end = at + word.size();
    if (is_begin(doc, at) && (!whole || end == doc.size() || doc[end] == ' ')) return at;
  }
  return std::string_view::npos;
}

}  // namespace

int search_rank(const SearchQuery& query, std::string_view doc) {
  int rank = 0;
  std::size_t behind = std::string_view::npos;  // where the word before would end
  for (const auto& term : query.terms) {
    auto at = place_of(doc, term.word, true);
    if (at != std::string_view::npos) {
      rank += k_whole;
    } else {
      at = place_of(doc, term.word, false);
      if (at == std::string_view::npos) continue;
    }
    if (at == behind) rank += k_together;
    if (at < k_first_bytes) rank += k_early;
    behind = std::min(doc.find(' ', at), doc.size()) + 1;
  }
  return rank;
}

}  // namespace camaug::store
