// The index narrows by words and by facts of the report, which may be a hair too generous; the
// hits' rows decide. Both engines run the same texts but for the list of numbers that they take.
#include "store/search.hpp"

#include <algorithm>

#include "domain/workflow.hpp"
#include "store/queue_columns.hpp"
#include "store/queue_narrow.hpp"
#include "store/report_columns.hpp"
#include "store/search_doc.hpp"
#include "store/search_query.hpp"
#include "store/search_walk.hpp"

namespace camaug::store {
namespace {

// A search within more areas than this is not narrowed by the index.
constexpr std::int64_t k_areas_max = 40;
// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
// $11 list, $12 now, $13 account; $14 the hits.
#define CAMAUG_IN_LIST                                                                         \
  " AND CASE CAST($11 AS TEXT)"                                                                \
  " WHEN 'submitted' THEN " CAMAUG_OPEN_SUBMITTED " WHEN 'urgent' THEN " CAMAUG_STILL_OPEN     \
  " AND " CAMAUG_OPEN_URGENT " WHEN 'overdue' THEN " CAMAUG_STILL_OPEN                         \
  " AND r.due_at < $12"                                                                        \
  " WHEN 'sent' THEN " CAMAUG_OPEN_SENT                                                        \
  " WHEN 'answered' THEN r.state = 'answered'"                                                 \
  " WHEN 'waiting_reporter' THEN r.state = 'waiting_reporter'"                                 \
  " WHEN 'repairing' THEN r.state = 'repairing'"                                               \
  " WHEN 'given_back' THEN " CAMAUG_OPEN_GIVEN_BACK                                            \
  " WHEN 'scope_override' THEN " CAMAUG_OPEN_OVERRIDE                                          \
  " WHEN 'unassigned' THEN " CAMAUG_OPEN_UNASSIGNED " WHEN 'approval' THEN " CAMAUG_STILL_OPEN \
  " AND r.awaiting_approval"                                                                   \
  " WHEN 'mine' THEN " CAMAUG_STILL_OPEN                                                       \
  " AND r.officer = $13"                                                                       \
  " WHEN 'closed' THEN NOT " CAMAUG_OPEN                                                       \
  " WHEN 'reopen' THEN r.reopen_requested"                                                     \
  " WHEN 'crime_report' THEN r.register = 'crime_report'"                                      \
  " WHEN 'denunciation' THEN r.register = 'denunciation'"                                      \
  " ELSE TRUE END"
#define CAMAUG_DESK_CHECK(numbers)                                           \
  "SELECT r.number FROM " numbers(                                           \
      "$14") " CROSS JOIN report r WHERE r.number = h.value" CAMAUG_NARROWED \
             " AND " CAMAUG_VISIBLE_MANY CAMAUG_IN_LIST
#define CAMAUG_DESK_ROWS(numbers)                                  \
  "SELECT " CAMAUG_QUEUE_COLUMNS                                   \
  " FROM " numbers("$5") " CROSS JOIN report r" CAMAUG_QUEUE_JOINS \
                         " WHERE r.number = h.value AND " CAMAUG_VISIBLE_MANY
#define CAMAUG_PUBLIC_CHECK(numbers) \
  "SELECT r.number FROM " numbers("$5") " CROSS JOIN report r WHERE r.number = h.value"  \
  " AND " CAMAUG_PUBLIC CAMAUG_NARROWED_BY("$1", "$2", "$3", "$4")
#define CAMAUG_PUBLIC_ROWS(numbers)                                 \
  "SELECT " CAMAUG_PUBLIC_COLUMNS                                   \
  " FROM " numbers("$1") " CROSS JOIN report r" CAMAUG_PUBLIC_JOINS \
                         " WHERE r.number = h.value AND " CAMAUG_PUBLIC
// NOLINTEND(cppcoreguidelines-macro-usage)

const NumbersSql k_desk_check CAMAUG_NUMBERS_SQL("search.desk_check", CAMAUG_DESK_CHECK);
const NumbersSql k_desk_rows CAMAUG_NUMBERS_SQL("search.desk_rows", CAMAUG_DESK_ROWS);
const NumbersSql k_public_check CAMAUG_NUMBERS_SQL("search.public_check", CAMAUG_PUBLIC_CHECK);
const NumbersSql k_public_rows CAMAUG_NUMBERS_SQL("search.public_rows", CAMAUG_PUBLIC_ROWS);
const Sql k_areas{"search.areas",
                  "SELECT a.id FROM area a WHERE a.path LIKE"
                  " (SELECT b.path FROM area b WHERE b.id = $1) || '%' LIMIT $2"};
std::optional<std::string_view> maybe(const std::string& text) {
  if (text.empty()) return {};
  return std::string_view(text);
}

void add_area(Reader& reader, SearchQuery& query, const std::string& area) {
  if (area.empty()) return;
  std::vector<std::string> facts;
  for (const auto& [id] : reader.all<std::string>(k_areas, area, k_areas_max + 1)) {
    facts.push_back(area_fact(id));
  }
  const bool few = !facts.empty() && static_cast<std::int64_t>(facts.size()) <= k_areas_max;
  if (few) query.facts.push_back(std::move(facts));
}

SearchQuery narrowed(Reader& reader, const ListFilter& filter) {
  SearchQuery query = parse_search(filter.words);
  if (!filter.field.empty()) query.facts.push_back({field_fact(filter.field)});
  if (!filter.agency.empty()) query.facts.push_back({agency_fact(filter.agency)});
  add_area(reader, query, filter.area);
  const auto state = domain::parse_state(filter.state);
  if (filter.state == "open" || (state && domain::is_open(*state))) {
    query.facts.push_back({open_fact()});
  }
  return query;
}

void narrow_list(SearchQuery& query, const std::string& list) {
  if (list == "crime_report" || list == "denunciation") {
    query.facts.push_back({register_fact(list)});
  } else if (list == "reopen") {
    query.facts.push_back({reopen_fact()});
  } else if (list != "all" && list != "closed") {
    query.facts.push_back({open_fact()});
  }
}

// Where only open reports are wanted, the facts of areas and agencies are asked for together with
// that one.
void join_open(SearchQuery& query) {
  const std::vector<std::string> open{open_fact()};
  if (std::ranges::find(query.facts, open) == query.facts.end()) return;
  bool joined = false;
  for (auto& any : query.facts) {
    for (auto& fact : any) {
      if (!is_of_place(fact)) continue;
      fact = open_fact(fact);
      joined = true;
    }
  }
  if (joined) std::erase(query.facts, open);
}

void narrow_sight(Reader& reader, SearchQuery& query, const domain::Viewer& viewer) {
  using domain::Role;
  if (viewer.role == Role::supervisor) {
    query.supervisor = true;
    add_area(reader, query, viewer.area);
  } else if (viewer.role == Role::denunciation_keeper) {
    query.facts.push_back({register_fact("denunciation")});
  } else if (viewer.role == Role::agency_leader || viewer.role == Role::officer) {
    query.facts.push_back({agency_fact(viewer.agency)});
  }
}

template <class Page, class RowType>
Page page_of(const SearchWalk::Outcome& walked, std::unordered_map<std::int64_t, RowType>& rows) {
  Page page;
  page.next = walked.next;
  page.found = walked.found;
  for (const auto number : walked.page) {
    if (const auto row = rows.find(number); row != rows.end()) {
      page.rows.push_back(std::move(row->second));
    }
  }
  return page;
}

}  // namespace

bool searches(const ListFilter& filter) {
  return !filter.codes.empty() || !parse_search(filter.words).empty();
}

QueuePage search_queue(Reader& reader, const domain::Viewer& viewer, const ListFilter& filter) {
  SearchQuery query = narrowed(reader, filter);
  narrow_list(query, filter.list);
  narrow_sight(reader, query, viewer);
  join_open(query);
  const auto which = query.supervisor ? SearchedWords::shown : SearchedWords::desk;
  const auto check = [&](const Numbers& numbers) {
    Numbers good;
    reader.each(
        k_desk_check.on(reader.engine()), [&](const Row& row) { good.push_back(row.integer(0)); },
        word(viewer.role), viewer.agency, viewer.area, viewer.report, maybe(filter.field),
        maybe(filter.area), maybe(filter.agency), maybe(filter.state), filter.from, filter.until,
        filter.list, filter.now, viewer.account, list_text(numbers, reader.engine()));
    return good;
  };
  const auto walked = SearchWalk(reader, filter, which, std::move(query), check).run();
  std::unordered_map<std::int64_t, QueueRow> rows;
  reader.each(
      k_desk_rows.on(reader.engine()),
      [&](const Row& row) {
        QueueRow one = read_queue_row(row);
        rows.emplace(one.number, std::move(one));
      },
      word(viewer.role), viewer.agency, viewer.area, viewer.report,
      list_text(walked.page, reader.engine()));
  return page_of<QueuePage>(walked, rows);
}

PublicPage search_public(Reader& reader, const ListFilter& filter) {
  const auto check = [&](const Numbers& numbers) {
    Numbers good;
    reader.each(
        k_public_check.on(reader.engine()), [&](const Row& row) { good.push_back(row.integer(0)); },
        maybe(filter.field), maybe(filter.area), maybe(filter.agency), maybe(filter.state),
        list_text(numbers, reader.engine()));
    return good;
  };
  SearchQuery query = narrowed(reader, filter);
  join_open(query);
  const auto walked =
      SearchWalk(reader, filter, SearchedWords::shown, std::move(query), check).run();
  auto rows = public_rows(reader, walked.page);
  return page_of<PublicPage>(walked, rows);
}

std::unordered_map<std::int64_t, PublicRow> public_rows(Reader& reader,
                                                        const std::vector<std::int64_t>& numbers) {
  std::unordered_map<std::int64_t, PublicRow> rows;
  reader.each(
      k_public_rows.on(reader.engine()),
      [&](const Row& row) { rows.emplace(row.integer(0), read_public_row(row)); },
      list_text(numbers, reader.engine()));
  return rows;
}

}  // namespace camaug::store
