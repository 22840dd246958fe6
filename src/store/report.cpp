#include "store/report.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "base/text_hash.hpp"
#include "domain/distance.hpp"
#include "domain/projection_table.hpp"
#include "store/brief.hpp"
#include "store/event.hpp"
#include "store/report_columns.hpp"
#include "store/statement.hpp"

namespace camaug::store {

// What a batch knows of reports that may be there.
class KnownReports {
 public:
  void add(std::string_view id, std::optional<Creation> creation) {
    known_.insert_or_assign(std::string(id), std::move(creation));
  }
  [[nodiscard]] const std::optional<Creation>* find(std::string_view id) const {
    const auto found = known_.find(id);
    return found == known_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<std::string, std::optional<Creation>, TextHash, std::equal_to<>> known_;
};

namespace {

#define CAMAUG_OPEN                                                                       \
  "r.state IN ('submitted', 'dispatched', 'in_progress', 'waiting_reporter', 'answered'," \
  " 'repairing')"

const Sql k_by_id{"report.by_id", "SELECT " CAMAUG_REPORT_COLUMNS
                                  " FROM report r WHERE r.id = $5 AND " CAMAUG_VISIBLE};
const Sql k_by_code{"report.by_code", "SELECT " CAMAUG_REPORT_COLUMNS
                                      " FROM report r WHERE r.code = $5 AND " CAMAUG_VISIBLE};
const Sql k_public{"report.public", "SELECT " CAMAUG_REPORT_COLUMNS
                                    " FROM report r WHERE r.code = $1 AND r.published"
                                    " AND r.register = 'ordinary'"};
const Sql k_secret{"report.secret", "SELECT secret_hash, body_hash FROM report WHERE id = $1"};
const Sql k_secrets{"report.secrets",
                    "SELECT id, secret_hash, body_hash FROM report"
                    " WHERE id = ANY (string_to_array($1, ' '))",
                    Engine::postgres};
const Sql k_counter{"report.counter", "SELECT last FROM report_counter WHERE year = $1"};
const Sql k_count{"report.count",
                  "INSERT INTO report_counter (year, last) VALUES ($1, $2)"
                  " ON CONFLICT (year) DO UPDATE SET last = excluded.last"};
const Sql k_last_number{"report.last_number", "SELECT COALESCE(MAX(number), 0) FROM report"};
const Sql k_insert{"report.insert",
                   "INSERT INTO report (" CAMAUG_REPORT_NAMES
                   ", secret_hash, body_hash) VALUES (" CAMAUG_REPORT_VALUES ", $60, $61)"};
const Sql k_update{"report.update",
                   "UPDATE report SET " CAMAUG_REPORT_SET " WHERE id = $1 AND version = $60"};
const Sql k_drop_cooperating{"report.drop_cooperating",
                             "DELETE FROM cooperating WHERE report = $1"};
const Sql k_add_cooperating{"report.add_cooperating",
                            "INSERT INTO cooperating (report, agency) VALUES ($1, $2)"};
const Sql k_cooperating{"report.cooperating",
                        "SELECT agency FROM cooperating WHERE report = $1 ORDER BY agency"};
const Sql k_add_bounce{"report.add_bounce",
                       "INSERT INTO bounce (report, agency, believed, at) VALUES ($1, $2, $3, $4)"};
const Sql k_drop_bounce{"report.drop_bounce",
                        "DELETE FROM bounce WHERE report = $1 AND agency = $2 AND at = $3"};
const Sql k_bounces{"report.bounces",
                    "SELECT agency, believed, at FROM bounce WHERE report = $1 ORDER BY at"};
const Sql k_merged{"report.merged_into", "SELECT id FROM report WHERE master = $1 ORDER BY number"};
const Sql k_count_joined{"report.count_joined",
                         "SELECT count(*) FROM report r JOIN report j ON j.master = r.id"
                         " WHERE r.code = $1"};
const Sql k_joiners{
    "report.joiners",
    "SELECT r.id, r.code, r.submitted_at,"
    " (SELECT c.text FROM content c WHERE c.report = r.number AND c.kind IN ('text', 'still_there')"
    "   ORDER BY c.at DESC, c.id DESC LIMIT 1),"
    " (SELECT m.id FROM media m WHERE m.report = r.id AND m.state = 'ready' AND m.kind <> 'sound'"
    "   ORDER BY m.created_at DESC, m.id LIMIT 1),"
    " EXISTS (SELECT 1 FROM event e WHERE e.report = r.number AND e.action = 'still_there')"
    " FROM report r WHERE r.master = $5 AND " CAMAUG_VISIBLE " ORDER BY r.number DESC LIMIT $6"};
const Sql k_voices{"report.voices",
                   "SELECT count(*) FROM report r WHERE r.master = $1 AND EXISTS (SELECT 1"
                   " FROM event e WHERE e.report = r.number AND e.action = 'still_there'"
                   " AND e.at >= $2)"};
const Sql k_open_of{"report.open_of",
                    "SELECT r.id FROM report r WHERE r.lead = $1 AND r.closed_at IS NULL"
                    " UNION SELECT r.id FROM cooperating c JOIN report r ON r.id = c.report"
                    " WHERE c.agency = $1 AND r.closed_at IS NULL ORDER BY 1"};
// Nearest first on a plane where a step of longitude is $13 millionths of one of latitude, squared.
const Sql k_near{
    "report.near",
    "SELECT n.id, n.code, n.state, n.lat7, n.lon7, n.submitted_at,"
    " (SELECT c.text FROM content c WHERE c.report = n.number AND c.kind = 'text'"
    "   ORDER BY c.at DESC, c.id DESC LIMIT 1),"
    " (SELECT m.id FROM media m WHERE m.report = n.id AND m.state = 'ready' AND m.kind <> 'sound'"
    "   ORDER BY m.created_at, m.id LIMIT 1)"
    " FROM (SELECT r.id, r.number, r.code, r.state, r.lat7, r.lon7, r.submitted_at FROM report r"
    " WHERE r.field = $5 AND r.lat7 BETWEEN $6 AND $7 AND r.lon7 BETWEEN $8 AND $9"
    " AND r.closed_at IS NULL AND r.lat7 IS NOT NULL AND r.id <> $10 AND " CAMAUG_VISIBLE
    " ORDER BY (r.lat7 - $11) * (r.lat7 - $11) * 1000000"
    " + (r.lon7 - $12) * (r.lon7 - $12) * $13, r.id LIMIT $14) n"};
const Sql k_each{"report.each", "SELECT " CAMAUG_REPORT_COLUMNS
                                " FROM report r WHERE r.id > $1 ORDER BY r.id LIMIT $2"};

using domain::Cell;

Value to_value(const Cell& cell) {
  return std::visit(
      [](const auto& v) -> Value {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>) {
          return std::string_view(v);
        } else {
          return v;
        }
      },
      cell);
}

// The cells of a report as bound values; `cells` must outlive them.
std::vector<Value> bound(const std::vector<Cell>& cells) {
  std::vector<Value> values;
  values.reserve(cells.size() + 2);
  for (const Cell& cell : cells) values.push_back(to_value(cell));
  return values;
}

Cell read_cell(const Row& row, int column, domain::CellKind kind) {
  if (row.is_null(column)) return std::monostate{};
  if (kind == domain::CellKind::flag) return row.boolean(column);
  if (kind == domain::CellKind::number) return row.integer(column);
  return std::string(row.text(column));
}

template <class... Args>
std::optional<domain::Report> find(Reader& reader, std::string_view sql, const Args&... args) {
  std::optional<domain::Report> found;
  reader.each(sql, [&](const Row& row) { found = read_report(row); }, args...);
  return found;
}

}  // namespace

domain::Report read_report(const Row& row, int column) {
  static const auto k_names = domain::columns<domain::Report>();
  domain::Report report;
  for (std::size_t i = 0; i < k_names.size(); ++i) {
    const auto kind = domain::cell_kind(i);
    const Cell cell = read_cell(row, column + static_cast<int>(i), kind);
    if (!domain::set_cell_at(report, i, cell)) {
      throw DatabaseError(DatabaseError::Kind::corrupt,
                          "report." + std::string(k_names[i]) + " holds a value of a wrong kind");
    }
  }
  return report;
}

std::optional<domain::Report> report_by_id(Reader& reader, const domain::Viewer& viewer,
                                           std::string_view id) {
  return find(reader, k_by_id, word(viewer.role), viewer.agency, viewer.area, viewer.report, id);
}

std::optional<domain::Report> report_by_code(Reader& reader, const domain::Viewer& viewer,
                                             std::string_view code) {
  return find(reader, k_by_code, word(viewer.role), viewer.agency, viewer.area, viewer.report,
              code);
}

std::optional<domain::Report> public_report(Reader& reader, std::string_view code) {
  return find(reader, k_public, code);
}

std::optional<Creation> creation_of(Reader& reader, std::string_view id) {
  std::optional<Creation> out;
  reader.each(
      k_secret,
      [&](const Row& row) {
        out = Creation{hex_of_bytes(row.bytes(0)), hex_of_bytes(row.bytes(1))};
      },
      id);
  return out;
}

std::optional<Creation> creation_known(Tx& tx, std::string_view id) {
  if (const auto& known = tx.numbers().reports_known) {
    if (const auto* found = known->find(id)) return *found;
  }
  return creation_of(tx, id);
}

void ask_reports(Tx& tx, std::span<const std::string_view> ids) {
  if (ids.empty() || tx.engine() != Engine::postgres) return;
  auto& known = tx.numbers().reports_known;
  if (!known) known = std::make_shared<KnownReports>();
  std::string list;
  for (const auto id : ids) {
    if (!list.empty()) list += ' ';
    list += id;
    known->add(id, std::nullopt);
  }
  tx.each(
      k_secrets,
      [&](const Row& row) {
        known->add(row.text(0), Creation{hex_of_bytes(row.bytes(1)), hex_of_bytes(row.bytes(2))});
      },
      list);
}

bool secret_opens(Reader& reader, std::string_view id, std::string_view secret_hash) {
  const auto creation = creation_of(reader, id);
  return creation && creation->secret_hash == secret_hash;
}

std::int64_t next_number(Tx& tx, int year) {
  auto& known = tx.numbers().code;
  if (!known || known->first != year) {
    known = {year, tx.value<std::int64_t>(k_counter, year).value_or(0)};
  }
  const std::int64_t next = ++known->second;
  tx.execute_later(k_count, year, next);
  return next;
}

std::int64_t next_running_number(Tx& tx) {
  return next_in(tx, &Connection::Numbers::report, k_last_number);
}

void insert_report(Tx& tx, const domain::Report& report, const Creation& creation) {
  if (const auto& known = tx.numbers().reports_known) known->add(report.id, creation);
  const auto row = domain::cells(report);
  auto values = bound(row);
  const auto secret = bytes_of_hex(creation.secret_hash);
  const auto body = bytes_of_hex(creation.body_hash);
  values.emplace_back(Bytes{secret});
  values.emplace_back(Bytes{body});
  tx.execute_values_later(k_insert, values);
}

bool update_report(Tx& tx, const domain::Report& report, std::int64_t expected_version) {
  const auto row = domain::cells(report);
  auto values = bound(row);
  values.emplace_back(expected_version);
  return tx.execute_values(k_update, values) == 1;
}

void set_cooperating(Tx& tx, std::string_view report, const std::vector<std::string>& agencies) {
  tx.execute_later(k_drop_cooperating, report);
  for (const auto& agency : agencies) tx.execute_later(k_add_cooperating, report, agency);
}

std::vector<std::string> cooperating_of(Reader& reader, std::string_view report) {
  std::vector<std::string> out;
  reader.each(k_cooperating, [&](const Row& row) { out.emplace_back(row.text(0)); }, report);
  return out;
}

void add_bounce(Tx& tx, std::string_view report, const Bounce& bounce) {
  tx.execute_later(k_add_bounce, report, bounce.agency, bounce.believed, bounce.at);
}

void drop_bounce(Tx& tx, std::string_view report, const Bounce& bounce) {
  tx.execute_later(k_drop_bounce, report, bounce.agency, bounce.at);
}

std::vector<Bounce> bounces_of(Reader& reader, std::string_view report) {
  std::vector<Bounce> out;
  for (auto& [agency, believed, at] :
       reader.all<std::string, std::optional<std::string>, Instant>(k_bounces, report)) {
    out.push_back({std::move(agency), std::move(believed), at});
  }
  return out;
}

std::vector<Near> reports_near(Reader& reader, const domain::Viewer& viewer, std::string_view field,
                               std::int64_t lat7, std::int64_t lon7, std::int64_t radius_m,
                               std::string_view except_id, int limit) {
  const double narrow = domain::narrowing(lat7);
  const double degrees7 = static_cast<double>(radius_m) / domain::k_metres_per_degree * 1e7;
  const auto high = static_cast<std::int64_t>(degrees7);
  const auto wide = static_cast<std::int64_t>(degrees7 / narrow);
  std::vector<Near> out;
  reader.each(
      k_near,
      [&](const Row& row) {
        const double metres = domain::distance_m(lat7, lon7, row.integer(3), row.integer(4));
        if (metres > static_cast<double>(radius_m)) return;
        Near near{std::string(row.text(0)),
                  std::string(row.text(1)),
                  domain::parse_state(row.text(2)).value(),
                  static_cast<std::int64_t>(std::lround(metres)),
                  from_epoch_ms(row.integer(5)),
                  {},
                  {}};
        if (!row.is_null(6)) near.text = row.text(6);
        if (!row.is_null(7)) near.picture = row.text(7);
        out.push_back(std::move(near));
      },
      word(viewer.role), viewer.agency, viewer.area, viewer.report, field, lat7 - high, lat7 + high,
      lon7 - wide, lon7 + wide, except_id, lat7, lon7,
      static_cast<std::int64_t>(narrow * narrow * 1e6), std::int64_t{limit});
  std::ranges::sort(out, {}, &Near::distance_m);
  return out;
}

std::vector<std::string> merged_into(Reader& reader, std::string_view master) {
  std::vector<std::string> out;
  reader.each(k_merged, [&](const Row& row) { out.emplace_back(row.text(0)); }, master);
  return out;
}

std::vector<Joiner> joiners_of(Reader& reader, const domain::Viewer& viewer,
                               std::string_view master, int limit) {
  std::vector<Joiner> out;
  reader.each(
      k_joiners,
      [&](const Row& row) {
        out.push_back({std::string(row.text(0)), std::string(row.text(1)),
                       from_epoch_ms(row.integer(2)), std::string(row.maybe_text(3).value_or("")),
                       std::string(row.maybe_text(4).value_or("")), row.boolean(5)});
      },
      word(viewer.role), viewer.agency, viewer.area, viewer.report, master, std::int64_t{limit});
  return out;
}

std::int64_t count_joined(Reader& reader, std::string_view code) {
  return reader.value<std::int64_t>(k_count_joined, code).value_or(0);
}

std::int64_t count_voices(Reader& reader, std::string_view master, Instant since) {
  return reader.value<std::int64_t>(k_voices, master, since).value_or(0);
}

std::vector<std::string> open_reports_of(Reader& reader, std::string_view agency) {
  std::vector<std::string> out;
  reader.each(k_open_of, [&](const Row& row) { out.emplace_back(row.text(0)); }, agency);
  return out;
}

void each_report(Reader& reader, std::string_view after_id, int limit,
                 std::vector<domain::Report>& out) {
  out.clear();
  reader.each(
      k_each, [&](const Row& row) { out.push_back(read_report(row)); }, after_id,
      std::int64_t{limit});
}

}  // namespace camaug::store
