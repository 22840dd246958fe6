// The newest reports are asked first, then ever wider windows of older ones: PostgreSQL gathers
// everything that fits before it gives the first row (sql/0010_search.postgres.sql), and SQLite
// walks long lists against each other without a word until they meet.
#include "store/search_hits.hpp"

#include <algorithm>

#include "store/search_doc.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

constexpr int k_window_bits = 14;
constexpr std::int64_t k_window_max = 1024;
constexpr std::int64_t k_window_sqlite = 16;
constexpr std::int64_t k_window_postgres = 1;
// A question that finds next to nothing in long lists is broken off here; what it saw is an answer.
constexpr std::chrono::milliseconds k_time{20};
constexpr std::chrono::milliseconds k_quick{2};
constexpr std::int64_t k_widen = 4;

const Sql k_desk_sqlite{"search_hits.desk_sqlite",
                        "SELECT rowid FROM search_desk WHERE search_desk MATCH $1"
                        " AND rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4",
                        Engine::sqlite};
const Sql k_shown_sqlite{"search_hits.shown_sqlite",
                         "SELECT rowid FROM search_shown WHERE search_shown MATCH $1"
                         " AND rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4",
                         Engine::sqlite};

// The expressions of the indexes. The addition keeps the planner from walking all reports backwards
// only because they come in order.
#define CAMAUG_LEXEMES(column)                \
  "array_to_tsvector(string_to_array(" column \
  " || ' §x' || CAST(number >> 14 AS TEXT)"   \
  " || ' §y' || CAST(number >> 18 AS TEXT) || ' §z' || CAST(number >> 22 AS TEXT), ' '))"
const Sql k_desk_postgres{"search_hits.desk_postgres",
                          "SELECT number FROM search WHERE " CAMAUG_LEXEMES(
                              "desk") " @@ CAST($1 AS tsquery)"
                                      " AND number >= $2 AND number < $3"
                                      " ORDER BY number + 0 DESC LIMIT $4",
                          Engine::postgres};
const Sql k_shown_postgres{"search_hits.shown_postgres",
                           "SELECT number FROM search WHERE shown <> '' AND " CAMAUG_LEXEMES(
                               "shown") " @@ CAST($1 AS tsquery)"
                                        " AND number >= $2 AND number < $3"
                                        " ORDER BY number + 0 DESC LIMIT $4",
                           Engine::postgres};
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

SearchHits::SearchHits(Reader& reader, SearchedWords which, SearchQuery query, std::int64_t from,
                       std::int64_t until)
    : reader_(reader),
      which_(which),
      match_(match_text(query, reader.engine())),
      from_(std::max<std::int64_t>(from, 0)),
      until_(std::min(until, reader.value<std::int64_t>(k_top).value_or(0) + 1)),
      window_(reader.engine() == Engine::sqlite ? k_window_sqlite : k_window_postgres) {}

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
  while (!is_end() && static_cast<int>(out.size()) < limit && watch_.elapsed() < k_time) {
    const std::int64_t window = ((until_ - 1) >> k_window_bits) - window_ + 1;
    const std::int64_t first = std::max(window * (std::int64_t{1} << k_window_bits), from_);
    const auto before = out.size();
    const int wanted = limit - static_cast<int>(before);
    const Stopwatch watch;
    read(out, window_match(first), first, wanted);
    const int found = static_cast<int>(out.size() - before);
    until_ = found < wanted ? first : out.back();
    if (found * 4 < wanted && watch.elapsed() < k_quick) {
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
