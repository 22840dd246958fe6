#include "app/submission.hpp"

#include "app/case.hpp"
#include "app/change.hpp"
#include "app/replay.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/cell.hpp"
#include "vault/phone.hpp"

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
  if (b.joins) o["joins"] = *b.joins;
  return sha256_hex(json::canonical(o));
}

// What the report is about: the tile's field, or the one that was named. Whether it says enough to
// stand for itself.
Result<bool> classify(const Services& services, const NewReport& body, domain::Report& report) {
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
  if (body.joins && !(has_what && (has_where || !tile->needs_place))) return false;
  if (!has_what) return fail_field("text", "error.text_or_photo");
  if (tile->needs_place && !has_where) return fail_field("lat7", "error.point_or_commune");
  return true;
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

Result<void> identify(const Services& services, const NewReport& body, Draft& draft) {
  if (!body.name && !body.phone) return {};
  std::optional<std::string> phone;
  if (body.phone) {
    phone = vault::normalize_phone(*body.phone);
    if (!phone) return fail_field("phone", "error.phone_malformed");
  }
  const vault::Secret& key = draft.keys.key;
  store::Identity identity;
  if (body.name) identity.name_sealed = vault::seal(key, *body.name, "identity.name:" + body.id);
  if (phone) {
    identity.phone_sealed = vault::seal(key, *phone, "identity.phone:" + body.id);
    identity.phone_blind = services.vault.phone_index(*phone);
    identity.phone_masked = vault::mask_phone(*phone);
  }
  draft.identity = std::move(identity);
  return {};
}

void fill_facts(const NewReport& body, Instant now, domain::Report& report) {
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
}

Result<Draft> draft_of(const Services& services, const NewReport& body,
                       const store::Creation& creation, Instant now) {
  Draft draft;
  domain::Report& report = draft.report;
  report.id = body.id;
  const auto says_enough = classify(services, body, report);
  if (!says_enough) return Failure(says_enough.error());
  draft.stands_alone = *says_enough;
  if (auto ok = locate(services, body, now, report); !ok) return Failure(ok.error());
  fill_facts(body, now, report);
  draft.keys = vault::Vault::make_keys();
  if (auto ok = identify(services, body, draft); !ok) return Failure(ok.error());
  draft.wrapped_keys = services.vault.wrap(draft.keys, report.id);
  auto clocks = clock_moves(services, {}, report, {}, domain::Action::submit, false, now);
  if (!clocks) return Failure(clocks.error());
  draft.clocks = std::move(*clocks);
  const domain::Viewer sender = sender_of(body.id, creation.secret_hash);
  const auto say = [&](std::string_view kind, const std::optional<std::string>& text) {
    if (text) draft.texts.push_back(make_content(sender, body.id, kind, *text, draft.keys, now));
  };
  say("text", body.text);
  say("place_text", body.place_text);
  draft.body_commitment = vault::commitment(draft.keys.salt, creation.body_hash);
  draft.secret_commitment = vault::commitment(draft.keys.salt, secret_fact(creation.secret_hash));
  return draft;
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
  b.joins = reader.optional_text("joins", 40);
  if (auto error = reader.done()) return Failure(std::move(*error));
  return b;
}

domain::Viewer sender_of(const std::string& report, const std::string& secret_digest) {
  domain::Viewer viewer;
  viewer.role = domain::Role::reporter;
  viewer.report = report;
  viewer.session = secret_digest;
  return viewer;
}

Result<Submission> make_ready(const Services& services, NewReport body, const std::string& secret,
                              Instant now) {
  const auto digest = secret_digest(secret);
  if (!digest) return Failure(digest.error());
  const store::Creation creation{*digest, body_digest(body)};
  auto draft = draft_of(services, body, creation, now);
  return Submission{std::move(body), creation, now, std::move(draft)};
}

}  // namespace camaug::app
