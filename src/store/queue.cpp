#include "store/queue.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"
#include "store/report.hpp"
#include "store/report_columns.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

#define CAMAUG_OPEN                                                                       \
  "r.state IN ('submitted', 'dispatched', 'in_progress', 'waiting_reporter', 'answered'," \
  " 'repairing')"

// The text of a report and its first photo.
#define CAMAUG_ROW_EXTRAS                                                              \
  ", COALESCE((SELECT t.text FROM content t WHERE t.report = r.id AND t.kind = 'text'" \
  "   ORDER BY t.at LIMIT 1), ''),"                                                    \
  " (SELECT m.id FROM media m WHERE m.report = r.id AND m.state = 'ready'"             \
  "   ORDER BY m.created_at, m.id LIMIT 1)"
#define CAMAUG_PUBLIC_EXTRAS                                                             \
  ", COALESCE((SELECT COALESCE(t.redacted, t.text) FROM content t WHERE t.report = r.id" \
  "   AND t.kind = 'text' AND t.public ORDER BY t.at LIMIT 1), ''),"                     \
  " (SELECT m.id FROM media m WHERE m.report = r.id AND m.state = 'ready' AND m.public"  \
  "   ORDER BY m.created_at, m.id LIMIT 1)"

// $5 list, $6 account of the viewer, $7 now.
#define CAMAUG_IN_LIST                                                                     \
  "CASE $5"                                                                                \
  " WHEN 'submitted' THEN r.state = 'submitted' AND r.register = 'ordinary'"               \
  " WHEN 'urgent' THEN r.urgency <> 'none'"                                                \
  " WHEN 'overdue' THEN r.due_at <= $7"                                                    \
  " WHEN 'sent' THEN r.state IN ('dispatched', 'in_progress')"                             \
  " WHEN 'answered' THEN r.state = 'answered'"                                             \
  " WHEN 'waiting_reporter' THEN r.state = 'waiting_reporter'"                             \
  " WHEN 'repairing' THEN r.state = 'repairing'"                                           \
  " WHEN 'given_back' THEN r.state = 'submitted' AND r.given_back > 0"                     \
  " WHEN 'scope_override' THEN r.state = 'submitted' AND r.scope_override"                 \
  " WHEN 'unassigned' THEN r.state IN ('dispatched', 'in_progress') AND r.officer IS NULL" \
  " WHEN 'approval' THEN r.awaiting_approval"                                              \
  " WHEN 'mine' THEN r.officer = $6"                                                       \
  " WHEN 'crime_report' THEN r.register = 'crime_report'"                                  \
  " WHEN 'denunciation' THEN r.register = 'denunciation'"                                  \
  " ELSE TRUE END"

// $8 field, $9 area, $10 agency, $11 state, $12 words, $13 from, $14 until.
#define CAMAUG_NARROWED                                                                       \
  " AND (CAST($8 AS TEXT) IS NULL OR r.field = $8)"                                           \
  " AND (CAST($9 AS TEXT) IS NULL OR (SELECT a.path FROM area a WHERE a.id = r.area)"         \
  "      LIKE (SELECT b.path FROM area b WHERE b.id = $9) || '%')"                            \
  " AND (CAST($10 AS TEXT) IS NULL OR r.lead = $10)"                                          \
  " AND (CAST($11 AS TEXT) IS NULL OR r.state = $11"                                          \
  "      OR ($11 = 'open' AND " CAMAUG_OPEN ") OR ($11 = 'closed' AND NOT " CAMAUG_OPEN       \
  "))"                                                                                        \
  " AND (CAST($12 AS TEXT) IS NULL OR r.code = UPPER($12) OR EXISTS (SELECT 1 FROM content w" \
  "      WHERE w.report = r.id AND"                                                           \
  "      CASE $1 WHEN 'supervisor' THEN w.fold_public ELSE w.fold END"                        \
  "      LIKE '%' || $12 || '%'))"                                                            \
  " AND (CAST($13 AS BIGINT) IS NULL OR r.submitted_at >= $13)"                               \
  " AND (CAST($14 AS BIGINT) IS NULL OR r.submitted_at < $14)"

// Urgent first, then due; $15..$17 = rank, due and number of the last row of the page before.
#define CAMAUG_RANK "(CASE r.urgency WHEN 'confirmed' THEN 0 WHEN 'claimed' THEN 1 ELSE 2 END)"
#define CAMAUG_DUE "COALESCE(r.due_at, 9007199254740991)"

const Sql k_open{"queue.open", "SELECT " CAMAUG_REPORT_COLUMNS CAMAUG_ROW_EXTRAS ", " CAMAUG_RANK
                               ", " CAMAUG_DUE " FROM report r WHERE " CAMAUG_OPEN
                               " AND " CAMAUG_IN_LIST CAMAUG_NARROWED " AND " CAMAUG_VISIBLE
                               " AND (CAST($15 AS BIGINT) IS NULL OR (" CAMAUG_RANK ", " CAMAUG_DUE
                               ", r.number) > ($15, $16, $17))"
                               " ORDER BY " CAMAUG_RANK ", " CAMAUG_DUE ", r.number LIMIT $18"};
// All lists that hold closed reports: newest first; $15 is not used, $16 submitted_at, $17 number.
const Sql k_all{"queue.all",
                "SELECT " CAMAUG_REPORT_COLUMNS CAMAUG_ROW_EXTRAS
                ", 0, r.submitted_at"
                " FROM report r WHERE CASE $5 WHEN 'closed' THEN NOT " CAMAUG_OPEN
                " WHEN 'reopen' THEN r.reopen_requested"
                " WHEN 'crime_report' THEN r.register = 'crime_report'"
                " WHEN 'denunciation' THEN r.register = 'denunciation'"
                " WHEN 'mine' THEN r.officer = $6"
                " WHEN 'overdue' THEN r.due_at <= $7 ELSE TRUE END" CAMAUG_NARROWED
                " AND " CAMAUG_VISIBLE
                " AND (CAST($15 AS BIGINT) IS NULL OR (r.submitted_at, r.number) < ($16, $17))"
                " ORDER BY r.submitted_at DESC, r.number DESC LIMIT $18"};
const Sql k_counts{
    "queue.counts",
    "SELECT count(*) FILTER (WHERE r.state = 'submitted' AND r.register = 'ordinary'),"
    " count(*) FILTER (WHERE r.urgency <> 'none'), count(*) FILTER (WHERE r.due_at <= $6),"
    " count(*) FILTER (WHERE r.state IN ('dispatched', 'in_progress')),"
    " count(*) FILTER (WHERE r.state = 'answered'),"
    " count(*) FILTER (WHERE r.state = 'waiting_reporter'),"
    " count(*) FILTER (WHERE r.state = 'repairing'),"
    " count(*) FILTER (WHERE r.state = 'submitted' AND r.given_back > 0),"
    " count(*) FILTER (WHERE r.state = 'submitted' AND r.scope_override),"
    " count(*) FILTER (WHERE r.state IN ('dispatched', 'in_progress') AND r.officer IS NULL),"
    " count(*) FILTER (WHERE r.awaiting_approval), count(*) FILTER (WHERE r.officer = $5),"
    " count(*) FILTER (WHERE r.register = 'crime_report'),"
    " count(*) FILTER (WHERE r.register = 'denunciation'), count(*)"
    " FROM report r WHERE " CAMAUG_OPEN " AND " CAMAUG_VISIBLE};
const Sql k_reopen_count{"queue.reopen_count",
                         "SELECT count(*) FROM report r WHERE r.reopen_requested"
                         " AND " CAMAUG_VISIBLE};
const Sql k_public{
    "queue.public",
    "SELECT " CAMAUG_REPORT_COLUMNS CAMAUG_PUBLIC_EXTRAS
    " FROM report r WHERE r.published AND r.register = 'ordinary'"
    " AND (CAST($1 AS TEXT) IS NULL OR r.field = $1)"
    " AND (CAST($2 AS TEXT) IS NULL OR (SELECT a.path FROM area a WHERE a.id = r.area)"
    "      LIKE (SELECT b.path FROM area b WHERE b.id = $2) || '%')"
    " AND (CAST($3 AS TEXT) IS NULL OR r.lead = $3)"
    " AND (CAST($4 AS TEXT) IS NULL OR r.state = $4"
    "      OR ($4 = 'open' AND " CAMAUG_OPEN
    ")"
    "      OR ($4 = 'closed' AND NOT " CAMAUG_OPEN
    "))"
    " AND (CAST($5 AS TEXT) IS NULL OR r.code = UPPER($5) OR EXISTS ("
    "      SELECT 1 FROM content w WHERE w.report = r.id AND w.public"
    "      AND (w.kind IN ('text', 'refusal', 'hand_over')"
    "           OR (w.id = r.answer_content AND r.state IN ('resolved', 'repairing')))"
    "      AND w.fold_public LIKE '%' || $5 || '%'))"
    " AND (CAST($6 AS BIGINT) IS NULL OR (r.submitted_at, r.number) < ($6, $7))"
    " ORDER BY r.submitted_at DESC, r.number DESC LIMIT $8"};
const Sql k_map{"queue.map",
                "SELECT r.code, r.lat7, r.lon7, r.field, r.sub_field, r.area, r.state, r.urgency"
                " FROM report r WHERE r.published AND r.register = 'ordinary'"
                " AND r.lat7 IS NOT NULL AND (CAST($1 AS TEXT) IS NULL OR r.field = $1)"
                " AND (r.submitted_at >= $2 OR " CAMAUG_OPEN
                ")"
                " ORDER BY r.submitted_at DESC LIMIT $3"};

constexpr int k_report_columns = 59;

std::optional<std::string_view> maybe(const std::string& text) {
  if (text.empty()) return {};
  return std::string_view(text);
}

// "rank.due.number" of the last row of a page.
using Cursor = std::array<std::optional<std::int64_t>, 3>;
Cursor parse_cursor(std::string_view text) {
  Cursor cursor;
  std::size_t at = 0;
  for (auto& part : cursor) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc()) return {};
    part = value;
    at = static_cast<std::size_t>(end - text.data()) + 1;
    if (at > text.size()) at = text.size();
  }
  return cursor;
}

std::string cursor_text(std::int64_t rank, std::int64_t key, std::int64_t number) {
  return std::to_string(rank) + "." + std::to_string(key) + "." + std::to_string(number);
}

bool lists_closed(std::string_view list) {
  return list == "all" || list == "closed" || list == "reopen" || list == "crime_report" ||
         list == "denunciation";
}

}  // namespace

QueuePage queue(Reader& reader, const domain::Viewer& viewer, const ListFilter& filter) {
  QueuePage page;
  const Cursor cursor = parse_cursor(filter.after);
  std::int64_t rank = 0;
  std::int64_t key = 0;
  auto read = [&](const Row& row) {
    if (static_cast<int>(page.rows.size()) == filter.limit) {
      page.next = cursor_text(rank, key, page.rows.back().report.number);
      return;
    }
    QueueRow out{read_report(row), std::string(row.text(k_report_columns)), {}};
    if (!row.is_null(k_report_columns + 1)) out.thumb_media = row.text(k_report_columns + 1);
    rank = row.integer(k_report_columns + 2);
    key = row.integer(k_report_columns + 3);
    page.rows.push_back(std::move(out));
  };
  const bool closed = lists_closed(filter.list);
  reader.each(closed ? std::string_view(k_all) : std::string_view(k_open), read, word(viewer.role),
              viewer.agency, viewer.area, viewer.report, filter.list, viewer.account, filter.now,
              maybe(filter.field), maybe(filter.area), maybe(filter.agency), maybe(filter.state),
              maybe(filter.words), filter.from, filter.until, cursor[0], cursor[1], cursor[2],
              std::int64_t{filter.limit} + 1);
  return page;
}

QueueCounts queue_counts(Reader& reader, const domain::Viewer& viewer, Instant now) {
  QueueCounts c;
  reader.each(
      k_counts,
      [&](const Row& row) {
        const std::array<std::int64_t*, 15> all = {
            &c.submitted,        &c.urgent,    &c.overdue,      &c.sent,           &c.answered,
            &c.waiting_reporter, &c.repairing, &c.given_back,   &c.scope_override, &c.unassigned,
            &c.approval,         &c.mine,      &c.crime_report, &c.denunciation,   &c.open};
        for (std::size_t i = 0; i < all.size(); ++i) *all[i] = row.integer(static_cast<int>(i));
      },
      word(viewer.role), viewer.agency, viewer.area, viewer.report, viewer.account, now);
  c.reopen = reader
                 .value<std::int64_t>(k_reopen_count, word(viewer.role), viewer.agency, viewer.area,
                                      viewer.report)
                 .value_or(0);
  return c;
}

PublicPage public_list(Reader& reader, const ListFilter& filter) {
  PublicPage page;
  const Cursor cursor = parse_cursor(filter.after);
  reader.each(
      k_public,
      [&](const Row& row) {
        if (static_cast<int>(page.rows.size()) == filter.limit) {
          const auto& last = page.rows.back().report;
          page.next = cursor_text(0, epoch_ms(last.submitted_at), last.number);
          return;
        }
        PublicRow out{read_report(row), std::string(row.text(k_report_columns)), {}};
        if (!row.is_null(k_report_columns + 1)) out.thumb_media = row.text(k_report_columns + 1);
        page.rows.push_back(std::move(out));
      },
      maybe(filter.field), maybe(filter.area), maybe(filter.agency), maybe(filter.state),
      maybe(filter.words), cursor[1], cursor[2], std::int64_t{filter.limit} + 1);
  return page;
}

std::vector<MapRow> public_map(Reader& reader, std::string_view field, Instant since, int limit) {
  std::vector<MapRow> out;
  const std::string narrowed(field);
  reader.each(
      k_map,
      [&](const Row& row) {
        MapRow m{std::string(row.text(0)),
                 row.integer(1),
                 row.integer(2),
                 std::string(row.text(3)),
                 {},
                 {},
                 domain::parse_state(row.text(6)).value(),
                 domain::parse_urgency(row.text(7)).value()};
        if (!row.is_null(4)) m.sub_field = row.text(4);
        if (!row.is_null(5)) m.area = row.text(5);
        out.push_back(std::move(m));
      },
      maybe(narrowed), since, std::int64_t{limit});
  return out;
}

}  // namespace camaug::store
