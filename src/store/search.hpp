// The search in the lists of the desk and of the public: newest hits first, or the best of the
// newest 2,000. Each hit is checked against the viewer and the filter as the list itself would.
// Never looks at more than 2,000 hits for one page; says when there may be more.
#pragma once

#include <unordered_map>
#include <vector>

#include "store/queue.hpp"

namespace camaug::store {

// Whether the filter has something to look for: words, or codes.
[[nodiscard]] bool searches(const ListFilter& filter);

[[nodiscard]] QueuePage search_queue(Reader& reader, const domain::Viewer& viewer,
                                     const ListFilter& filter);
[[nodiscard]] PublicPage search_public(Reader& reader, const ListFilter& filter);
// Of the reports with these numbers those that the public may see, as its lists show them.
[[nodiscard]] std::unordered_map<std::int64_t, PublicRow> public_rows(
    Reader& reader, const std::vector<std::int64_t>& numbers);

}  // namespace camaug::store
