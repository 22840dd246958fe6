// Checks the event log from its first link to its last and names the first break. Reads only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "store/event.hpp"

namespace camaug::store {

enum class BreakKind : std::uint8_t {
  missing,     // an event was cut out: its number is not there
  edited,      // its hash is not that of its content behind the event before it: one of them was
               // changed, or it stands in the place of another
  backdated,   // its time is before that of the event before it
  sequence,    // the numbers within its report have a gap
  cut_tail,    // the log ends before a head that was known
  other_head,  // the log has another hash at the known head: it was rewritten
  unreadable   // a value has the wrong type, or the database is corrupt
};
[[nodiscard]] std::string_view word(BreakKind kind);

struct ChainBreak {
  std::int64_t n = 0;  // where: the first event that is wrong or missing
  std::string report;  // its report, if known
  BreakKind kind = BreakKind::missing;
};

struct ChainCheck {
  std::int64_t events = 0;          // checked and found good
  Head head;                        // the last good link
  std::optional<ChainBreak> first;  // none: the chain is whole
};

struct ChainScope {
  std::int64_t from = 1;  // events before it are taken as good
  // A head noted earlier (log channel, backup): without it a cut tail leaves no trace in the chain.
  std::optional<Head> known;
};

// Calls `each` (may be empty) for every good event in order, e.g. to replay it. Run it inside a
// read transaction. Throws DatabaseError only when the database cannot be reached.
[[nodiscard]] ChainCheck verify_chain(Reader& reader, const ChainScope& scope,
                                      const std::function<void(const Event&)>& each);

}  // namespace camaug::store
