// Lists as the faces show them: the public feed, the desk's queue.
#include <algorithm>

#include "app/detail.hpp"
#include "app/due.hpp"
#include "app/media.hpp"
#include "base/text.hpp"
#include "store/media.hpp"

namespace camaug::app {
namespace {

OptText thumb_link(const Services& services, const std::optional<store::Thumb>& thumb,
                   MediaEyes eyes, Instant now) {
  if (!thumb) return {};
  return media_link(services, thumb->media, thumb->redacted, "thumb", eyes, now);
}

}  // namespace

PublicItemView public_item(const Services& services, store::PublicRow row, Lang lang, Instant now) {
  PublicItemView item;
  const auto place = public_place(services, row.field, row.sub_field, row.area, row.lat7, row.lon7);
  item.code = std::move(row.code);
  item.area_name = area_name(services, row.area, lang);
  item.lat7 = place.lat7;
  item.lon7 = place.lon7;
  item.text = truncate(row.text, 280);
  item.day_only = place.day_only;
  if (!item.day_only) item.thumb = thumb_link(services, row.thumb, MediaEyes::everyone, now);
  item.submitted_at = item.day_only ? instant_of(local_date(row.submitted_at)) : row.submitted_at;
  item.updated_at = row.updated_at;
  if (row.lead) item.agency_name = agency_name(services, *row.lead, lang);
  if (row.state == word(domain::State::resolved)) item.outcome = std::move(row.outcome);
  item.state = std::move(row.state);
  item.field = std::move(row.field);
  item.sub_field = std::move(row.sub_field);
  item.area = std::move(row.area);
  return item;
}

PublicListView public_items(const Services& services, store::Reader& reader,
                            const store::ListFilter& filter, Lang lang, Instant now) {
  PublicListView view;
  auto page = store::public_list(reader, filter);
  view.items.reserve(page.rows.size());
  for (auto& row : page.rows) {
    view.items.push_back(public_item(services, std::move(row), lang, now));
  }
  if (!page.next.empty()) view.next = page.next;
  view.found = found_view(page.found);
  return view;
}

std::optional<FoundView> found_view(const std::optional<store::Found>& found) {
  if (!found) return {};
  return FoundView{found->count, found->more};
}

QueueItemView queue_item(const Services& services, const domain::Viewer& viewer,
                         store::QueueRow row, Lang lang, Instant now) {
  QueueItemView item;
  item.area_name = area_name(services, row.area, lang);
  // A supervisor reads redacted texts only, and lists have none.
  if (viewer.role != domain::Role::supervisor) {
    item.text = truncate(row.text, 160);
    item.thumb = thumb_link(services, row.thumb, MediaEyes::staff, now);
  }
  if (row.lead) item.lead_name = agency_name(services, *row.lead, lang);
  item.id = std::move(row.id);
  item.code = std::move(row.code);
  item.state = std::move(row.state);
  item.version = row.version;
  item.field = std::move(row.field);
  item.sub_field = std::move(row.sub_field);
  item.area = std::move(row.area);
  item.urgency = std::move(row.urgency);
  item.submitted_at = row.submitted_at;
  item.clock = std::move(row.clock);
  item.started_at = row.started_at;
  item.due_at = row.due_at;
  item.lead = std::move(row.lead);
  item.officer_name = std::move(row.officer_name);
  item.awaiting_approval = row.awaiting_approval;
  item.reopen_requested = row.reopen_requested;
  item.scope_override = row.scope_override;
  item.given_back = row.given_back;
  item.lat7 = row.lat7;
  item.lon7 = row.lon7;
  return item;
}

}  // namespace camaug::app
