#include "media/facts.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace camaug::media {
namespace {

struct Refusal {
  std::string_view key;
  ErrorCode code;
};

constexpr std::array<Refusal, 13> k_refusals = {{
    {"error.media.empty", ErrorCode::invalid},
    {"error.media.unknown_type", ErrorCode::invalid},
    {"error.media.truncated", ErrorCode::invalid},
    {"error.media.broken", ErrorCode::invalid},
    {"error.media.too_many_pixels", ErrorCode::invalid},
    {"error.media.too_long", ErrorCode::invalid},
    {"error.media.sound_too_long", ErrorCode::invalid},
    {"error.media.no_video", ErrorCode::invalid},
    {"error.media.codec", ErrorCode::invalid},
    {"error.media.redact_video", ErrorCode::invalid},
    {"error.media.photo_too_large", ErrorCode::too_large},
    {"error.media.video_too_large", ErrorCode::too_large},
    {"error.disk_full", ErrorCode::unavailable},
}};

constexpr std::array<FileType, 7> k_types = {FileType::jpeg, FileType::png, FileType::webp,
                                             FileType::heic, FileType::mp4, FileType::mov,
                                             FileType::webm};

Failure broken(std::string detail) {
  return fail(ErrorCode::invalid, "error.media.broken", std::move(detail));
}

void write_number(std::string& out, std::string_view name, std::optional<std::int64_t> value) {
  if (!value) return;
  out += ",\"";
  out += name;
  out += "\":";
  json::write(out, *value);
}

Result<MediaFacts> read_facts(json::ObjectReader& reader) {
  MediaFacts facts;
  facts.mime = reader.text("mime", 40);
  const auto type = std::find_if(k_types.begin(), k_types.end(),
                                 [&](FileType t) { return mime_of(t) == facts.mime; });
  const bool sound =
      facts.mime == sound_mime_of(FileType::webm) || facts.mime == sound_mime_of(FileType::mp4);
  if (type == k_types.end() && !sound) return broken("worker: unknown mime");
  facts.kind = sound ? MediaKind::sound : kind_of(*type);
  facts.width = reader.integer("width", sound ? 0 : 1, sound ? 0 : k_pixels_max);
  facts.height = reader.integer("height", sound ? 0 : 1, sound ? 0 : k_pixels_max);
  facts.duration_ms = reader.optional_integer("duration_ms", 0, k_video_ms_max);
  // Up to the year 9999.
  if (const auto at = reader.optional_integer("taken_at", 0, 253'402'300'799'999)) {
    facts.taken_at = from_epoch_ms(*at);
  }
  facts.exif_lat7 = reader.optional_integer("exif_lat7", -900'000'000, 900'000'000);
  facts.exif_lon7 = reader.optional_integer("exif_lon7", -1'800'000'000, 1'800'000'000);
  for (std::string& name : reader.texts("files", std::size(k_made_names), 20)) {
    if (std::find(std::begin(k_made_names), std::end(k_made_names), name) ==
        std::end(k_made_names)) {
      return broken("worker: unknown file name");
    }
    facts.files.push_back({std::move(name), 0});
  }
  if (reader.done() || facts.files.empty()) return broken("worker: malformed facts");
  return facts;
}

}  // namespace

std::string to_line(const Result<MediaFacts>& outcome) {
  std::string out;
  if (!outcome) {
    out = "{\"error\":";
    json::write(out, outcome.error().key);
    out += ",\"detail\":";
    json::write(out, outcome.error().detail);
    return out + "}\n";
  }
  const MediaFacts& facts = *outcome;
  out = "{\"mime\":";
  json::write(out, facts.mime);
  write_number(out, "width", facts.width);
  write_number(out, "height", facts.height);
  write_number(out, "duration_ms", facts.duration_ms);
  if (facts.taken_at) write_number(out, "taken_at", epoch_ms(*facts.taken_at));
  write_number(out, "exif_lat7", facts.exif_lat7);
  write_number(out, "exif_lon7", facts.exif_lon7);
  std::vector<std::string> names;
  names.reserve(facts.files.size());
  for (const MadeFile& file : facts.files) names.push_back(file.name);
  out += ",\"files\":";
  json::write(out, names);
  return out + "}\n";
}

Result<MediaFacts> from_line(std::string_view line) {
  const auto value = json::parse(line, 4096);
  if (!value || !value->is_object()) return broken("worker: no JSON object");
  json::ObjectReader reader(*value);
  const auto key = reader.optional_text("error", 60);
  if (!key) return read_facts(reader);
  const auto known = std::find_if(k_refusals.begin(), k_refusals.end(),
                                  [&](const Refusal& r) { return r.key == *key; });
  if (known == k_refusals.end()) return broken("worker: unknown error key");
  return fail(known->code, *key, reader.optional_text("detail", 200).value_or(""));
}

}  // namespace camaug::media
