#include "domain/alarm.hpp"

namespace camaug::domain {

void alarm_anew(ReportCourse& report, Instant now) {
  if (report.urgency != Urgency::confirmed) return;
  report.urgent_since = now;
  report.acknowledged_by.reset();
  report.acknowledged_at.reset();
  report.arrives_at.reset();
}

}  // namespace camaug::domain
