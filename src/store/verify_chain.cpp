// Walks the log in pages and recomputes every hash.
#include "store/verify_chain.hpp"

#include <algorithm>
#include <array>

#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_sequence_gap{"verify_chain.sequence_gap",
                         "SELECT COALESCE(e.stream, r.id, ''), e.n FROM"
                         " (SELECT report, NULL AS stream, max(n) AS n FROM event"
                         " WHERE report IS NOT NULL GROUP BY report HAVING max(seq) <> count(*)"
                         " UNION ALL SELECT NULL, stream, max(n) FROM event"
                         " WHERE stream IS NOT NULL GROUP BY stream HAVING max(seq) <> count(*)) e"
                         " LEFT JOIN report r ON r.number = e.report ORDER BY e.n LIMIT 1"};
constexpr std::int64_t k_page = 500;

// What is wrong with `event` as the successor of `last`; nothing when it is good.
std::optional<BreakKind> fault(const Event& event, const Head& last) {
  if (event.n != last.n + 1) return BreakKind::missing;
  if (event.hash != chain_hash(last.hash, canonical(event))) return BreakKind::edited;
  if (event.at < last.at) return BreakKind::backdated;
  return std::nullopt;
}

// A value that is not what its column holds, or pages that are damaged; not a server that is gone.
bool is_of_value(const DatabaseError& error) {
  using Kind = DatabaseError::Kind;
  return error.kind() == Kind::corrupt || error.kind() == Kind::other;
}

Head link(const Event& event) {
  return {event.n, event.at, event.hash};
}

// The link before `from`, taken as it stands.
Head before(Reader& reader, std::int64_t from) {
  if (from > 1) {
    const auto events = events_after(reader, from - 2, 1);
    if (!events.empty() && events.front().n == from - 1) return link(events.front());
  }
  Head none;
  none.n = std::max<std::int64_t>(from, 1) - 1;
  none.hash = std::string(64, '0');
  return none;
}

std::optional<ChainBreak> against_known(const Event& event, const std::optional<Head>& known) {
  if (!known || event.n != known->n || event.hash == known->hash) return std::nullopt;
  return ChainBreak{event.n, event.report, BreakKind::other_head};
}

void walk(Reader& reader, const ChainScope& scope, ChainCheck& check,
          const std::function<void(const Event&)>& each) {
  for (std::int64_t size = k_page;;) {
    std::vector<Event> page;
    try {
      page = events_after(reader, check.head.n, size);
    } catch (const DatabaseError& error) {
      if (size == 1 || !is_of_value(error)) throw;
      size = 1;  // one by one, to the one that cannot be read
      continue;
    }
    for (const Event& event : page) {
      if (const auto kind = fault(event, check.head)) {
        const bool missing = *kind == BreakKind::missing;
        check.first =
            ChainBreak{missing ? check.head.n + 1 : event.n, missing ? "" : event.report, *kind};
        return;
      }
      check.first = against_known(event, scope.known);
      if (check.first) return;
      check.head = link(event);
      ++check.events;
      if (each) each(event);
    }
    if (static_cast<std::int64_t>(page.size()) < size) return;
  }
}

}  // namespace

std::string_view word(BreakKind kind) {
  constexpr std::array<std::string_view, 7> k_words = {
      "missing", "edited", "backdated", "sequence", "cut_tail", "other_head", "unreadable"};
  return k_words[static_cast<std::size_t>(kind)];
}

ChainCheck verify_chain(Reader& reader, const ChainScope& scope,
                        const std::function<void(const Event&)>& each) {
  ChainCheck check;
  try {
    check.head = before(reader, scope.from);
    walk(reader, scope, check, each);
    if (check.first) return check;
    if (scope.known && scope.known->n > check.head.n) {
      check.first = ChainBreak{check.head.n + 1, "", BreakKind::cut_tail};
    } else if (auto gap = reader.one<std::string, std::int64_t>(k_sequence_gap)) {
      check.first = ChainBreak{std::get<1>(*gap), std::get<0>(*gap), BreakKind::sequence};
    }
  } catch (const DatabaseError& error) {
    if (!is_of_value(error)) throw;
    check.first = ChainBreak{check.head.n + 1, "", BreakKind::unreadable};
  }
  return check;
}

}  // namespace camaug::store
