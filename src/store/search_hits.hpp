// Walks the reports that have the words of a question, newest first, without gathering them all, as
// far as its time allows. Knows nothing of who asks: whoever reads on checks each hit's row.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"
#include "store/search_query.hpp"

namespace camaug::store {

// Which words are looked up.
enum class SearchedWords : std::uint8_t { desk, shown };

class SearchHits {
 public:
  // Numbers in [from, until).
  SearchHits(Reader& reader, SearchedWords which, const SearchQuery& query, std::int64_t from,
             std::int64_t until, Millis patience);
  // The next ones, at most `limit`, greatest first; fewer at the end, or when it is late. At least
  // one window is looked at, however late.
  [[nodiscard]] std::vector<std::int64_t> next(int limit);
  // Everything in the range was looked at.
  [[nodiscard]] bool is_end() const { return from_ >= until_; }
  [[nodiscard]] bool is_late() const { return watch_.elapsed() > patience_; }
  // Below it nothing was looked at.
  [[nodiscard]] std::int64_t reached() const { return until_; }

 private:
  void choose_window();
  [[nodiscard]] std::vector<double> densities(std::int64_t first) const;
  void divide(std::int64_t first);
  [[nodiscard]] double density(const SearchPart& part, std::int64_t first) const;
  void keep_fitting(std::vector<std::int64_t>& numbers, std::size_t from);
  [[nodiscard]] std::string window_match(std::int64_t first) const;
  void read(std::vector<std::int64_t>& out, const std::string& match, std::int64_t from, int limit);

  Reader& reader_;
  SearchedWords which_;
  std::vector<SearchPart> parts_;
  std::string match_;
  std::vector<SearchPart> read_;  // what is not in match_: looked up in the documents
  std::int64_t from_;
  std::int64_t until_;
  std::int64_t window_;         // of 2^14 reports
  std::vector<double> newest_;  // densities of the parts, for the first window
  std::int64_t divided_;        // for the numbers from here on
  Millis patience_;
  Stopwatch watch_;
};

// The documents of these reports, in no order.
void each_doc(Reader& reader, SearchedWords which, const std::vector<std::int64_t>& numbers,
              const std::function<void(std::int64_t number, std::string_view doc)>& each);

// The words of the index that together stand for all numbers in [first, last], in steps of 2^14.
[[nodiscard]] std::vector<std::string> number_facts(std::int64_t first, std::int64_t last);

}  // namespace camaug::store
