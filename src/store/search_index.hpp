// Keeps the search documents and the index over them: in the transaction that changes a report's
// texts or facts, and anew from the texts. The stored documents tell what the index holds, so a
// word that is gone from a text is taken out of the index, whatever became of the text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/projection.hpp"
#include "store/content.hpp"
#include "store/database.hpp"
#include "store/search_doc.hpp"

namespace camaug::store {

// A new report with its texts (their `fold` is used).
void index_new(Tx& tx, const domain::Report& report, std::span<const Content> contents);
// A report whose rows have changed.
void index_again(Tx& tx, std::string_view report);

// The document as it must be, by the rows of the report, and as it is stored.
[[nodiscard]] SearchDoc search_doc_wanted(Reader& reader, std::string_view report);
[[nodiscard]] std::optional<SearchDoc> search_doc_stored(Reader& reader, std::int64_t number);

// Indexes the reports that no document is there of: after a migration or a copy. Many
// transactions; goes on where it stopped.
void fill_search(Connection& connection);
// Forgets all of it and makes it anew.
void rebuild_search(Connection& connection);
// Whether the index holds what the documents say; SQLite alone can tell, PostgreSQL's index is its
// own (amcheck). Takes the write lock, changes nothing.
[[nodiscard]] bool search_index_agrees(Connection& connection);

}  // namespace camaug::store
