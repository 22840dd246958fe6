// One page of a search: walks the hits newest first, lets the list check each, counts up to a
// thousand and, if wanted, brings the best of them first. Looks at 2,000 hits and no more.
#pragma once

#include <functional>
#include <unordered_set>

#include "store/queue.hpp"
#include "store/search_hits.hpp"
#include "store/search_numbers.hpp"

namespace camaug::store {

class SearchWalk {
 public:
  // Of these numbers those that the list may show.
  using Check = std::function<Numbers(const Numbers&)>;
  SearchWalk(Reader& reader, const ListFilter& filter, SearchedWords which, SearchQuery query,
             Check check);

  struct Outcome {
    Numbers page;      // in the order of its rows
    std::string next;  // cursor; "" at the end
    std::optional<Found> found;
  };
  [[nodiscard]] Outcome run();

 private:
  void find_codes();
  void take(const Numbers& numbers);
  void walk(std::size_t wanted);
  [[nodiscard]] bool bounds(std::int64_t& from, std::int64_t& until);
  void rank();
  [[nodiscard]] Outcome cut() const;

  Reader& reader_;
  const ListFilter& filter_;
  SearchedWords which_;
  SearchQuery query_;
  Check check_;
  std::size_t skipped_ = 0;             // of the best, shown on the pages before
  std::optional<std::int64_t> before_;  // the last number of the page before
  Numbers passed_;
  std::unordered_set<std::int64_t> coded_;
  std::int64_t last_ = 0;  // below it nothing was looked at
  bool ended_ = true;
};

}  // namespace camaug::store
