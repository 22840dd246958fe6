// A report as one viewer may see it: the sender, staff by role, the public. What a viewer may not
// see is not there; nothing here decides by itself who may act.
#pragma once

#include <optional>
#include <string_view>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "domain/access.hpp"
#include "store/database.hpp"
#include "store/queue.hpp"

namespace camaug::app {

// Error not_found for what the viewer may not see.
[[nodiscard]] Result<ReportDetail> detail(const Services& services, store::Reader& reader,
                                          const domain::Viewer& viewer, std::string_view id,
                                          Instant now, Lang lang);
// The published report; Error not_found for everything else.
[[nodiscard]] Result<ReportDetail> public_detail(const Services& services, store::Reader& reader,
                                                 std::string_view code, Instant now, Lang lang);
// The answer to `reveal`: name and phone in the clear, once, for the one who gave the reason.
[[nodiscard]] Result<ContactView> revealed_contact(const Services& services, store::Reader& reader,
                                                   const domain::Viewer& viewer,
                                                   std::string_view id);

[[nodiscard]] PublicItemView public_item(const Services& services, store::PublicRow row, Lang lang,
                                         Instant now);
[[nodiscard]] PublicListView public_items(const Services& services, store::Reader& reader,
                                          const store::ListFilter& filter, Lang lang, Instant now);
[[nodiscard]] std::optional<FoundView> found_view(const std::optional<store::Found>& found);
[[nodiscard]] QueueItemView queue_item(const Services& services, const domain::Viewer& viewer,
                                       store::QueueRow row, Lang lang, Instant now);

// How precisely the public may know a report: private_default shows the commune's centre and the
// day; others a place rounded to about 50 m.
struct PublicPlace {
  OptInt lat7;
  OptInt lon7;
  bool day_only = false;
};
[[nodiscard]] PublicPlace public_place(const Services& services, std::string_view field,
                                       const OptText& sub_field, const OptText& area,
                                       const OptInt& lat7, const OptInt& lon7);

}  // namespace camaug::app
