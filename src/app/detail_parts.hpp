// The larger parts of a report's detail: what was said, the timeline, what the desk needs, the
// slip.
#pragma once

#include <vector>

#include "app/case.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"

namespace camaug::app {

// text, place_text, entries, answer, question, rating reason, acknowledged.
void fill_entries(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                  const Case& c, Lang lang, ReportDetail& d);
// Text, answer and refusal as redacted for everybody.
void fill_public(const Services& services, store::Reader& reader, const domain::Report& r,
                 Lang lang, ReportDetail& d);
[[nodiscard]] std::vector<TimelineView> timeline_of(const Services& services, store::Reader& reader,
                                                    const domain::Viewer& viewer, const Case& c,
                                                    Lang lang);
// Cooperating agencies, suggestion, similar reports.
void fill_desk(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
               const Case& c, Lang lang, Instant now, ReportDetail& d);
[[nodiscard]] std::optional<SlipView> slip_of(const Services& services, store::Reader& reader,
                                              const Case& c);

}  // namespace camaug::app
