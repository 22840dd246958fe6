// Brings open reports to the province as it was loaded: deadlines after a change of the calendar,
// cases of agencies that are no more. Each report is a transaction of its own, so that nobody
// waits.
#pragma once

#include "app/services.hpp"
#include "store/writer.hpp"

namespace camaug::jobs {

// Deadlines once for each version of the profile, cutovers once a local day; the number of reports
// that changed. What was done is remembered in the database; what was interrupted begins anew and
// finds nothing to do where it was.
int follow_profile(const app::Services& services, store::Writer& writer, Instant now);

}  // namespace camaug::jobs
