#include "store/search_doc.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/text.hpp"

namespace camaug::store {
namespace {

// Nobody types more of a word, and PostgreSQL takes no endless ones.
constexpr std::size_t k_word_characters = 24;

std::string fact(char kind, std::string_view code) {
  std::string out(k_fact_mark);
  out += kind;
  for (const char c : code) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (kept) out += c;
  }
  return out;
}

bool is_begin(std::string_view doc, std::size_t at) {
  if (at == 0 || doc[at - 1] == ' ') return true;
  const auto mark = k_supervisor_mark.size();
  return at >= mark && doc.substr(at - mark, mark) == k_supervisor_mark;
}

// Collects words, each once.
class Doc {
 public:
  void add(std::string word) {
    const auto [at, is_new] = known_.insert(std::move(word));
    if (!is_new) return;
    if (!text_.empty()) text_ += ' ';
    text_ += *at;
  }
  void add_text(std::string_view folded) {
    for (const auto word : search_words(folded)) add(std::string(word));
  }
  [[nodiscard]] bool has(const std::string& word) const { return known_.contains(word); }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::unordered_set<std::string> known_;
  std::string text_;
};

void add_facts(Doc& doc, const SearchedReport& report) {
  if (report.is_open) doc.add(open_fact());
  if (report.reopen_requested) doc.add(reopen_fact());
  doc.add(field_fact(report.field));
  if (!report.area.empty()) doc.add(area_fact(report.area));
  if (!report.lead.empty()) doc.add(agency_fact(report.lead));
  for (const auto& agency : report.cooperating) doc.add(agency_fact(agency));
  if (report.is_open) {
    if (!report.area.empty()) doc.add(open_fact(area_fact(report.area)));
    if (!report.lead.empty()) doc.add(open_fact(agency_fact(report.lead)));
    for (const auto& agency : report.cooperating) doc.add(open_fact(agency_fact(agency)));
  }
  if (report.register_word != "ordinary") doc.add(register_fact(report.register_word));
}

// As the public list and the public page read it.
bool public_reads(const SearchedReport& report, const SearchedText& text) {
  if (!text.shown || !text.is_public) return false;
  if (text.id == report.answer_content && report.answer_shown) return true;
  return text.kind == "text" || text.kind == "refusal" || text.kind == "hand_over";
}

}  // namespace

std::string open_fact(std::string_view also) {
  return fact('o', also);
}
std::string reopen_fact() {
  return fact('q', "");
}
std::string field_fact(std::string_view field) {
  return fact('f', field);
}
std::string area_fact(std::string_view area) {
  return fact('a', area);
}
std::string agency_fact(std::string_view agency) {
  return fact('g', agency);
}
bool is_of_place(std::string_view fact) {
  return fact.starts_with(std::string(k_fact_mark) + 'a') ||
         fact.starts_with(std::string(k_fact_mark) + 'g');
}
std::string register_fact(std::string_view register_word) {
  return fact('r', register_word);
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<std::string_view> search_words(std::string_view folded) {
  auto words = split_words(folded);
  for (auto& word : words) word = truncate(word, k_word_characters);
  return words;
}

std::size_t place_of_word(std::string_view doc, std::string_view word, bool whole) {
  for (auto at = doc.find(word); at != std::string_view::npos; at = doc.find(word, at + 1)) {
    const auto end = at + word.size();
    if (is_begin(doc, at) && (!whole || end == doc.size() || doc[end] == ' ')) return at;
  }
  return std::string_view::npos;
}

std::string words_added(std::string_view before, std::string_view after) {
  const auto known = split_words(before);
  const std::unordered_set<std::string_view> had(known.begin(), known.end());
  std::string out;
  for (const auto word : split_words(after)) {
    if (had.contains(word)) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

SearchDoc search_doc(const SearchedReport& report, std::span<const SearchedText> texts) {
  Doc desk;
  Doc shown;
  for (const auto& text : texts) {
    desk.add_text(text.folded);
    if (public_reads(report, text)) shown.add_text(*text.shown);
  }
  for (const auto& text : texts) {
    if (!text.shown || public_reads(report, text)) continue;
    for (const auto word : search_words(*text.shown)) {
      if (!shown.has(std::string(word))) {
        shown.add(std::string(k_supervisor_mark).append(word));
      }
    }
  }
  add_facts(desk, report);
  if (!shown.empty()) add_facts(shown, report);
  return {desk.take(), shown.take()};
}

}  // namespace camaug::store
