// What a confirmed alarm knows of who answered it.
#pragma once

#include "domain/projection.hpp"

namespace camaug::domain {

// A confirmed alarm begins anew: another agency has the case, so nobody has acknowledged it.
void alarm_anew(ReportCourse& report, Instant now);

}  // namespace camaug::domain
