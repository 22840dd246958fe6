// The reports that wait for somebody (open ones, and closed ones whose sender asked to open them
// again) as the counts of the desk's lists need them: all, or those that an event moved.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/report.hpp"
#include "store/database.hpp"

namespace camaug::store {

struct OpenReport {
  std::int64_t number = 0;
  domain::State state{};
  domain::Register register_{};
  domain::Urgency urgency{};
  std::optional<Instant> due_at;
  std::string officer;  // "" for none, here and below
  std::string lead;
  std::string named_agency;
  std::string area;
  std::int64_t given_back = 0;
  bool scope_override = false;
  bool awaiting_approval = false;
  bool is_open = false;
  bool reopen_requested = false;
};

void each_open(Reader& reader, const std::function<void(const OpenReport&)>& each);
// Agencies that help with them.
void each_open_helper(Reader& reader,
                      const std::function<void(std::int64_t number, std::string_view)>& each);
// Reports that an event after `after` and up to `until` is about; nothing for one that waits for
// nobody.
void each_moved_open(Reader& reader, std::int64_t after, std::int64_t until,
                     const std::function<void(std::int64_t, const OpenReport*)>& each);
void each_moved_helper(Reader& reader, std::int64_t after, std::int64_t until,
                       const std::function<void(std::int64_t number, std::string_view)>& each);
// Whether an event in between is about something else than a report: a profile, say.
[[nodiscard]] bool moved_otherwise(Reader& reader, std::int64_t after, std::int64_t until);
// "/96/2025-31825/" of each area.
[[nodiscard]] std::map<std::string, std::string> area_paths(Reader& reader);

}  // namespace camaug::store
