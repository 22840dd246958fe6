#include "store/open_reports.hpp"

#include "store/queue_narrow.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

#define CAMAUG_OPEN_COLUMNS                                                \
  "r.number, r.state, r.register, r.urgency, r.due_at, r.officer, r.lead," \
  " r.named_agency, r.area, r.given_back, r.scope_override, r.awaiting_approval"
// Two texts each, one for the index of the open ones and one for that of the few others (the plus
// hides the condition from the index of closing times, which holds nearly all).
#define CAMAUG_REOPEN "r.reopen_requested AND +r.closed_at IS NOT NULL"
constexpr int k_open_column = 12;
constexpr int k_reopen_column = 13;
// The reports of some events. (Asking for reports alone would have SQLite walk their index.)
#define CAMAUG_MOVED                                                                 \
  "(SELECT DISTINCT e.report AS number FROM event e WHERE e.n > $1 AND e.n <= $2) m" \
  " JOIN report r ON r.number = m.number"

const Sql k_open{"open_reports.open", "SELECT " CAMAUG_OPEN_COLUMNS
                                      ", TRUE, FALSE FROM report r WHERE " CAMAUG_STILL_OPEN};
const Sql k_reopen{"open_reports.reopen", "SELECT " CAMAUG_OPEN_COLUMNS
                                          ", FALSE, TRUE FROM report r WHERE " CAMAUG_REOPEN};
// CROSS JOIN: from the few reports to their helpers, not the other way round.
#define CAMAUG_HELPERS_OF(condition)                                                       \
  "SELECT r.number, c.agency FROM report r CROSS JOIN cooperating c WHERE c.report = r.id" \
  " AND " condition
const Sql k_helpers{"open_reports.helpers", CAMAUG_HELPERS_OF(CAMAUG_STILL_OPEN)};
const Sql k_reopen_helpers{"open_reports.reopen_helpers", CAMAUG_HELPERS_OF(CAMAUG_REOPEN)};
const Sql k_moved{"open_reports.moved", "SELECT " CAMAUG_OPEN_COLUMNS ", " CAMAUG_STILL_OPEN
                                        ", r.reopen_requested FROM " CAMAUG_MOVED};
const Sql k_moved_helpers{"open_reports.moved_helpers",
                          "SELECT r.number, c.agency FROM " CAMAUG_MOVED
                          " CROSS JOIN cooperating c WHERE c.report = r.id"};
const Sql k_otherwise{"open_reports.otherwise",
                      "SELECT count(*) FROM event e WHERE e.n > $1 AND e.n <= $2"
                      " AND e.report IS NULL"};
const Sql k_paths{"open_reports.paths", "SELECT a.id, a.path FROM area a"};

OpenReport read(const Row& row) {
  OpenReport out;
  out.number = row.integer(0);
  out.state = domain::parse_state(row.text(1)).value();
  out.register_ = domain::parse_register(row.text(2)).value();
  out.urgency = domain::parse_urgency(row.text(3)).value();
  if (!row.is_null(4)) out.due_at = from_epoch_ms(row.integer(4));
  out.officer = row.maybe_text(5).value_or("");
  out.lead = row.maybe_text(6).value_or("");
  out.named_agency = row.maybe_text(7).value_or("");
  out.area = row.maybe_text(8).value_or("");
  out.given_back = row.integer(9);
  out.scope_override = row.boolean(10);
  out.awaiting_approval = row.boolean(11);
  out.is_open = row.boolean(k_open_column);
  out.reopen_requested = row.boolean(k_reopen_column);
  return out;
}

}  // namespace

void each_open(Reader& reader, const std::function<void(const OpenReport&)>& each) {
  for (const Sql* sql : {&k_open, &k_reopen}) {
    reader.each(*sql, [&](const Row& row) { each(read(row)); });
  }
}

void each_open_helper(Reader& reader,
                      const std::function<void(std::int64_t, std::string_view)>& each) {
  for (const Sql* sql : {&k_helpers, &k_reopen_helpers}) {
    reader.each(*sql, [&](const Row& row) { each(row.integer(0), row.text(1)); });
  }
}

void each_moved_open(Reader& reader, std::int64_t after, std::int64_t until,
                     const std::function<void(std::int64_t, const OpenReport*)>& each) {
  reader.each(
      k_moved,
      [&](const Row& row) {
        const OpenReport report = read(row);
        each(report.number, report.is_open || report.reopen_requested ? &report : nullptr);
      },
      after, until);
}

void each_moved_helper(Reader& reader, std::int64_t after, std::int64_t until,
                       const std::function<void(std::int64_t, std::string_view)>& each) {
  reader.each(
      k_moved_helpers, [&](const Row& row) { each(row.integer(0), row.text(1)); }, after, until);
}

bool moved_otherwise(Reader& reader, std::int64_t after, std::int64_t until) {
  return reader.value<std::int64_t>(k_otherwise, after, until).value_or(0) > 0;
}

std::map<std::string, std::string> area_paths(Reader& reader) {
  std::map<std::string, std::string> out;
  for (auto& [id, path] : reader.all<std::string, std::string>(k_paths)) {
    out.emplace(std::move(id), std::move(path));
  }
  return out;
}

}  // namespace camaug::store
