// What people wrote on a report: erasable texts, kept apart from the log, which holds commitments
// to them. Reads filter by what the viewer may hear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "store/database.hpp"

namespace camaug::store {

// kind: Entry.kind of api/openapi.yaml, or `text` and `place_text` of the report itself.
struct Content {
  std::string id;
  std::string report;
  std::string kind;
  std::string author;       // Viewer::actor()
  std::string author_role;  // role word
  std::optional<std::string> agency;
  Instant at{};
  std::string text;
  std::optional<std::string> redacted;  // what the public reads instead of `text`
  bool is_public = false;               // shown once the report is published
  std::string commitment;               // HMAC-SHA-256(salt of the report, text), hex
  std::string fold;                     // of the text, for store/search_index; not stored here
};

// `report`: its number.
void insert_content(Tx& tx, std::int64_t report, const Content& content);
// The redacted version of one of the report's texts, for the public; the original stays.
void redact_content(Tx& tx, std::string_view report, std::string_view id, std::string_view redacted,
                    bool is_public);
// All contents of a report in order of time. Notes only for staff who handle the case; the report
// itself must have been read with the viewer's eyes before.
[[nodiscard]] std::vector<Content> contents_of(Reader& reader, const domain::Viewer& viewer,
                                               std::string_view report);

}  // namespace camaug::store
