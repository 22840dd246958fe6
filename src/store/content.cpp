#include "store/content.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_insert{"content.insert",
                   "INSERT INTO content (id, report, kind, author, author_role, agency, at, text,"
                   " redacted, public, commitment)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
const Sql k_redact{"content.redact", "UPDATE content SET redacted = $2, public = $3 WHERE id = $1"};
const Sql k_by_id{
    "content.by_id",
    "SELECT id, report, kind, author, author_role, agency, at, text, redacted, public,"
    " commitment FROM content WHERE id = $1"};
// Notes, reminders and what staff told each other are not for the reporter.
const Sql k_of_report{
    "content.of_report",
    "SELECT id, report, kind, author, author_role, agency, at, text, redacted, public, commitment"
    " FROM content WHERE report = $1 AND ($2 <> 'reporter' OR kind IN ('text', 'place_text',"
    " 'message', 'question', 'reply', 'answer', 'plan', 'refusal', 'hand_over', 'reopen_request',"
    " 'decline_reopen', 'rate_reason', 'contact_ask')) ORDER BY at, id"};

Content read(const Row& row) {
  Content c;
  c.id = row.text(0);
  c.report = row.text(1);
  c.kind = row.text(2);
  c.author = row.text(3);
  c.author_role = row.text(4);
  if (!row.is_null(5)) c.agency = std::string(row.text(5));
  c.at = from_epoch_ms(row.integer(6));
  c.text = row.text(7);
  if (!row.is_null(8)) c.redacted = std::string(row.text(8));
  c.is_public = row.boolean(9);
  c.commitment = row.text(10);
  return c;
}

}  // namespace

void insert_content(Tx& tx, const Content& c) {
  tx.execute(k_insert, c.id, c.report, c.kind, c.author, c.author_role, c.agency, c.at, c.text,
             c.redacted, c.is_public, c.commitment);
}

void redact_content(Tx& tx, std::string_view id, std::string_view redacted, bool is_public) {
  tx.execute(k_redact, id, redacted, is_public);
}

std::optional<Content> content_by_id(Reader& reader, std::string_view id) {
  std::optional<Content> found;
  reader.each(k_by_id, [&](const Row& row) { found = read(row); }, id);
  return found;
}

std::vector<Content> contents_of(Reader& reader, const domain::Viewer& viewer,
                                 std::string_view report) {
  std::vector<Content> out;
  reader.each(
      k_of_report, [&](const Row& row) { out.push_back(read(row)); }, report, word(viewer.role));
  return out;
}

}  // namespace camaug::store
