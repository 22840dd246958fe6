#include "store/map.hpp"

#include "store/queue_columns.hpp"
#include "store/queue_narrow.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

#define CAMAUG_MAP_COLUMNS                                                              \
  "r.number, r.code, r.lat7, r.lon7, r.field, r.sub_field, r.area, r.state, r.urgency," \
  " r.submitted_at"
// Two texts, since one with OR would walk every report that was ever published. The second hides
// its conditions from the indexes of published reports and of times: open reports are few.
const Sql k_recent{"map.recent", "SELECT " CAMAUG_MAP_COLUMNS " FROM report r WHERE " CAMAUG_PUBLIC
                                 " AND r.lat7 IS NOT NULL AND r.submitted_at >= $1"};
const Sql k_open{"map.open", "SELECT " CAMAUG_MAP_COLUMNS " FROM report r WHERE " CAMAUG_STILL_OPEN
                             " AND COALESCE(r.published, FALSE) AND r.register = 'ordinary'"
                             " AND r.lat7 IS NOT NULL AND +r.submitted_at < $1"};
const Sql k_moved{"map.moved", "SELECT " CAMAUG_MAP_COLUMNS ", " CAMAUG_PUBLIC
                               " AND r.lat7 IS NOT NULL FROM (SELECT DISTINCT e.report AS number"
                               " FROM event e WHERE e.n > $1 AND e.n <= $2) m"
                               " JOIN report r ON r.number = m.number"};
constexpr int k_shown_column = 10;

MapRow read(const Row& row) {
  MapRow out;
  out.number = row.integer(0);
  out.code = row.text(1);
  out.lat7 = row.integer(2);
  out.lon7 = row.integer(3);
  out.field = row.text(4);
  if (!row.is_null(5)) out.sub_field = row.text(5);
  if (!row.is_null(6)) out.area = row.text(6);
  out.state = domain::parse_state(row.text(7)).value();
  out.urgency = domain::parse_urgency(row.text(8)).value();
  out.submitted_at = from_epoch_ms(row.integer(9));
  return out;
}

}  // namespace

void each_on_map(Reader& reader, Instant since, const std::function<void(MapRow)>& each) {
  for (const Sql* sql : {&k_recent, &k_open}) {
    reader.each(*sql, [&](const Row& row) { each(read(row)); }, since);
  }
}

void each_moved_on_map(
    Reader& reader, std::int64_t after, std::int64_t until,
    const std::function<void(std::int64_t number, std::optional<MapRow>)>& each) {
  reader.each(
      k_moved,
      [&](const Row& row) {
        each(row.integer(0), row.boolean(k_shown_column) ? std::optional(read(row)) : std::nullopt);
      },
      after, until);
}

}  // namespace camaug::store
