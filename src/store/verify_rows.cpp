#include "store/verify_rows.hpp"

#include <algorithm>
#include <charconv>

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_orphans{
    "verify_rows.orphans",
    "SELECT 'clock', CAST(t.id AS TEXT), CAST(t.report AS TEXT) FROM clock t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.number = t.report)"
    " UNION ALL SELECT 'content', t.id, CAST(t.report AS TEXT) FROM content t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.number = t.report)"
    " UNION ALL SELECT 'media', t.id, t.report FROM media t WHERE t.report IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM report r WHERE r.id = t.report)"
    " UNION ALL SELECT 'reveal', t.id, t.report FROM reveal t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = t.report)"
    " UNION ALL SELECT 'media_expected', t.id, t.report FROM media_expected t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = t.report)"
    " UNION ALL SELECT 'bounce', '', t.report FROM bounce t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = t.report)"
    " UNION ALL SELECT 'cooperating', '', t.report FROM cooperating t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = t.report)"
    " UNION ALL SELECT 'identity', '', CAST(t.report AS TEXT) FROM identity t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.number = t.report)"
    " UNION ALL SELECT 'report_key', '', CAST(t.report AS TEXT) FROM report_key t"
    " WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.number = t.report)"
    " ORDER BY 1, 3, 2"};
const Sql k_miscounted{"verify_rows.miscounted",
                       "SELECT c.id FROM clock c JOIN report r ON r.number = c.report"
                       " WHERE c.counted <> (r.register = 'ordinary')"
                       " OR c.answered <> (c.kind = 'answer' AND c.ended_at IS NOT NULL"
                       " AND (c.result = 'met' OR EXISTS (SELECT 1 FROM clock n"
                       "   WHERE n.report = c.report AND n.kind = 'relay'"
                       "   AND n.started_at = c.ended_at)))"
                       " ORDER BY c.id"};
const Sql k_lost{"verify_rows.lost",
                 "SELECT e.report FROM event e WHERE e.action = 'submit'"
                 " AND NOT EXISTS (SELECT 1 FROM report r WHERE r.number = e.report)"
                 " ORDER BY e.n"};
const Sql k_lost_accounts{"verify_rows.lost_accounts",
                          "SELECT substr(e.stream, 9) FROM event e"
                          " WHERE e.action = 'create_account' AND NOT EXISTS"
                          " (SELECT 1 FROM account a WHERE 'account:' || a.id = e.stream)"
                          " ORDER BY e.n"};
const Sql k_counters{"verify_rows.counters", "SELECT year, last FROM report_counter"};
const Sql k_codes{"verify_rows.codes", "SELECT code FROM report"};
const Sql k_expected{"verify_rows.expected",
                     "SELECT id, phase FROM media_expected WHERE report = $1"};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

std::vector<std::string> texts(Reader& reader, std::string_view sql) {
  std::vector<std::string> out;
  reader.each(sql, [&](const Row& row) { out.emplace_back(row.text(0)); });
  return out;
}

std::vector<std::int64_t> numbers(Reader& reader, std::string_view sql) {
  std::vector<std::int64_t> out;
  reader.each(sql, [&](const Row& row) { out.push_back(row.integer(0)); });
  return out;
}

}  // namespace

std::vector<Orphan> orphans(Reader& reader) {
  std::vector<Orphan> out;
  for (auto& [table, row, report] : reader.all<std::string, std::string, std::string>(k_orphans)) {
    out.push_back({std::move(table), std::move(row), std::move(report)});
  }
  return out;
}

std::vector<std::int64_t> miscounted_clocks(Reader& reader) {
  return numbers(reader, k_miscounted);
}

std::vector<std::int64_t> lost_reports(Reader& reader) {
  return numbers(reader, k_lost);
}

std::vector<std::string> lost_accounts(Reader& reader) {
  return texts(reader, k_lost_accounts);
}

std::map<std::int64_t, std::int64_t> report_counters(Reader& reader) {
  std::map<std::int64_t, std::int64_t> out;
  reader.each(k_counters, [&](const Row& row) { out[row.integer(0)] = row.integer(1); });
  return out;
}

std::map<std::int64_t, std::int64_t> numbers_in_codes(Reader& reader) {
  std::map<std::int64_t, std::int64_t> out;
  reader.each(k_codes, [&](const Row& row) {
    const std::string_view code = row.text(0);
    const auto last = code.rfind('-');
    const auto middle =
        last == 0 || last == std::string_view::npos ? last : code.rfind('-', last - 1);
    if (middle == std::string_view::npos || middle >= last) return;
    const auto year = number(code.substr(middle + 1, last - middle - 1));
    const auto given = number(code.substr(last + 1));
    if (year && given) out[*year] = std::max(out[*year], *given);
  });
  return out;
}

std::map<std::string, std::string> expected_of(Reader& reader, std::string_view report) {
  std::map<std::string, std::string> out;
  for (auto& [id, phase] : reader.all<std::string, std::string>(k_expected, report)) {
    out[id] = std::move(phase);
  }
  return out;
}

}  // namespace camaug::store
