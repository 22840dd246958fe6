// Walks the reports that have the words of a question, newest first, without gathering them all.
// Knows nothing of who asks: whoever reads on checks each hit's row.
#pragma once

#include <cstdint>
#include <vector>

#include "store/database.hpp"
#include "store/search_query.hpp"

namespace camaug::store {

// Which words are looked up.
enum class SearchedWords : std::uint8_t { desk, shown };

class SearchHits {
 public:
  // Numbers in [from, until).
  SearchHits(Reader& reader, SearchedWords which, SearchQuery query, std::int64_t from,
             std::int64_t until);
  // The next ones, at most `limit`, greatest first; fewer only at the end.
  [[nodiscard]] std::vector<std::int64_t> next(int limit);

 private:
  void walk_windows(std::vector<std::int64_t>& out, int limit);
  void read(std::vector<std::int64_t>& out, const std::string& match, std::int64_t from, int limit);

  Reader& reader_;
  SearchedWords which_;
  std::string match_;
  std::int64_t from_;
  std::int64_t until_;
  std::int64_t window_ = 1;  // of 2^14 reports
};

// The words of the index that together stand for all numbers in [first, last], in steps of 2^14.
[[nodiscard]] std::vector<std::string> number_facts(std::int64_t first, std::int64_t last);

}  // namespace camaug::store
