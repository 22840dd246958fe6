#include "store/content.hpp"

#include "store/brief.hpp"
#include "store/content_columns.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_insert{"content.insert",
                   "INSERT INTO content (report, place, id, kind, author, author_role, agency, at,"
                   " text, redacted, as_written, public, commitment)"
                   " VALUES ($1, (SELECT COALESCE(MAX(p.place), 0) + 1 FROM content p"
                   " WHERE p.report = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
const Sql k_redact{"content.redact",
                   "UPDATE content SET redacted = CASE WHEN text = $3 THEN NULL ELSE $3 END,"
                   " as_written = (text = $3), public = $4"
                   " WHERE " CAMAUG_OF_REPORT " AND id = $2"};
// Notes, reminders and what staff told each other are not for the reporter.
const Sql k_of_report{
    "content.of_report",
    "SELECT id, kind, author, author_role, agency, at, text, " CAMAUG_REDACTED
    ", public,"
    " commitment FROM content WHERE " CAMAUG_OF_REPORT
    " AND ($2 <> 'reporter' OR kind IN ('text', 'place_text',"
    " 'message', 'question', 'reply', 'answer', 'plan', 'refusal', 'hand_over', 'reopen_request',"
    " 'decline_reopen', 'rate_reason', 'contact_ask')) ORDER BY at, id"};

Content read(const Row& row, std::string_view report) {
  Content c;
  c.report = report;
  c.id = row.text(0);
  c.kind = row.text(1);
  c.author = actor_of_bytes(row.bytes(2));
  c.author_role = row.text(3);
  if (!row.is_null(4)) c.agency = std::string(row.text(4));
  c.at = from_epoch_ms(row.integer(5));
  c.text = row.text(6);
  if (!row.is_null(7)) c.redacted = std::string(row.text(7));
  c.is_public = row.boolean(8);
  c.commitment = hex_of_bytes(row.bytes(9));
  return c;
}

}  // namespace

void insert_content(Tx& tx, std::int64_t report, const Content& c) {
  const auto author = bytes_of_actor(c.author);
  const auto commitment = bytes_of_hex(c.commitment);
  const bool as_written = c.redacted == c.text;
  tx.execute_later(k_insert, report, c.id, c.kind, Bytes{author}, c.author_role, c.agency, c.at,
                   c.text, as_written ? std::nullopt : c.redacted, as_written, c.is_public,
                   Bytes{commitment});
}

void redact_content(Tx& tx, std::string_view report, std::string_view id, std::string_view redacted,
                    bool is_public) {
  tx.execute_later(k_redact, report, id, redacted, is_public);
}

std::vector<Content> contents_of(Reader& reader, const domain::Viewer& viewer,
                                 std::string_view report) {
  std::vector<Content> out;
  reader.each(
      k_of_report, [&](const Row& row) { out.push_back(read(row, report)); }, report,
      word(viewer.role));
  return out;
}

}  // namespace camaug::store
