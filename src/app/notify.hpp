// Puts into the outbox who must be told of an action. Never sends.
#pragma once

#include <optional>

#include "app/services.hpp"
#include "domain/access.hpp"
#include "domain/notice.hpp"
#include "domain/projection.hpp"
#include "store/database.hpp"
#include "store/event.hpp"

namespace camaug::app {

void notify(const Services& services, store::Tx& tx, const domain::Viewer& viewer,
            const std::optional<domain::Report>& before, const domain::Report& after,
            domain::Action action, bool plan, const store::Event& event, Instant now,
            std::optional<domain::Action> undone = std::nullopt);
// What only time brings: an alarm about a report, climbing with `steps`. Told once for each `mark`.
void notify_alarm(const Services& services, store::Tx& tx, domain::Alarm alarm,
                  domain::ClockKind clock, const domain::Report& report, const std::string& mark,
                  int steps, Instant now);
// One row per recipient and channel, with the text's arguments {0} code, {1} agency, {2} due time.
void enqueue_notices(const Services& services, store::Tx& tx, const domain::Report& report,
                     const std::vector<domain::Notice>& notices,
                     std::optional<std::int64_t> event_n, const std::string& dedup, Instant now);

}  // namespace camaug::app
