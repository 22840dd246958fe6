// The larger parts of a report's detail: what was said, the timeline, what the desk needs, the
// slip.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/case.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"

namespace camaug::app {

// The people behind accounts, looked up once each.
class Names {
 public:
  explicit Names(store::Reader& reader) : reader_(reader) {}
  // Of the actor `account:<id>`; none for anybody else.
  [[nodiscard]] OptText of(const std::string& actor);
  [[nodiscard]] OptText of_account(const std::string& id);

 private:
  store::Reader& reader_;
  std::map<std::string, OptText> names_;
};

// text, place_text, entries, answer, question, rating reason, acknowledged.
void fill_entries(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                  const Case& c, Names& names, Lang lang, ReportDetail& d);
// Text, answer and refusal as redacted for everybody.
void fill_public(const Services& services, store::Reader& reader, const domain::Report& r,
                 Lang lang, ReportDetail& d);
[[nodiscard]] std::vector<TimelineView> timeline_of(const Services& services,
                                                    const domain::Viewer& viewer, const Case& c,
                                                    Names& names, Lang lang);
// Who joined the report or was merged into it, for the coordinator.
void fill_joiners(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                  const Case& c, Instant now, ReportDetail& d);
// Cooperating agencies, suggestion, similar reports.
void fill_desk(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
               const Case& c, Lang lang, Instant now, ReportDetail& d);
[[nodiscard]] std::optional<SlipView> slip_of(const Services& services, store::Reader& reader,
                                              const Case& c);

}  // namespace camaug::app
