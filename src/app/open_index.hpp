// What the desk's lists hold, counted in memory: every report that waits with what decides which
// lists it belongs to and who sees it, in step with the event log. Holds no word of a report; the
// database stays the truth, and a start reads it anew. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/access.hpp"
#include "store/database.hpp"
#include "store/open_reports.hpp"
#include "store/queue.hpp"

namespace camaug::app {

class OpenIndex {
 public:
  // As the reader's state has it, or a newer one; what is overdue by the second. Of the same sight
  // it is counted once a second while nothing moves (ADR 0012).
  [[nodiscard]] store::QueueCounts counts(store::Reader& reader, const domain::Viewer& viewer,
                                          Instant now);

 private:
  // A code or an id; 0 for none.
  using Word = std::uint32_t;
  struct Item {
    std::int64_t number = 0;
    std::int64_t due_ms = 0;
    Word officer = 0;
    Word lead = 0;
    Word named_agency = 0;
    Word area = 0;
    domain::State state{};
    domain::Register register_{};
    domain::Urgency urgency{};
    bool was_given_back = false;
    bool scope_override = false;
    bool awaiting_approval = false;
    bool has_helpers = false;
    bool is_open = false;
    bool reopen_requested = false;
  };
  // Of a viewer, in the terms of the items (store/report_columns.hpp, CAMAUG_VISIBLE).
  struct Sight {
    domain::Role role{};
    Word agency = 0;
    std::vector<bool> areas;  // of a supervisor, by word
  };

  struct Kept {
    std::int64_t second = 0;
    store::QueueCounts counts;
  };

  void follow(store::Reader& reader);
  [[nodiscard]] store::QueueCounts count(const domain::Viewer& viewer, Instant now) const;
  void load(store::Reader& reader, std::int64_t head);
  void catch_up(store::Reader& reader, std::int64_t head);
  void put(const store::OpenReport& report);
  void drop(std::int64_t number);
  void add_helper(std::int64_t number, std::string_view agency);
  [[nodiscard]] Word word_of(std::string_view text);
  [[nodiscard]] Word known(std::string_view text) const;
  [[nodiscard]] Sight sight_of(const domain::Viewer& viewer) const;
  [[nodiscard]] bool helps(const Item& item, Word agency) const;
  [[nodiscard]] bool sees(const Sight& sight, const Item& item) const;

  std::shared_mutex mutex_;
  std::int64_t head_ = -1;  // the last event taken in; -1 before the first load
  std::vector<Item> items_;
  std::unordered_map<std::int64_t, std::size_t> places_;         // number -> place in items_
  std::unordered_map<std::int64_t, std::vector<Word>> helpers_;  // of the few that have any
  std::map<std::string, Word, std::less<>> words_;
  std::map<std::string, std::string> paths_;  // of the areas
  std::mutex kept_mutex_;
  std::int64_t kept_head_ = -1;
  std::unordered_map<std::string, Kept> kept_;  // by sight
};

}  // namespace camaug::app
