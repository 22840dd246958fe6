// The search in the lists of the desk and of the public: newest hits first, or the best of the
// newest 2,000. Each hit is checked against the viewer and the filter as the list itself would.
// Never looks at more than 2,000 hits for one page; says when there may be more.
#pragma once

#include "store/queue.hpp"

namespace camaug::store {

// Whether the filter has something to look for: words, or codes.
[[nodiscard]] bool searches(const ListFilter& filter);

[[nodiscard]] QueuePage search_queue(Reader& reader, const domain::Viewer& viewer,
                                     const ListFilter& filter);
[[nodiscard]] PublicPage search_public(Reader& reader, const ListFilter& filter);

}  // namespace camaug::store
