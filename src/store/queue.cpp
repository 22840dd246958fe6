#include "store/queue.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "store/cursor.hpp"
#include "store/queue_columns.hpp"
#include "store/queue_narrow.hpp"
#include "store/report_columns.hpp"
#include "store/search.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

// Urgent first, then due; $11..$13 = rank, due and number of the last row of the page before, $14
// limit, $15 what the list itself asks for (Asks). The page is found in the index alone
// (sql/0006_lists.sql), then its rows are read.
#define CAMAUG_RANK "(CASE r.urgency WHEN 'confirmed' THEN 0 WHEN 'claimed' THEN 1 ELSE 2 END)"
#define CAMAUG_DUE "COALESCE(r.due_at, 9007199254740991)"
#define CAMAUG_OPEN_LIST(condition)                                       \
  "WITH page AS (SELECT r.id AS id, " CAMAUG_RANK " AS rank, " CAMAUG_DUE \
  " AS due, r.number AS number FROM report r WHERE " CAMAUG_STILL_OPEN    \
  " AND " condition CAMAUG_NARROWED " AND " CAMAUG_VISIBLE_MANY           \
  " AND (CAST($11 AS BIGINT) IS NULL OR (" CAMAUG_RANK ", " CAMAUG_DUE    \
  ", r.number) > ($11, $12, $13))"                                        \
  " ORDER BY " CAMAUG_RANK ", " CAMAUG_DUE                                \
  ", r.number LIMIT $14)"                                                 \
  " SELECT " CAMAUG_QUEUE_COLUMNS                                         \
  ", page.rank, page.due FROM page"                                       \
  " JOIN report r ON r.id = page.id" CAMAUG_QUEUE_JOINS                   \
  " ORDER BY page.rank, page.due, page.number"

const Sql k_submitted{"queue.submitted", CAMAUG_OPEN_LIST(CAMAUG_OPEN_SUBMITTED)};
const Sql k_urgent{"queue.urgent", CAMAUG_OPEN_LIST(CAMAUG_OPEN_URGENT)};
const Sql k_overdue{"queue.overdue", CAMAUG_OPEN_LIST("r.due_at < $15")};
const Sql k_sent{"queue.sent", CAMAUG_OPEN_LIST(CAMAUG_OPEN_SENT)};
const Sql k_answered{"queue.answered", CAMAUG_OPEN_LIST("r.state = 'answered'")};
const Sql k_waiting{"queue.waiting_reporter", CAMAUG_OPEN_LIST("r.state = 'waiting_reporter'")};
const Sql k_repairing{"queue.repairing", CAMAUG_OPEN_LIST("r.state = 'repairing'")};
const Sql k_given_back{"queue.given_back", CAMAUG_OPEN_LIST(CAMAUG_OPEN_GIVEN_BACK)};
const Sql k_override{"queue.scope_override", CAMAUG_OPEN_LIST(CAMAUG_OPEN_OVERRIDE)};
const Sql k_unassigned{"queue.unassigned", CAMAUG_OPEN_LIST(CAMAUG_OPEN_UNASSIGNED)};
const Sql k_approval{"queue.approval", CAMAUG_OPEN_LIST("r.awaiting_approval")};
const Sql k_mine{"queue.mine", CAMAUG_OPEN_LIST("r.officer = $15")};

// Lists that hold closed reports: newest first; $11 tells whether there is a page before, $12 and
// $13 are submitted_at and number of its last row.
#define CAMAUG_NEWEST_LIST(condition, newest)                                           \
  "SELECT " CAMAUG_QUEUE_COLUMNS ", 0, r.submitted_at FROM report r" CAMAUG_QUEUE_JOINS \
  " WHERE " condition CAMAUG_NARROWED " AND " CAMAUG_VISIBLE_MANY                       \
  " AND (CAST($11 AS BIGINT) IS NULL OR (r.submitted_at, r.number) < ($12, $13))"       \
  " ORDER BY " newest " DESC, r.number DESC LIMIT $14"

const Sql k_all{"queue.all", CAMAUG_NEWEST_LIST("r.submitted_at >= 0", "r.submitted_at")};
const Sql k_closed{"queue.closed", CAMAUG_NEWEST_LIST("NOT " CAMAUG_OPEN, "r.submitted_at")};
// Few of many: the plus keeps SQLite from walking all reports only because they come in order.
const Sql k_reopen{"queue.reopen", CAMAUG_NEWEST_LIST("r.reopen_requested", "+r.submitted_at")};
#define CAMAUG_REGISTER_LIST(name) \
  CAMAUG_NEWEST_LIST("r.register <> 'ordinary' AND r.register = '" name "'", "+r.submitted_at")
const Sql k_crime{"queue.crime_report", CAMAUG_REGISTER_LIST("crime_report")};
const Sql k_denunciation{"queue.denunciation", CAMAUG_REGISTER_LIST("denunciation")};

const Sql k_public{"queue.public",
                   "SELECT " CAMAUG_PUBLIC_COLUMNS " FROM report r" CAMAUG_PUBLIC_JOINS
                   " WHERE " CAMAUG_PUBLIC CAMAUG_NARROWED_BY("$1", "$2", "$3", "$4")
                   " AND (CAST($5 AS BIGINT) IS NULL OR (r.submitted_at, r.number) < ($5, $6))"
                   " ORDER BY r.submitted_at DESC, r.number DESC LIMIT $7"};

// What a list asks for beside the filter.
enum class Asks : std::uint8_t { nothing, now, account };
struct List {
  std::string_view name;
  const Sql* sql;
  Asks asks = Asks::nothing;
};
const std::array<List, 17> k_lists{{{"submitted", &k_submitted},
                                    {"urgent", &k_urgent},
                                    {"overdue", &k_overdue, Asks::now},
                                    {"sent", &k_sent},
                                    {"answered", &k_answered},
                                    {"waiting_reporter", &k_waiting},
                                    {"repairing", &k_repairing},
                                    {"given_back", &k_given_back},
                                    {"scope_override", &k_override},
                                    {"unassigned", &k_unassigned},
                                    {"approval", &k_approval},
                                    {"mine", &k_mine, Asks::account},
                                    {"all", &k_all},
                                    {"closed", &k_closed},
                                    {"reopen", &k_reopen},
                                    {"crime_report", &k_crime},
                                    {"denunciation", &k_denunciation}}};

const List& list_of(std::string_view name) {
  const auto found = std::ranges::find(k_lists, name, &List::name);
  if (found == k_lists.end()) throw std::logic_error("no such list of reports");
  return *found;
}

using Text = std::optional<std::string>;
constexpr int k_queue_columns = 24;

std::optional<std::string_view> maybe(const std::string& text) {
  if (text.empty()) return {};
  return std::string_view(text);
}

Text text_or_none(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return std::string(row.text(column));
}
std::optional<std::int64_t> number_or_none(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return row.integer(column);
}
std::optional<Instant> instant_or_none(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return from_epoch_ms(row.integer(column));
}
std::optional<Thumb> thumb(const Row& row, int column) {
  if (row.is_null(column)) return {};
  return Thumb{std::string(row.text(column)), row.integer(column + 1)};
}

}  // namespace

QueueRow read_queue_row(const Row& row) {
  QueueRow out;
  out.id = row.text(0);
  out.number = row.integer(1);
  out.code = row.text(2);
  out.state = row.text(3);
  out.version = row.integer(4);
  out.field = row.text(5);
  out.sub_field = text_or_none(row, 6);
  out.area = text_or_none(row, 7);
  out.lat7 = number_or_none(row, 8);
  out.lon7 = number_or_none(row, 9);
  out.urgency = row.text(10);
  out.submitted_at = from_epoch_ms(row.integer(11));
  out.clock = text_or_none(row, 12);
  out.started_at = instant_or_none(row, 13);
  out.due_at = instant_or_none(row, 14);
  out.lead = text_or_none(row, 15);
  out.officer_name = text_or_none(row, 16);
  out.awaiting_approval = row.boolean(17);
  out.reopen_requested = row.boolean(18);
  out.scope_override = row.boolean(19);
  out.given_back = row.integer(20);
  out.text = row.text(21);
  out.thumb = thumb(row, 22);
  return out;
}

PublicRow read_public_row(const Row& row) {
  PublicRow out;
  out.code = row.text(1);
  out.state = row.text(2);
  out.field = row.text(3);
  out.sub_field = text_or_none(row, 4);
  out.area = text_or_none(row, 5);
  out.lat7 = number_or_none(row, 6);
  out.lon7 = number_or_none(row, 7);
  out.submitted_at = from_epoch_ms(row.integer(8));
  out.updated_at = from_epoch_ms(row.integer(9));
  out.lead = text_or_none(row, 10);
  out.outcome = text_or_none(row, 11);
  out.text = row.text(12);
  out.thumb = thumb(row, 13);
  return out;
}

QueuePage queue(Reader& reader, const domain::Viewer& viewer, const ListFilter& filter) {
  if (searches(filter)) return search_queue(reader, viewer, filter);
  QueuePage page;
  const Cursor cursor = parse_cursor(filter.after);
  std::int64_t rank = 0;
  std::int64_t key = 0;
  auto read = [&](const Row& row) {
    if (static_cast<int>(page.rows.size()) == filter.limit) {
      page.next = cursor_text(rank, key, page.rows.back().number);
      return;
    }
    page.rows.push_back(read_queue_row(row));
    rank = row.integer(k_queue_columns);
    key = row.integer(k_queue_columns + 1);
  };
  const List& list = list_of(filter.list);
  const auto run = [&](const auto&... asked) {
    reader.each(*list.sql, read, word(viewer.role), viewer.agency, viewer.area, viewer.report,
                maybe(filter.field), maybe(filter.area), maybe(filter.agency), maybe(filter.state),
                filter.from, filter.until, cursor[0], cursor[1], cursor[2],
                std::int64_t{filter.limit} + 1, asked...);
  };
  switch (list.asks) {
    case Asks::nothing:
      run();
      break;
    case Asks::now:
      run(filter.now);
      break;
    case Asks::account:
      run(viewer.account);
      break;
  }
  return page;
}

PublicPage public_list(Reader& reader, const ListFilter& filter) {
  if (searches(filter)) return search_public(reader, filter);
  PublicPage page;
  page.rows.reserve(static_cast<std::size_t>(filter.limit));
  const Cursor cursor = parse_cursor(filter.after);
  std::int64_t number = 0;
  reader.each(
      k_public,
      [&](const Row& row) {
        if (static_cast<int>(page.rows.size()) == filter.limit) {
          page.next = cursor_text(0, epoch_ms(page.rows.back().submitted_at), number);
          return;
        }
        number = row.integer(0);
        page.rows.push_back(read_public_row(row));
      },
      maybe(filter.field), maybe(filter.area), maybe(filter.agency), maybe(filter.state), cursor[1],
      cursor[2], std::int64_t{filter.limit} + 1);
  return page;
}

}  // namespace camaug::store
