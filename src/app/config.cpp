#include "app/config.hpp"

#include "base/json.hpp"

namespace camaug::app {
namespace {

struct SubFieldView {
  std::string code;
  std::string vi;
  std::string en;
  bool urgent_hint = false;
  std::string publicity;
};
BOOST_DESCRIBE_STRUCT(SubFieldView, (), (code, vi, en, urgent_hint, publicity))

struct FieldView {
  std::string code;
  std::string vi;
  std::string en;
  std::vector<SubFieldView> sub_fields;
};
BOOST_DESCRIBE_STRUCT(FieldView, (), (code, vi, en, sub_fields))

struct TileView {
  std::string code;
  std::string vi;
  std::string en;
  std::string field;
  OptText sub_field;
  bool quiet = false;
  bool needs_place = true;
};
BOOST_DESCRIBE_STRUCT(TileView, (), (code, vi, en, field, sub_field, quiet, needs_place))

struct OutOfScopeView {
  std::string code;
  std::string vi;
  std::string en;
  std::string channel;
  std::vector<std::string> law;
};
BOOST_DESCRIBE_STRUCT(OutOfScopeView, (), (code, vi, en, channel, law))

struct PhraseView {
  std::string phrase;
  std::string kind;
  std::vector<std::string> unless;
  std::vector<std::string> not_for_fields;
};
BOOST_DESCRIBE_STRUCT(PhraseView, (), (phrase, kind, unless, not_for_fields))

struct EmergencyView {
  std::string number;
  std::string vi;
  std::string en;
  bool verified = false;
};
BOOST_DESCRIBE_STRUCT(EmergencyView, (), (number, vi, en, verified))

struct LimitsView {
  std::int64_t text_characters = 0;
  std::int64_t uploads = 0;
  std::int64_t photo_bytes = 0;
  std::int64_t video_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(LimitsView, (), (text_characters, uploads, photo_bytes, video_bytes))

struct BasemapView {
  std::string url;
  std::string kind;
  std::int64_t min_zoom = 0;
  std::int64_t max_zoom = 0;
};
BOOST_DESCRIBE_STRUCT(BasemapView, (), (url, kind, min_zoom, max_zoom))

struct ConfigView {
  std::string province;
  std::string code_prefix;
  std::string edition;
  std::vector<AreaView> areas;
  std::vector<FieldView> fields;
  std::vector<TileView> tiles;
  std::vector<OutOfScopeView> out_of_scope;
  std::vector<PhraseView> scope_phrases;
  std::vector<EmergencyView> emergency;
  LimitsView limits;
  std::string privacy_version;
  bool demo = false;
  std::optional<BasemapView> basemap;
  Instant now{};
};
BOOST_DESCRIBE_STRUCT(ConfigView, (),
                      (province, code_prefix, edition, areas, fields, tiles, out_of_scope,
                       scope_phrases, emergency, limits, privacy_version, demo, basemap, now))

void fill_fields(const domain::Province& province, ConfigView& view) {
  for (const auto& field : province.taxonomy.fields()) {
    FieldView f{field.code, field.label.vi, field.label.en, {}};
    for (const auto& sub : field.sub_fields) {
      f.sub_fields.push_back({sub.code, sub.label.vi, sub.label.en, sub.urgent_hint,
                              std::string(word(sub.publicity))});
    }
    view.fields.push_back(std::move(f));
  }
  for (const auto& tile : province.taxonomy.tiles()) {
    TileView t{tile.code, tile.label.vi, tile.label.en,   tile.field,
               {},        tile.quiet,    tile.needs_place};
    if (!tile.sub_field.empty()) t.sub_field = tile.sub_field;
    view.tiles.push_back(std::move(t));
  }
}

void fill_scope(const domain::Province& province, ConfigView& view) {
  for (const auto& kind : province.scope.kinds()) {
    view.out_of_scope.push_back(
        {std::string(word(kind.kind)), kind.label.vi, kind.label.en, kind.channel.vi, kind.law});
  }
  for (const auto& phrase : province.scope.phrases()) {
    view.scope_phrases.push_back(
        {phrase.phrase, phrase.kind, phrase.unless, phrase.not_for_fields});
  }
  for (const auto* number : province.verified_numbers()) {
    view.emergency.push_back({number->number, number->label.vi, number->label.en, true});
  }
}

}  // namespace

AreaView area_view(const domain::Area& area) {
  AreaView view{area.id, area.name, area.full_name, std::string(word(area.type)), {}, {}};
  if (area.centre) {
    view.lat7 = area.centre->lat7;
    view.lon7 = area.centre->lon7;
  }
  return view;
}

std::string config_json(const Services& services, Instant now) {
  const auto& province = *services.province;
  ConfigView view;
  view.province = province.info.full_name.vi;
  view.code_prefix = province.info.code_prefix;
  const auto& edition = province.areas.edition_at(local_date(now));
  view.edition = edition.code;
  for (const auto* area : province.areas.units(edition.code)) {
    view.areas.push_back(area_view(*area));
  }
  fill_fields(province, view);
  fill_scope(province, view);
  view.limits = {services.limits.text_characters, services.limits.uploads,
                 services.limits.photo_bytes, services.limits.video_bytes};
  view.privacy_version = k_privacy_version;
  view.demo = services.demo;
  if (const auto& map = services.basemap) {
    view.basemap = BasemapView{"/tiles/basemap.pmtiles?v=" + map->version,
                               map->vector ? "vector" : "raster", map->min_zoom, map->max_zoom};
  }
  view.now = now;
  return json::to_text(view);
}

LocateView locate(const Services& services, std::int64_t lat7, std::int64_t lon7, Instant) {
  LocateView view;
  const auto place = services.province->index.place_at({lat7, lon7});
  view.inside = place.kind != domain::PlaceKind::outside;
  if (!place.area.empty()) {
    if (const auto* area = services.province->areas.find(place.area)) view.area = area_view(*area);
  }
  return view;
}

std::vector<AgencyView> agencies_today(const Services& services, Instant now, Lang lang) {
  std::vector<AgencyView> out;
  for (const auto* agency : services.province->agencies.valid_at(local_date(now))) {
    AgencyView view{agency->code, agency->label(lang), agency->agency_class, {}};
    if (!agency->area.empty()) view.area = agency->area;
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace camaug::app
