// PostgreSQL gathers everything that fits before it gives the first row
// (sql/0010_search.postgres.sql): the newest reports are asked first, then ever wider windows of
// older ones. SQLite walks the lists of several words against each other until they meet, without a
// look at the bounds of the question: where they never meet, each window costs the walk to the very
// first report. So where that walk is short, it is made once, in one window.
#include "store/search_hits.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "store/search_doc.hpp"
#include "store/search_numbers.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

constexpr int k_window_bits = 14;
constexpr std::int64_t k_window_max = 1024;
constexpr std::int64_t k_window_sqlite = 16;
constexpr std::int64_t k_window_postgres = 1;
constexpr std::chrono::milliseconds k_quick{2};
constexpr double k_uneven = 300;
constexpr double k_entry_ns = 18;        // a list's entry on such a walk, measured
constexpr std::int64_t k_few = 200'000;  // reports that are walked sooner than sampled
constexpr std::int64_t k_sample = 64;
constexpr std::int64_t k_widen = 4;

const Sql k_desk_sqlite{"search_hits.desk_sqlite",
                        "SELECT rowid FROM search_desk WHERE search_desk MATCH $1"
                        " AND rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4",
                        Engine::sqlite};
const Sql k_shown_sqlite{"search_hits.shown_sqlite",
                         "SELECT rowid FROM search_shown WHERE search_shown MATCH $1"
                         " AND rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4",
                         Engine::sqlite};

// The expressions of the indexes. The additions keep the planner from walking all reports backwards
// only because they come in order, and from reading the numbers of a window beside its words.
#define CAMAUG_LEXEMES(column)                \
  "array_to_tsvector(string_to_array(" column \
  " || ' §x' || CAST(number >> 14 AS TEXT)"   \
  " || ' §y' || CAST(number >> 18 AS TEXT) || ' §z' || CAST(number >> 22 AS TEXT), ' '))"
const Sql k_desk_postgres{"search_hits.desk_postgres",
                          "SELECT number FROM search WHERE " CAMAUG_LEXEMES(
                              "desk") " @@ CAST($1 AS tsquery)"
                                      " AND number + 0 >= $2 AND number + 0 < $3"
                                      " ORDER BY number + 0 DESC LIMIT $4",
                          Engine::postgres};
const Sql k_shown_postgres{"search_hits.shown_postgres",
                           "SELECT number FROM search WHERE shown <> '' AND " CAMAUG_LEXEMES(
                               "shown") " @@ CAST($1 AS tsquery)"
                                        " AND number + 0 >= $2 AND number + 0 < $3"
                                        " ORDER BY number + 0 DESC LIMIT $4",
                           Engine::postgres};
#define CAMAUG_DESK_DOCS(numbers) \
  "SELECT s.number, s.desk FROM " numbers("$1") " CROSS JOIN search s WHERE s.number = h.value"
#define CAMAUG_SHOWN_DOCS(numbers) \
  "SELECT s.number, s.shown FROM " numbers("$1") " CROSS JOIN search s WHERE s.number = h.value"
const NumbersSql k_desk_docs CAMAUG_NUMBERS_SQL("search_hits.desk_docs", CAMAUG_DESK_DOCS);
const NumbersSql k_shown_docs CAMAUG_NUMBERS_SQL("search_hits.shown_docs", CAMAUG_SHOWN_DOCS);

const Sql k_top{"search_hits.top", "SELECT COALESCE(MAX(number), 0) FROM search"};

std::string number_fact(char level, std::int64_t value) {
  return std::string(k_fact_mark) + level + std::to_string(value);
}

}  // namespace

std::vector<std::string> number_facts(std::int64_t first, std::int64_t last) {
  std::vector<std::string> out;
  const std::int64_t end = (last >> k_window_bits) + 1;
  for (std::int64_t at = first >> k_window_bits; at < end;) {
    if (at % 256 == 0 && at + 256 <= end) {
      out.push_back(number_fact('z', at / 256));
      at += 256;
    } else if (at % 16 == 0 && at + 16 <= end) {
      out.push_back(number_fact('y', at / 16));
      at += 16;
    } else {
      out.push_back(number_fact('x', at));
      at += 1;
    }
  }
  return out;
}

SearchHits::SearchHits(Reader& reader, SearchedWords which, const SearchQuery& query,
                       std::int64_t from, std::int64_t until, Millis patience)
    : reader_(reader),
      which_(which),
      parts_(parts_of(query)),
      match_(match_text(parts_, reader.engine())),
      from_(std::max<std::int64_t>(from, 0)),
      until_(std::min(until, reader.value<std::int64_t>(k_top).value_or(0) + 1)),
      window_(reader.engine() == Engine::sqlite ? k_window_sqlite : k_window_postgres),
      divided_(until_),
      patience_(patience) {
  if (reader.engine() == Engine::sqlite && parts_.size() > 1) choose_window();
}

// All in one window, if the walk takes no longer than a search may.
void SearchHits::choose_window() {
  const std::int64_t all = ((until_ - 1) >> k_window_bits) + 1;
  if (until_ - from_ <= k_few) {
    window_ = std::max(window_, all);
    return;
  }
  newest_ = densities(from_);
  const double entries =
      std::accumulate(newest_.begin(), newest_.end(), 0.0) * static_cast<double>(until_ - from_);
  if (entries * k_entry_ns < std::chrono::duration<double, std::nano>(patience_).count()) {
    window_ = all;
    divided_ = from_;
  }
}

// SQLite cannot leap within a page of a long list: for each report of a short one it reads some
// thousand entries of the long one. Then the short ones alone are walked, and the documents read.
// Which are short changes with age: open reports are many among the newest and few beyond.
void SearchHits::divide(std::int64_t first) {
  if (reader_.engine() != Engine::sqlite || parts_.size() < 2 || until_ > divided_) return;
  if (until_ - first <= k_few) return;
  divided_ = first;
  const auto shares = newest_.empty() ? densities(first) : std::exchange(newest_, {});
  const double least = std::ranges::min(shares);
  std::vector<SearchPart> walked;
  read_.clear();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    (shares[i] > least * k_uneven ? read_ : walked).push_back(parts_[i]);
  }
  match_ = match_text(walked, reader_.engine());
}

std::vector<double> SearchHits::densities(std::int64_t first) const {
  std::vector<double> shares;
  shares.reserve(parts_.size());
  for (const auto& part : parts_) shares.push_back(density(part, first));
  return shares;
}

// The share of reports that have it, by the newest ones of the window that do.
double SearchHits::density(const SearchPart& part, std::int64_t first) const {
  std::vector<std::int64_t> newest;
  const Sql& sql = which_ == SearchedWords::desk ? k_desk_sqlite : k_shown_sqlite;
  reader_.each(
      sql, [&](const Row& row) { newest.push_back(row.integer(0)); },
      match_text(std::span(&part, 1), Engine::sqlite), first, until_, k_sample);
  const bool all = static_cast<std::int64_t>(newest.size()) < k_sample;
  const std::int64_t span = until_ - (all ? first : newest.back());
  return static_cast<double>(newest.size()) / static_cast<double>(std::max<std::int64_t>(span, 1));
}

void SearchHits::keep_fitting(std::vector<std::int64_t>& numbers, std::size_t from) {
  if (read_.empty() || from == numbers.size()) return;
  const auto first = numbers.begin() + static_cast<std::ptrdiff_t>(from);
  const std::vector<std::int64_t> candidates(first, numbers.end());
  numbers.erase(first, numbers.end());
  each_doc(reader_, which_, candidates, [&](std::int64_t number, std::string_view doc) {
    const bool fits =
        std::ranges::all_of(read_, [&](const SearchPart& part) { return has_part(doc, part); });
    if (fits) numbers.push_back(number);
  });
  std::ranges::sort(numbers, std::greater());
}

void each_doc(Reader& reader, SearchedWords which, const std::vector<std::int64_t>& numbers,
              const std::function<void(std::int64_t number, std::string_view doc)>& each) {
  const NumbersSql& docs = which == SearchedWords::desk ? k_desk_docs : k_shown_docs;
  reader.each(
      docs.on(reader.engine()), [&](const Row& row) { each(row.integer(0), row.text(1)); },
      list_text(numbers, reader.engine()));
}

// What PostgreSQL must gather is narrowed to the window by words; SQLite seeks by number.
std::string SearchHits::window_match(std::int64_t first) const {
  if (reader_.engine() == Engine::sqlite) return match_;
  std::string match = match_ + " & (";
  for (const auto& fact : number_facts(first, until_ - 1)) {
    match += (match.ends_with('(') ? "'" : " | '") + fact + "'";
  }
  return match + ")";
}

std::vector<std::int64_t> SearchHits::next(int limit) {
  std::vector<std::int64_t> out;
  out.reserve(static_cast<std::size_t>(limit));
  for (bool first_window = true; !is_end() && static_cast<int>(out.size()) < limit;
       first_window = false) {
    if (!first_window && is_late()) break;
    const std::int64_t window = ((until_ - 1) >> k_window_bits) - window_ + 1;
    const std::int64_t first = std::max(window * (std::int64_t{1} << k_window_bits), from_);
    divide(first);
    const auto before = out.size();
    const int wanted = limit - static_cast<int>(before);
    const Stopwatch watch;
    read(out, window_match(first), first, wanted);
    const int found = static_cast<int>(out.size() - before);
    until_ = found < wanted ? first : out.back();
    keep_fitting(out, before);
    if (found < wanted && watch.elapsed() < k_quick) {
      window_ = std::min(window_ * k_widen, k_window_max);
    }
  }
  return out;
}

void SearchHits::read(std::vector<std::int64_t>& out, const std::string& match, std::int64_t from,
                      int limit) {
  const bool sqlite = reader_.engine() == Engine::sqlite;
  const Sql& sql = which_ == SearchedWords::desk ? (sqlite ? k_desk_sqlite : k_desk_postgres)
                                                 : (sqlite ? k_shown_sqlite : k_shown_postgres);
  reader_.each(
      sql, [&](const Row& row) { out.push_back(row.integer(0)); }, match, from, until_,
      std::int64_t{limit});
}

}  // namespace camaug::store
