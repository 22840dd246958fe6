// What of a report is searched: its words for the desk, its words for those who read the redacted
// version, and a few facts that narrow a search. Pure; never lets a word into `shown` that only
// staff may read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace camaug::store {

// Before a word that a supervisor may search and the public may not; before a fact. Folded words
// hold letters and digits only, so neither can be typed.
inline constexpr std::string_view k_supervisor_mark = "·";
inline constexpr std::string_view k_fact_mark = "§";

// Of the report and of one of its texts, as far as a search needs them.
struct SearchedReport {
  bool is_open = false;
  bool reopen_requested = false;
  bool answer_shown = false;  // relayed: resolved or repairing
  std::string register_word;
  std::string field;
  std::string area;  // "" when unknown
  std::string lead;  // "" when none
  std::string answer_content;
  std::vector<std::string> cooperating;
};
struct SearchedText {
  std::string id;
  std::string kind;
  std::string folded;
  std::optional<std::string> shown;  // folded, of the redacted version
  bool is_public = false;
};

// Words with single spaces between them, each once, in the order in which they were first said;
// then the facts. `shown` is empty when nothing was redacted.
struct SearchDoc {
  std::string desk;
  std::string shown;
  bool operator==(const SearchDoc&) const = default;
};
[[nodiscard]] SearchDoc search_doc(const SearchedReport& report,
                                   std::span<const SearchedText> texts);

// Facts as words of the index.
// Alone, or of an open report together with another of its facts: few of many, so that an open list
// is not searched by walking two long lists against each other.
[[nodiscard]] std::string open_fact(std::string_view also = "");
[[nodiscard]] std::string reopen_fact();
[[nodiscard]] std::string field_fact(std::string_view field);
[[nodiscard]] std::string area_fact(std::string_view area);
// Lead or cooperating.
[[nodiscard]] std::string agency_fact(std::string_view agency);
// Whether it is one of the two before.
[[nodiscard]] bool is_of_place(std::string_view fact);
// Only reports that are not ordinary have one.
[[nodiscard]] std::string register_fact(std::string_view register_word);

[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text);
// The words of a folded text, cut to the length that the index keeps.
[[nodiscard]] std::vector<std::string_view> search_words(std::string_view folded);
// Where a word of the document is `word`, or begins with it; npos when none is. A supervisor's mark
// before it does not count.
[[nodiscard]] std::size_t place_of_word(std::string_view doc, std::string_view word, bool whole);
// Words of `after` that are not in `before`, with spaces between them.
[[nodiscard]] std::string words_added(std::string_view before, std::string_view after);

}  // namespace camaug::store
