// The invented past of a demo province: reports on the true communes, taken through the real use
// cases at past times, so that their events, clocks and chain are as true as any. Demo only.
#pragma once

#include <cstdint>

#include "app/services.hpp"
#include "store/writer.hpp"

namespace camaug::app {

// The chain's time never runs backwards: nothing may be recorded after this instant before the
// history is made. Demo accounts and whatever else comes first are recorded at it.
[[nodiscard]] Instant demo_history_start(Instant until);

// `reports` reports of the 90 days before `until`. The same seed and `until` make the same reports
// with the same ids and the same fate. Accounts that an agency lacks are made; nobody can sign in
// with them. Errors: conflict error.demo.too_late when something was recorded after the start;
// whatever a use case refuses.
[[nodiscard]] Result<void> make_demo_history(const Services& services, store::Writer& writer,
                                             std::uint64_t seed, int reports, Instant until);

}  // namespace camaug::app
