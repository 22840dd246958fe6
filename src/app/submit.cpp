#include "app/submit.hpp"

#include <algorithm>

#include "app/change.hpp"
#include "app/due.hpp"
#include "app/replay.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/cell.hpp"
#include "store/identity.hpp"
#include "store/media.hpp"
#include "store/report.hpp"

namespace camaug::app {
namespace {

namespace bj = boost::json;

constexpr std::int64_t k_lat7_max = 900'000'000;
constexpr std::int64_t k_lon7_max = 1'800'000'000;

// The digest that tells whether a repeated creation is the same one.
std::string body_digest(const NewReport& b) {
  const auto opt = [](const auto& v) { return v ? bj::value(*v) : bj::value(nullptr); };
  bj::object o{{"tile", b.tile},
               {"field", opt(b.field)},
               {"sub_field", opt(b.sub_field)},
               {"text", opt(b.text)},
               {"lat7", opt(b.lat7)},
               {"lon7", opt(b.lon7)},
               {"commune", opt(b.commune)},
               {"place_text", opt(b.place_text)},
               {"uploads", bj::value_from(b.uploads)},
               {"name", opt(b.name)},
               {"phone", opt(b.phone)},
               {"consent_call", b.consent_call},
               {"private", b.is_private},
               {"urgent", b.urgent}};
  return sha256_hex(json::canonical(o));
}

// What the report is about: the tile's field, or the one that was named.
Result<void> classify(const Services& services, const NewReport& body, domain::Report& report) {
  const auto& taxonomy = services.province->taxonomy;
  const auto* tile = taxonomy.tile(body.tile);
  if (tile == nullptr) return fail_field("tile", "error.tile_unknown");
  report.tile = tile->code;
  report.field = body.field.value_or(tile->field);
  if (taxonomy.field(report.field) == nullptr) {
    return fail_field("field", "error.field_unknown");
  }
  if (body.sub_field) {
    report.sub_field = body.sub_field;
  } else if (!body.field && !tile->sub_field.empty()) {
    report.sub_field = tile->sub_field;
  }
  if (report.sub_field && taxonomy.sub_field(report.field, *report.sub_field) == nullptr) {
    return fail_field("sub_field", "error.sub_field_unknown");
  }
  const bool has_what = body.text || !body.uploads.empty();
  const bool has_where = (body.lat7 && body.lon7) || body.commune;
  if (!has_what) return fail_field("text", "error.text_or_photo");
  if (tile->needs_place && !has_where) return fail_field("lat7", "error.point_or_commune");
  return {};
}

// The commune: the one chosen by hand, else the one that holds the point, else the sea or none.
Result<void> locate(const Services& services, const NewReport& body, Instant now,
                    domain::Report& report) {
  const auto& province = *services.province;
  const auto& edition = province.areas.edition_at(local_date(now));
  if (body.commune) {
    const auto* area = province.areas.find(*body.commune);
    if (area == nullptr || area->edition != edition.code ||
        !(area->is_unit() || area->type == domain::AreaType::sea)) {
      return fail_field("commune", "error.commune_unknown");
    }
    report.area = area->id;
  }
  if (body.lat7.has_value() != body.lon7.has_value()) {
    return fail_field(body.lat7 ? "lon7" : "lat7", "error.field.missing");
  }
  if (!body.lat7) return {};
  report.lat7 = body.lat7;
  report.lon7 = body.lon7;
  report.accuracy_m = body.accuracy_m;
  report.cell = domain::morton_cell(*body.lat7, *body.lon7);
  const auto place = province.index.place_at({*body.lat7, *body.lon7});
  report.outside_province = place.kind == domain::PlaceKind::outside;
  if (!report.area && !place.area.empty()) report.area = std::string(place.area);
  if (report.outside_province && !report.area) {
    return fail_field("commune", "error.outside_province");
  }
  return {};
}

Result<void> keep_identity(const Services& services, Change& change, const NewReport& body) {
  if (!body.name && !body.phone) return {};
  std::optional<std::string> phone;
  if (body.phone) {
    phone = vault::normalize_phone(*body.phone);
    if (!phone) return fail_field("phone", "error.phone_malformed");
  }
  const vault::Secret& key = change.key().key;
  store::Identity identity;
  if (body.name) identity.name_sealed = vault::seal(key, *body.name, "identity.name:" + body.id);
  if (phone) {
    identity.phone_sealed = vault::seal(key, *phone, "identity.phone:" + body.id);
    identity.phone_blind = services.vault.phone_index(*phone);
    identity.phone_masked = vault::mask_phone(*phone);
  }
  store::insert_identity(change.tx(), body.id, identity);
  return {};
}

std::string code_of(const Services& services, int year, std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return services.province->info.code_prefix + "-" + std::to_string(year) + "-" + digits;
}

Result<domain::Report> draft(const Services& services, store::Tx& tx, const NewReport& body,
                             Instant now) {
  domain::Report report;
  report.id = body.id;
  if (auto ok = classify(services, body, report); !ok) return Failure(ok.error());
  if (auto ok = locate(services, body, now, report); !ok) return Failure(ok.error());
  if (body.phone && !vault::normalize_phone(*body.phone)) {
    return fail_field("phone", "error.phone_malformed");
  }
  report.channel = body.channel;
  report.submitted_at = now;
  report.claimed_at = body.claimed_at;
  report.private_wish = body.is_private;
  report.consent_call = body.consent_call && body.phone.has_value();
  report.has_contact = body.phone.has_value();
  report.privacy_version = body.privacy_version;
  report.scope_override = body.scope_override;
  if (body.urgent) {
    report.urgency = domain::Urgency::claimed;
    report.urgent_since = now;
  }
  const int year = static_cast<int>(local_date(now).year());
  report.code = code_of(services, year, store::next_number(tx, year));
  report.number = store::next_running_number(tx);
  return report;
}

ReceiptView head_of(const domain::Report& report) {
  ReceiptView view;
  view.id = report.id;
  view.code = report.code;
  view.state = word(report.state);
  view.version = report.version;
  view.submitted_at = report.submitted_at;
  return view;
}

}  // namespace

Result<std::string> secret_digest(const std::string& secret) {
  const auto bytes = from_base64url(secret);
  if (!bytes || bytes->size() != 16) return fail_field("secret", "error.secret_malformed");
  return sha256_hex(secret);
}

Result<NewReport> parse_new_report(const bj::value& body, const Limits& limits) {
  json::ObjectReader reader(body);
  NewReport b;
  b.id = reader.uuid7("id");
  b.tile = reader.text("tile", 40);
  b.field = reader.optional_text("field", 40);
  b.sub_field = reader.optional_text("sub_field", 40);
  b.text = reader.optional_text("text", static_cast<std::size_t>(limits.text_characters));
  b.lat7 = reader.optional_integer("lat7", -k_lat7_max, k_lat7_max);
  b.lon7 = reader.optional_integer("lon7", -k_lon7_max, k_lon7_max);
  b.accuracy_m = reader.optional_integer("accuracy_m", 0, 1'000'000);
  b.commune = reader.optional_text("commune", 40);
  b.place_text = reader.optional_text("place_text", 200);
  for (const auto& upload : reader.texts("uploads", static_cast<std::size_t>(limits.uploads), 36)) {
    const auto id = parse_uuid(upload);
    if (!id || !is_uuid7(*id)) reader.fault("uploads", "error.field.not_uuid7");
    b.uploads.push_back(id.value_or(""));
  }
  b.name = reader.optional_text("name", 100);
  b.phone = reader.optional_text("phone", 20);
  b.consent_call = reader.boolean("consent_call", false);
  b.is_private = reader.boolean("private", false);
  b.urgent = reader.boolean("urgent", false);
  b.scope_override = reader.boolean("scope_override", false);
  if (const auto at = reader.optional_integer("claimed_at", 0, 253'402'300'799'000)) {
    b.claimed_at = from_epoch_ms(*at);
  }
  b.privacy_version = reader.optional_text("privacy_version", 20);
  if (auto error = reader.done()) return Failure(std::move(*error));
  return b;
}

ReceiptView receipt(store::Reader& reader, const std::string& id, Lang lang) {
  domain::Viewer viewer;
  viewer.role = domain::Role::reporter;
  viewer.report = id;
  ReceiptView view = head_of(store::report_by_id(reader, viewer, id).value());
  view.uploads_missing = store::missing_media(reader, id);
  view.attached = static_cast<std::int64_t>(store::media_of(reader, id).size());
  if (auto due = due_view(clocks_of(reader, id), lang)) view.due = *due;
  return view;
}

Result<ReceiptView> submit(const Services& services, store::Tx& tx, const NewReport& body,
                           const std::string& secret, Instant now, Lang lang) {
  const auto digest = secret_digest(secret);
  if (!digest) return Failure(digest.error());
  const std::string body_hash = body_digest(body);
  if (const auto known = store::creation_of(tx, body.id)) {
    if (!equal_secret(known->secret_hash, *digest) || known->body_hash != body_hash) {
      return fail(ErrorCode::conflict, "error.report_id_taken");
    }
    return receipt(tx, body.id, lang);
  }
  auto report = draft(services, tx, body, now);
  if (!report) return Failure(report.error());
  domain::Viewer viewer;
  viewer.role = domain::Role::reporter;
  viewer.report = body.id;
  viewer.session = *digest;
  Change change(services, tx, viewer, now, std::nullopt, std::move(*report));
  change.create({*digest, body_hash});
  if (body.text) change.say("text", *body.text, false);
  if (body.place_text) change.say("place_text", *body.place_text, false);
  change.put("commitment", bj::string(change.commitment(body_hash)));
  change.put("secret", bj::string(change.commitment(secret_fact(*digest))));
  if (body.name) change.put("named", true);
  for (const auto& upload : body.uploads) {
    if (auto ok = change.attach(upload, "report"); !ok) return Failure(ok.error());
  }
  if (auto ok = keep_identity(services, change, body); !ok) return Failure(ok.error());
  if (auto event = change.commit(domain::Action::submit); !event) return Failure(event.error());
  ReceiptView view = head_of(change.report());
  if (!body.uploads.empty()) {
    view.uploads_missing = store::missing_media(tx, body.id);
    view.attached = static_cast<std::int64_t>(store::media_of(tx, body.id).size());
  }
  if (auto due = due_view(change.clocks_after(), lang)) view.due = *due;
  return view;
}

}  // namespace camaug::app
