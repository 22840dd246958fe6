#include "app/detail.hpp"

#include <algorithm>

#include "app/case.hpp"
#include "app/contact_ask.hpp"
#include "app/detail_parts.hpp"
#include "app/due.hpp"
#include "app/media.hpp"
#include "store/account.hpp"
#include "store/content.hpp"
#include "store/identity.hpp"

namespace camaug::app {
namespace {

using domain::Report;
using domain::Role;

OptText opt_word(const auto& value) {
  if (!value) return {};
  return std::string(word(*value));
}

void fill_head(const Services& services, const Report& r, Lang lang, ReportDetail& d) {
  d.code = r.code;
  d.state = word(r.state);
  d.version = r.version;
  d.field = r.field;
  d.sub_field = r.sub_field;
  d.tile = r.tile;
  d.register_ = word(r.register_);
  d.urgency = word(r.urgency);
  d.area = r.area;
  d.area_name = area_name(services, r.area, lang);
  d.outside_province = r.outside_province;
  d.is_public = r.published;
  d.submitted_at = r.submitted_at;
  d.updated_at = r.updated_at;
  d.channel = r.channel;
  d.refuse_kind = opt_word(r.refuse_kind);
  d.promised_on = r.promised_on;
  if (r.lead) {
    d.lead = r.lead;
    d.lead_name = agency_name(services, *r.lead, lang);
  }
}

// What only those see who send or handle the report.
void fill_private(const Report& r, ReportDetail& d) {
  d.id = r.id;
  d.lat7 = r.lat7;
  d.lon7 = r.lon7;
  d.accuracy_m = r.accuracy_m;
  d.private_wish = r.private_wish;
  d.consent_call = r.consent_call;
  d.claimed_at = r.claimed_at;
  d.reopen_requested = r.reopen_requested;
  if (r.rating) d.rating = RatingView{*r.rating, {}, r.rated_at.value_or(r.updated_at)};
}

void fill_staff(const Report& r, Names& names, ReportDetail& d) {
  d.awaiting_approval = r.awaiting_approval;
  d.scope_override = r.scope_override;
  if (r.officer) {
    d.officer = r.officer;
    d.officer_name = names.of_account(*r.officer);
  }
}

// What became of the master. Its words only as the public reads them.
JoinedView joins_view(const Services& services, store::Reader& reader,
                      const domain::Situation& situation, const Report& master, Lang lang) {
  JoinedView view;
  view.state = word(master.state);
  if (master.register_ != domain::Register::ordinary) return view;
  view.promised_on = master.promised_on;
  if (master.lead) view.lead_name = agency_name(services, *master.lead, lang);
  if (master.state == domain::State::resolved) view.outcome = opt_word(master.outcome);
  view.people = store::count_joined(reader, master.code);
  if (situation.master) view.still_until = situation.master->voices_until;
  if (!master.published) return view;
  view.code = master.code;
  ReportDetail told;
  fill_public(services, reader, master, lang, told);
  view.answer = std::move(told.answer);
  return view;
}

std::optional<ContactView> contact_of(store::Reader& reader, const Report& r) {
  ContactView view;
  view.consent_call = r.consent_call;
  if (const auto identity = store::identity_of(reader, r.id)) {
    view.has_phone = identity->phone_sealed.has_value();
    view.masked_phone = identity->phone_masked;
  }
  return view;
}

std::string asker_name(const Services& services, const std::string& asker, Lang lang) {
  const bool portal = asker == domain::k_portal_asked;
  return agency_name(services, portal ? std::string(k_portal) : asker, lang);
}

std::optional<ContactAskView> contact_ask_of(const Services& services, store::Reader& reader,
                                             const domain::Viewer& viewer, const Case& c,
                                             Lang lang) {
  const auto asks = contact_asks(c.events);
  if (asks.empty()) return {};
  const ContactAsk& last = asks.back();
  ContactAskView view{asker_name(services, last.asker, lang), "", last.at, last.allowed};
  for (const auto& content : store::contents_of(reader, viewer, c.report.id)) {
    if (content.id == last.content) view.reason = content.text;
  }
  return view;
}

// Who comes when: the sender is told of the agency, never of a person.
void fill_arrival(const Services& services, store::Reader& reader, const Report& r, Lang lang,
                  ReportDetail& d) {
  if (!r.acknowledged_at || !r.acknowledged_by || r.urgency != domain::Urgency::confirmed) return;
  const auto account = store::account_by_id(reader, *r.acknowledged_by);
  if (account && account->agency) {
    d.acknowledged_agency = agency_name(services, *account->agency, lang);
  }
  d.arrives_at = r.arrives_at;
}

std::vector<RevealView> reveals_of(const Services& services, store::Reader& reader, const Report& r,
                                   Lang lang) {
  std::vector<RevealView> out;
  for (const auto& reveal : store::reveals_of(reader, r.id)) {
    const std::string who =
        agency_name(services, reveal.agency.value_or(std::string(k_portal)), lang);
    out.push_back({reveal.at, who + " · " + std::string(text(lang, "role." + reveal.role)),
                   reveal.reason_kind, reveal.reason});
  }
  return out;
}

bool handles(const domain::Viewer& viewer) {
  return viewer.is_staff() && viewer.role != Role::supervisor && viewer.role != Role::admin;
}

// A cooperating agency does its part without the sender's contact.
bool sees_contact(const domain::Viewer& viewer, const Report& r) {
  if (domain::contains(domain::k_agency, viewer.role)) return r.lead == viewer.agency;
  return viewer.role == Role::reporter || handles(viewer);
}

MediaEyes eyes_of(const domain::Viewer& viewer) {
  if (viewer.role == Role::reporter) return MediaEyes::sender;
  return handles(viewer) ? MediaEyes::handler : MediaEyes::staff;
}

}  // namespace

Result<ReportDetail> detail(const Services& services, store::Reader& reader,
                            const domain::Viewer& viewer, std::string_view id, Instant now,
                            Lang lang) {
  auto report = store::report_by_id(reader, viewer, id);
  if (!report) return fail(ErrorCode::not_found, "error.not_found");
  const auto loaded = complete_case(services, reader, std::move(*report), now, lang);
  if (!loaded) return Failure(loaded.error());
  const Report& r = loaded->report;
  const auto situation = loaded->situation();
  const auto clocks = clocks_of(reader, r.id);
  Names names(reader);
  ReportDetail d;
  fill_head(services, r, lang, d);
  fill_private(r, d);
  fill_arrival(services, reader, r, lang, d);
  d.due = due_view(clocks, lang);
  d.escalated = situation.escalated;
  d.joined = store::count_joined(reader, r.code);
  if (viewer.is_staff()) {
    fill_staff(r, names, d);
    d.clocks = clock_views(services, clocks, lang);
    fill_desk(services, reader, viewer, *loaded, lang, now, d);
    fill_joiners(services, reader, viewer, *loaded, now, d);
    if (loaded->master) d.master_code = loaded->master->code;
  } else {
    if (loaded->master) {
      d.joins = joins_view(services, reader, situation, *loaded->master, lang);
      d.master_code = d.joins->code;
    }
    d.slip = slip_of(services, reader, *loaded);
  }
  if (sees_contact(viewer, r)) {
    d.contact = contact_of(reader, r);
    d.contact_ask = contact_ask_of(services, reader, viewer, *loaded, lang);
    d.reveals = reveals_of(services, reader, r, lang);
  }
  for (const auto& m : store::media_of(reader, r.id)) {
    if (viewer.role == Role::supervisor && !m.is_public) continue;
    if (is_sound(m) && !may_hear(viewer)) continue;
    d.media.push_back(media_view(services, m, eyes_of(viewer), lang, now));
  }
  fill_entries(services, reader, viewer, *loaded, names, lang, d);
  d.timeline = timeline_of(services, viewer, *loaded, names, lang);
  for (const auto action : domain::open_actions(situation, viewer, now)) {
    d.open_actions.emplace_back(word(action));
  }
  d.reopen_until = domain::reopen_until(situation);
  d.undo_until = domain::undo_until(situation, viewer);
  if (d.undo_until && *d.undo_until < now) d.undo_until.reset();
  return d;
}

PublicPlace public_place(const Services& services, std::string_view field, const OptText& sub_field,
                         const OptText& area, const OptInt& lat7, const OptInt& lon7) {
  PublicPlace place;
  const auto publicity = services.province->taxonomy.publicity(field, sub_field.value_or(""));
  place.day_only = publicity != domain::Publicity::normal;
  if (place.day_only) {
    const auto centre = area ? services.province->areas.centre(*area) : std::nullopt;
    if (centre) {
      place.lat7 = centre->lat7;
      place.lon7 = centre->lon7;
    }
    return place;
  }
  constexpr std::int64_t k_step7 = 4'500;  // about 50 m
  const auto rounded = [](std::int64_t v) { return (v + k_step7 / 2) / k_step7 * k_step7; };
  if (lat7 && lon7) {
    place.lat7 = rounded(*lat7);
    place.lon7 = rounded(*lon7);
  }
  return place;
}

Result<ReportDetail> public_detail(const Services& services, store::Reader& reader,
                                   std::string_view code, Instant now, Lang lang) {
  const auto r = store::public_report(reader, code);
  if (!r) return fail(ErrorCode::not_found, "error.not_found");
  ReportDetail d;
  fill_head(services, *r, lang, d);
  d.joined = store::count_joined(reader, r->code);
  const auto place = public_place(services, r->field, r->sub_field, r->area, r->lat7, r->lon7);
  d.lat7 = place.lat7;
  d.lon7 = place.lon7;
  d.day_only = place.day_only;
  if (d.day_only) d.submitted_at = instant_of(local_date(r->submitted_at));
  if (!d.day_only) {
    for (const auto& m : store::media_of(reader, r->id)) {
      if (!m.is_public) continue;
      d.media.push_back(media_view(services, m, MediaEyes::everyone, lang, now));
    }
  }
  fill_public(services, reader, *r, lang, d);
  return d;
}

Result<ContactView> revealed_contact(const Services& services, store::Reader& reader,
                                     const domain::Viewer& viewer, std::string_view id) {
  const auto report = store::report_by_id(reader, viewer, id);
  const auto identity = store::identity_of(reader, id);
  const auto wrapped = store::report_key(reader, id);
  if (!report || !identity || !wrapped) return fail(ErrorCode::not_found, "error.not_found");
  const auto key = services.vault.unwrap(*wrapped, std::string(id));
  if (!key) return Failure(key.error());
  auto view = contact_of(reader, *report).value();
  const std::string owner(id);
  if (identity->name_sealed) {
    view.name = vault::open(key->key, *identity->name_sealed, "identity.name:" + owner).value();
  }
  if (identity->phone_sealed) {
    view.phone = vault::national_phone(
        vault::open(key->key, *identity->phone_sealed, "identity.phone:" + owner).value());
  }
  return view;
}

}  // namespace camaug::app
