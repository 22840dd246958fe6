#include "store/search_walk.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <unordered_map>

#include "store/cursor.hpp"
#include "store/search_rank.hpp"

namespace camaug::store {
namespace {

constexpr std::size_t k_walk_max = 2'000;
constexpr std::size_t k_count_max = 1'000;
constexpr std::size_t k_chunk_min = 100;
constexpr std::size_t k_chunk_max = 500;
// Numbers follow the clock but for what arrives in the same moment.
constexpr std::chrono::minutes k_slack{1};
constexpr std::int64_t k_newest = std::numeric_limits<std::int64_t>::max();

const Sql k_code{"search_walk.code", "SELECT number FROM report WHERE code = $1"};
const Sql k_since{"search_walk.since",
                  "SELECT number FROM report WHERE submitted_at >= $1"
                  " ORDER BY submitted_at, number LIMIT 1"};
const Sql k_until{"search_walk.until",
                  "SELECT number FROM report WHERE submitted_at < $1"
                  " ORDER BY submitted_at DESC, number DESC LIMIT 1"};
}  // namespace

// The cursor's rank is how many of the best were shown, its number the last one looked at.
SearchWalk::SearchWalk(Reader& reader, const ListFilter& filter, SearchedWords which,
                       SearchQuery query, Check check)
    : reader_(reader),
      filter_(filter),
      which_(which),
      query_(std::move(query)),
      check_(std::move(check)) {
  const Cursor cursor = parse_cursor(filter.after);
  if (!cursor[2]) return;
  before_ = cursor[2];
  skipped_ = static_cast<std::size_t>(
      std::clamp<std::int64_t>(*cursor[0], 0, static_cast<std::int64_t>(k_walk_max)));
}

SearchWalk::Outcome SearchWalk::run() {
  find_codes();
  const std::size_t page = static_cast<std::size_t>(filter_.limit) + 1;
  walk(filter_.by_relevance ? k_walk_max + 1 : before_ ? page : std::max(page, k_count_max + 1));
  if (filter_.by_relevance) rank();
  Outcome out = cut();
  if (!before_) {
    const auto count = std::min(passed_.size(), k_count_max);
    out.found = Found{static_cast<std::int64_t>(count), !ended_ || passed_.size() > k_count_max};
  }
  return out;
}

// A code that was typed comes first, however old its report is.
void SearchWalk::find_codes() {
  Numbers numbers;
  for (const auto& code : filter_.codes) {
    if (const auto number = reader_.value<std::int64_t>(k_code, code)) numbers.push_back(*number);
  }
  coded_.insert(numbers.begin(), numbers.end());
  if (!before_ || filter_.by_relevance) take(numbers);
}

void SearchWalk::take(const Numbers& numbers) {
  if (numbers.empty()) return;
  Numbers good = check_(numbers);
  std::ranges::sort(good, std::greater());
  passed_.insert(passed_.end(), good.begin(), good.end());
}

void SearchWalk::walk(std::size_t wanted) {
  std::int64_t from = 0;
  std::int64_t until = filter_.by_relevance ? k_newest : before_.value_or(k_newest);
  if (query_.empty() || !bounds(from, until)) return;
  SearchHits hits(reader_, which_, query_, from, until, filter_.patience);
  const auto page = static_cast<std::size_t>(filter_.limit) + 1;
  // Counting on is worth less than answering; the best are sought among many.
  const Millis enough = filter_.by_relevance ? filter_.patience / 2 : filter_.counting;
  const Stopwatch watch;
  for (std::size_t looked = 0; passed_.size() < wanted && looked < k_walk_max;) {
    const bool counts = filter_.by_relevance || passed_.size() >= page;
    const std::size_t goal = counts ? wanted : std::min(page, wanted);
    const std::size_t asked =
        std::min(std::clamp(goal - passed_.size(), k_chunk_min, k_chunk_max), k_walk_max - looked);
    Numbers found = hits.next(static_cast<int>(asked));
    looked += found.size();
    last_ = hits.reached();
    std::erase_if(found, [&](auto number) { return coded_.contains(number); });
    take(found);
    if (hits.is_end()) return;
    if (hits.is_late()) break;
    if (passed_.size() >= page && watch.elapsed() >= enough) break;
  }
  ended_ = false;
}

// The period as a range of numbers; false when nothing can lie in it.
bool SearchWalk::bounds(std::int64_t& from, std::int64_t& until) {
  if (filter_.from) {
    const auto number = reader_.value<std::int64_t>(k_since, *filter_.from - k_slack);
    if (!number) return false;
    from = *number;
  }
  if (filter_.until) {
    const auto number = reader_.value<std::int64_t>(k_until, *filter_.until + k_slack);
    if (!number) return false;
    until = std::min(until, *number + 1);
  }
  return true;
}

void SearchWalk::rank() {
  std::unordered_map<std::int64_t, int> ranks;
  each_doc(reader_, which_, passed_, [&](std::int64_t number, std::string_view doc) {
    ranks[number] = search_rank(query_, doc);
  });
  for (const auto number : coded_) ranks[number] = std::numeric_limits<int>::max();
  std::ranges::sort(passed_, std::greater(),
                    [&](auto number) { return std::pair(ranks[number], number); });
}

SearchWalk::Outcome SearchWalk::cut() const {
  Outcome out;
  const std::size_t skipped = filter_.by_relevance ? skipped_ : 0;
  const auto begin = std::min(skipped, passed_.size());
  const auto end = std::min(begin + static_cast<std::size_t>(filter_.limit), passed_.size());
  const auto first = passed_.begin();
  out.page.assign(first + static_cast<std::ptrdiff_t>(begin),
                  first + static_cast<std::ptrdiff_t>(end));
  if (filter_.by_relevance) {
    if (end < passed_.size()) out.next = cursor_text(static_cast<std::int64_t>(end), 0, 1);
  } else if (end < passed_.size()) {
    // Below the last row that did not come by its code.
    const auto row = std::find_if(out.page.rbegin(), out.page.rend(),
                                  [&](auto number) { return !coded_.contains(number); });
    out.next = cursor_text(0, 0, row == out.page.rend() ? k_newest : *row);
  } else if (!ended_) {
    out.next = cursor_text(0, 0, last_);
  }
  return out;
}

}  // namespace camaug::store
