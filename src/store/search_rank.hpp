// How well a document fits what was typed: by whole words, by words that stand together, by how
// early they come. Pure.
#pragma once

#include <string_view>

#include "store/search_query.hpp"

namespace camaug::store {

// Greater is better. `doc` is SearchDoc::desk or SearchDoc::shown.
[[nodiscard]] int search_rank(const SearchQuery& query, std::string_view doc);

}  // namespace camaug::store
