#include "store/search_index.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/workflow.hpp"
#include "store/content_columns.hpp"
#include "store/report.hpp"
#include "store/report_number.hpp"
#include "store/statement.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

constexpr std::int64_t k_page = 500;

const Sql k_report{
    "search_index.report",
    "SELECT r.number, r.state, r.register, r.field, r.area, r.lead, r.answer_content,"
    " r.reopen_requested"
    " FROM report r WHERE r.id = $1"};
const Sql k_texts{"search_index.texts", "SELECT id, kind, text, " CAMAUG_REDACTED
                                        ", public FROM content"
                                        " WHERE " CAMAUG_OF_REPORT " ORDER BY at, id"};
const Sql k_doc{"search_index.doc", "SELECT desk, shown FROM search WHERE number = $1"};
const Sql k_insert{"search_index.insert",
                   "INSERT INTO search (number, desk, shown) VALUES ($1, $2, $3)"};
const Sql k_update{"search_index.update",
                   "UPDATE search SET desk = $2, shown = $3 WHERE number = $1"};
const Sql k_missing{
    "search_index.missing",
    "SELECT r.id FROM report r WHERE r.number >"
    " (SELECT COALESCE(MAX(s.number), 0) FROM search s) ORDER BY r.number LIMIT $1"};
const Sql k_forget{"search_index.forget", "DELETE FROM search"};

// SQLite's index is written beside the table; a document that changes is taken out word by word.
const Sql k_add_desk{"search_index.add_desk",
                     "INSERT INTO search_desk (rowid, desk) VALUES ($1, $2)", Engine::sqlite};
const Sql k_drop_desk{"search_index.drop_desk",
                      "INSERT INTO search_desk (search_desk, rowid, desk)"
                      " VALUES ('delete', $1, $2)",
                      Engine::sqlite};
const Sql k_add_shown{"search_index.add_shown",
                      "INSERT INTO search_shown (rowid, shown) VALUES ($1, $2)", Engine::sqlite};
const Sql k_drop_shown{"search_index.drop_shown",
                       "INSERT INTO search_shown (search_shown, rowid, shown)"
                       " VALUES ('delete', $1, $2)",
                       Engine::sqlite};
const Sql k_forget_desk{"search_index.forget_desk",
                        "INSERT INTO search_desk (search_desk) VALUES ('delete-all')",
                        Engine::sqlite};
const Sql k_forget_shown{"search_index.forget_shown",
                         "INSERT INTO search_shown (search_shown) VALUES ('delete-all')",
                         Engine::sqlite};
const Sql k_check_desk{"search_index.check_desk",
                       "INSERT INTO search_desk (search_desk, rank) VALUES ('integrity-check', 1)",
                       Engine::sqlite};
const Sql k_check_shown{
    "search_index.check_shown",
    "INSERT INTO search_shown (search_shown, rank) VALUES ('integrity-check', 1)", Engine::sqlite};

struct Both {
  const Sql& add;
  const Sql& drop;
};
const Both k_desk{k_add_desk, k_drop_desk};
const Both k_shown{k_add_shown, k_drop_shown};

// FTS5 counts documents by what is inserted and deleted: always one of each, or only the first.
void move_words(Tx& tx, const Both& index, std::int64_t number, std::string_view before,
                std::string_view after) {
  if (before == after) return;
  if (!before.empty()) tx.execute_later(index.drop, number, words_added(after, before));
  if (!after.empty()) tx.execute_later(index.add, number, words_added(before, after));
}

void store_doc(Tx& tx, std::int64_t number, const std::optional<SearchDoc>& before,
               const SearchDoc& after) {
  if (before == after) return;
  tx.execute_later(before ? k_update : k_insert, number, after.desk, after.shown);
  if (tx.engine() != Engine::sqlite) return;
  move_words(tx, k_desk, number, before ? before->desk : "", after.desk);
  move_words(tx, k_shown, number, before ? before->shown : "", after.shown);
}

bool answer_is_shown(std::string_view state) {
  return state == word(domain::State::resolved) || state == word(domain::State::repairing);
}

bool open_word(std::string_view state) {
  const auto parsed = domain::parse_state(state);
  return parsed && domain::is_open(*parsed);
}

struct Read {
  std::int64_t number = 0;
  SearchDoc doc;
};

Read read_doc(Reader& reader, std::string_view report) {
  Read out;
  SearchedReport facts;
  reader.each(
      k_report,
      [&](const Row& row) {
        out.number = row.integer(0);
        facts.is_open = open_word(row.text(1));
        facts.answer_shown = answer_is_shown(row.text(1));
        facts.register_word = row.text(2);
        facts.field = row.text(3);
        facts.area = row.maybe_text(4).value_or("");
        facts.lead = row.maybe_text(5).value_or("");
        facts.answer_content = row.maybe_text(6).value_or("");
        facts.reopen_requested = row.boolean(7);
      },
      report);
  facts.cooperating = cooperating_of(reader, report);
  std::vector<SearchedText> texts;
  reader.each(
      k_texts,
      [&](const Row& row) {
        SearchedText text{std::string(row.text(0)),
                          std::string(row.text(1)),
                          fold(row.text(2)),
                          {},
                          row.boolean(4)};
        if (!row.is_null(3)) text.shown = fold(row.text(3));
        texts.push_back(std::move(text));
      },
      report);
  out.doc = search_doc(facts, texts);
  return out;
}

}  // namespace

void index_new(Tx& tx, const domain::Report& report, std::span<const Content> contents) {
  SearchedReport facts;
  facts.is_open = domain::is_open(report.state);
  facts.answer_shown = answer_is_shown(word(report.state));
  facts.register_word = word(report.register_);
  facts.field = report.field;
  facts.area = report.area.value_or("");
  facts.lead = report.lead.value_or("");
  std::vector<SearchedText> texts;
  texts.reserve(contents.size());
  for (const auto& content : contents) {
    texts.push_back({content.id, content.kind, content.fold, {}, content.is_public});
  }
  std::ranges::sort(texts, {}, &SearchedText::id);  // said at one moment; read back in this order
  store_doc(tx, report.number, {}, search_doc(facts, texts));
}

void index_again(Tx& tx, std::string_view report) {
  const Read read = read_doc(tx, report);
  store_doc(tx, read.number, search_doc_stored(tx, read.number), read.doc);
}

SearchDoc search_doc_wanted(Reader& reader, std::string_view report) {
  return read_doc(reader, report).doc;
}

std::optional<SearchDoc> search_doc_stored(Reader& reader, std::int64_t number) {
  std::optional<SearchDoc> doc;
  reader.each(
      k_doc, [&](const Row& row) { doc = {std::string(row.text(0)), std::string(row.text(1))}; },
      number);
  return doc;
}

void fill_search(Connection& connection) {
  for (;;) {
    Transaction transaction(connection, Transaction::Mode::write);
    const auto ids = transaction.tx().all<std::string>(k_missing, k_page);
    if (ids.empty()) return;
    for (const auto& [id] : ids) index_again(transaction.tx(), id);
    transaction.commit();
  }
}

void rebuild_search(Connection& connection) {
  {
    Transaction transaction(connection, Transaction::Mode::write);
    transaction.tx().execute(k_forget);
    if (connection.engine() == Engine::sqlite) {
      transaction.tx().execute(k_forget_desk);
      transaction.tx().execute(k_forget_shown);
    }
    transaction.commit();
  }
  fill_search(connection);
}

bool search_index_agrees(Connection& connection) {
  if (connection.engine() != Engine::sqlite) return true;
  try {
    Transaction transaction(connection, Transaction::Mode::write);
    transaction.tx().execute(k_check_desk);
    transaction.tx().execute(k_check_shown);
    return true;
  } catch (const DatabaseError& error) {
    if (error.kind() == DatabaseError::Kind::corrupt) return false;
    throw;
  }
}

}  // namespace camaug::store
