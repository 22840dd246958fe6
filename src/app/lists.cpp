// Lists as the faces show them: the public feed, the map, the desk's queue.
#include <algorithm>

#include "app/detail.hpp"
#include "app/due.hpp"
#include "app/media.hpp"
#include "base/text.hpp"
#include "store/account.hpp"
#include "store/media.hpp"

namespace camaug::app {
namespace {

constexpr int k_map_points_max = 10'000;
constexpr std::chrono::days k_map_days{90};

OptText thumb_link(const Services& services, store::Reader& reader, const OptText& media,
                   MediaEyes eyes, Instant now) {
  if (!media) return {};
  const auto found = store::media_by_id(reader, *media);
  if (!found) return {};
  return media_link(services, *found, "thumb", eyes, now);
}

}  // namespace

PublicListView public_items(const Services& services, store::Reader& reader,
                            const store::ListFilter& filter, Lang lang, Instant now) {
  PublicListView view;
  const auto page = store::public_list(reader, filter);
  for (const auto& row : page.rows) {
    const auto& r = row.report;
    PublicItemView item;
    const auto place = public_place(services, r.field, r.sub_field, r.area, r.lat7, r.lon7);
    item.code = r.code;
    item.state = word(r.state);
    item.field = r.field;
    item.sub_field = r.sub_field;
    item.area = r.area;
    item.area_name = area_name(services, r.area, lang);
    item.lat7 = place.lat7;
    item.lon7 = place.lon7;
    item.text = truncate(row.text, 280);
    item.day_only = place.day_only;
    if (!item.day_only) {
      item.thumb = thumb_link(services, reader, row.thumb_media, MediaEyes::everyone, now);
    }
    item.submitted_at = item.day_only ? instant_of(local_date(r.submitted_at)) : r.submitted_at;
    item.updated_at = r.updated_at;
    if (r.lead) item.agency_name = agency_name(services, *r.lead, lang);
    if (r.outcome && r.state == domain::State::resolved) {
      item.outcome = std::string(word(*r.outcome));
    }
    view.items.push_back(std::move(item));
  }
  if (!page.next.empty()) view.next = page.next;
  return view;
}

std::vector<MapPointView> map_points(const Services& services, store::Reader& reader,
                                     std::string_view field, Instant now) {
  std::vector<MapPointView> out;
  for (const auto& row : store::public_map(reader, field, now - k_map_days, k_map_points_max)) {
    const auto place =
        public_place(services, row.field, row.sub_field, row.area, row.lat7, row.lon7);
    if (!place.lat7) continue;
    out.push_back({row.code, *place.lat7, *place.lon7, row.field, std::string(word(row.state)),
                   std::string(word(row.urgency))});
  }
  return out;
}

QueueItemView queue_item(const Services& services, const domain::Viewer& viewer,
                         store::Reader& reader, const store::QueueRow& row, Lang lang,
                         Instant now) {
  const auto& r = row.report;
  const bool redacted = viewer.role == domain::Role::supervisor;
  QueueItemView item;
  item.id = r.id;
  item.code = r.code;
  item.state = word(r.state);
  item.version = r.version;
  item.field = r.field;
  item.sub_field = r.sub_field;
  item.area = r.area;
  item.area_name = area_name(services, r.area, lang);
  if (!redacted) {
    item.text = truncate(row.text, 160);
    item.thumb = thumb_link(services, reader, row.thumb_media, MediaEyes::staff, now);
  }
  item.urgency = word(r.urgency);
  item.submitted_at = r.submitted_at;
  if (r.due_clock) item.clock = std::string(word(*r.due_clock));
  item.started_at = r.due_started_at;
  item.due_at = r.due_at;
  if (r.lead) {
    item.lead = r.lead;
    item.lead_name = agency_name(services, *r.lead, lang);
  }
  if (r.officer) {
    if (const auto account = store::account_by_id(reader, *r.officer)) {
      item.officer_name = account->name;
    }
  }
  item.awaiting_approval = r.awaiting_approval;
  item.reopen_requested = r.reopen_requested;
  item.scope_override = r.scope_override;
  item.given_back = r.given_back;
  item.lat7 = r.lat7;
  item.lon7 = r.lon7;
  return item;
}

}  // namespace camaug::app
