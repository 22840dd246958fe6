#include "app/media.hpp"

#include <filesystem>

#include "app/change.hpp"
#include "base/id.hpp"
#include "media/process.hpp"

namespace camaug::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t k_link_ms = 3'600'000;

std::string name_of(std::string_view made, std::int64_t version) {
  if (version == 0) return std::string(made);
  const auto dot = made.rfind('.');
  return std::string(made.substr(0, dot)) + "-r" + std::to_string(version) +
         std::string(made.substr(dot));
}

bool has_file(const store::Media& media, std::string_view name) {
  return (" " + media.files + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

void fill(store::Media& m, const media::MediaFacts& facts) {
  m.kind = word(facts.kind);
  m.mime = facts.mime;
  m.state = "ready";
  if (facts.width > 0) m.width = facts.width;
  if (facts.height > 0) m.height = facts.height;
  m.taken_at = facts.taken_at;
  m.lat7 = facts.exif_lat7;
  m.lon7 = facts.exif_lon7;
}

std::string signature_of(const Services& services, std::string_view id, std::string_view variant,
                         std::int64_t expires_ms) {
  std::string what(id);
  what += '|';
  what += variant;
  what += '|';
  what += std::to_string(expires_ms);
  return hmac_sha256_hex(services.signing_key, what).substr(0, 32);
}

}  // namespace

std::string upload_owner(const domain::Viewer& viewer, const std::string& digest) {
  return viewer.is_staff() ? viewer.actor() : digest;
}

UploadView upload_view(const store::Media& m) {
  return {m.id, m.kind, m.state, m.bytes, m.sha256, m.taken_at, m.lat7, m.lon7};
}

Result<store::Media> take_in(const Services& services, const std::string& path,
                             const std::string& id, const std::string& owner, std::int64_t bytes,
                             const std::string& sha256, Instant now) {
  auto work = services.media.make_work_dir();
  if (!work) return Failure(work.error());
  media::ProcessJob job;
  job.original = path;
  job.out_dir = work->path;
  job.program = services.program;
  const auto facts = media::process(job);
  if (!facts) {
    services.media.discard(work->token);
    return Failure(facts.error());
  }
  std::vector<std::string> names;
  for (const auto& file : facts->files) names.push_back(file.name);
  services.media.note(id, now);  // its row comes later, or never
  if (auto ok = services.media.keep_made(*work, id, names); !ok) return Failure(ok.error());
  if (auto ok = services.media.keep(path, id, "original"); !ok) return Failure(ok.error());
  store::Media media;
  media.id = id;
  media.owner = owner;
  media.bytes = bytes;
  media.sha256 = sha256;
  media.created_at = now;
  media.files = join(names);
  fill(media, *facts);
  return media;
}

Result<UploadView> keep_upload(const Services& services, store::Tx& tx, const store::Media& media,
                               Instant now) {
  if (const auto known = store::media_by_id(tx, media.id)) {
    if (known->owner != media.owner || known->sha256 != media.sha256) {
      return fail(ErrorCode::conflict, "error.upload.id_taken");
    }
    return upload_view(*known);
  }
  store::insert_media(tx, media);
  const auto expected = store::expected_media(tx, media.id);
  if (!expected) return upload_view(media);
  domain::Viewer viewer;
  viewer.role = domain::Role::reporter;
  viewer.report = expected->report;
  viewer.session = media.owner;
  const bool staff = media.owner.starts_with("account:");
  if (!staff && !store::secret_opens(tx, expected->report, media.owner)) return upload_view(media);
  if (staff) viewer.role = domain::Role::system;
  auto report = store::report_by_id(tx, viewer, expected->report);
  if (!report) return upload_view(media);
  if (staff) {
    viewer.role = domain::Role::officer;
    viewer.account = media.owner.substr(std::string_view("account:").size());
  }
  store::drop_expected(tx, media.id);
  Change change(services, tx, viewer, now, report, *report);
  if (auto ok = change.attach(media.id, expected->phase); !ok) return Failure(ok.error());
  if (auto event = change.commit(domain::Action::add_media); !event) {
    return Failure(event.error());
  }
  return upload_view(media);
}

std::string media_link(const Services& services, const std::string& id, std::int64_t redacted,
                       std::string_view variant, MediaEyes eyes, Instant now) {
  std::string link = "/media/" + id + "/" + std::string(variant);
  if (eyes == MediaEyes::everyone) {
    return redacted == 0 ? link : link + "?v=" + std::to_string(redacted);
  }
  const std::int64_t expires = (epoch_ms(now) / k_link_ms + 2) * k_link_ms;
  link += "?e=" + std::to_string(expires);
  link += "&t=" + signature_of(services, id, variant, expires);
  return link;
}

bool link_is_good(const Services& services, std::string_view id, std::string_view variant,
                  std::int64_t expires_ms, std::string_view signature, Instant now) {
  return expires_ms > epoch_ms(now) &&
         equal_secret(signature, signature_of(services, id, variant, expires_ms));
}

bool shows_media(const Services& services, store::Reader& reader, const store::Media& media) {
  if (!media.is_public || !media.report) return false;
  domain::Viewer system;
  system.role = domain::Role::system;
  const auto report = store::report_by_id(reader, system, *media.report);
  if (!report || !report->published || report->register_ != domain::Register::ordinary) {
    return false;
  }
  const auto publicity =
      services.province->taxonomy.publicity(report->field, report->sub_field.value_or(""));
  return publicity == domain::Publicity::normal;
}

bool is_sound(const store::Media& m) {
  return m.kind == word(media::MediaKind::sound);
}

bool may_hear(const domain::Viewer& viewer) {
  return viewer.role == domain::Role::coordinator || viewer.role == domain::Role::reporter;
}

std::optional<MediaFile> media_file(const Services& services, const store::Media& m,
                                    std::string_view variant) {
  const auto made = [&](std::string_view name, std::string_view type) -> std::optional<MediaFile> {
    if (!has_file(m, name)) return {};
    return MediaFile{services.media.file(m.id, name_of(name, m.redacted)), std::string(type)};
  };
  if (variant == "original") return MediaFile{services.media.file(m.id, "original"), m.mime};
  if (variant == "thumb") return made(media::k_thumb, "image/jpeg");
  if (variant == "poster") return made(media::k_poster, "image/jpeg");
  if (variant != "public") return {};
  if (auto picture = made(media::k_public_picture, "image/webp")) return picture;
  const bool sound = is_sound(m);
  if (auto mp4 = made(media::k_public_mp4, sound ? "audio/mp4" : "video/mp4")) return mp4;
  return made(media::k_public_webm, sound ? "audio/webm" : "video/webm");
}

std::vector<std::string> media_names(const store::Media& m) {
  std::vector<std::string> out{"original"};
  for (std::size_t at = 0; at < m.files.size();) {
    const auto end = std::min(m.files.find(' ', at), m.files.size());
    const auto made = std::string_view(m.files).substr(at, end - at);
    out.push_back(name_of(made, 0));
    if (m.redacted > 0) out.push_back(name_of(made, m.redacted));
    at = end + 1;
  }
  return out;
}

MediaView media_view(const Services& services, const store::Media& m, MediaEyes eyes, Lang lang,
                     Instant now) {
  MediaView view;
  view.id = m.id;
  view.kind = m.kind;
  view.phase = m.phase;
  view.state = m.state;
  view.is_public = m.is_public;
  view.width = m.width;
  view.height = m.height;
  if (m.error) view.error = text(lang, *m.error);
  if (m.state != "ready") return view;
  const auto link = [&](std::string_view variant) {
    return media_link(services, m.id, m.redacted, variant, eyes, now);
  };
  view.url = link("public");
  if (is_sound(m)) return view;
  view.thumb = link("thumb");
  if (m.kind == "video") view.poster = link("poster");
  if (eyes == MediaEyes::handler) view.original = link("original");
  if (eyes != MediaEyes::everyone) {
    view.taken_at = m.taken_at;
    view.lat7 = m.lat7;
    view.lon7 = m.lon7;
  }
  return view;
}

std::vector<PictureRedaction> read_redactions(json::ObjectReader& body) {
  std::vector<PictureRedaction> out;
  const auto* list = body.member("media");
  if (list == nullptr) return out;
  if (!list->is_array() || list->get_array().size() > 20) {
    body.fault("media", "error.field.not_list");
    return out;
  }
  for (const auto& item : list->get_array()) {
    json::ObjectReader one(item, "media");
    PictureRedaction picture;
    picture.media = one.uuid7("id");
    const auto* rectangles = one.member("rectangles");
    if (rectangles != nullptr && rectangles->is_array()) {
      for (const auto& r : rectangles->get_array()) {
        json::ObjectReader box(r, "media.rectangles");
        picture.rectangles.push_back(
            {box.integer("x", 0, media::k_whole), box.integer("y", 0, media::k_whole),
             box.integer("w", 1, media::k_whole), box.integer("h", 1, media::k_whole)});
        if (box.done()) body.fault("media", "error.media.rectangles");
      }
    }
    if (one.done() || !media::check_rectangles(picture.rectangles)) {
      body.fault("media", "error.media.rectangles");
    }
    out.push_back(std::move(picture));
  }
  return out;
}

std::int64_t next_redaction(const store::Media& m, Instant now) {
  constexpr unsigned k_random_bits = 12;  // beside the milliseconds, within what a double holds
  std::uint16_t random = 0;
  random_bytes(&random, sizeof random);
  // Also where the clock was set back.
  const auto ms = std::max(epoch_ms(now), (m.redacted >> k_random_bits) + 1);
  return (ms << k_random_bits) | (random & ((1U << k_random_bits) - 1));
}

Result<void> make_redaction(const Services& services, const store::Media& m, std::int64_t version,
                            const std::vector<media::Rectangle>& rectangles) {
  auto work = services.media.make_work_dir();
  if (!work) return Failure(work.error());
  const auto give_up = [&](const Error& error) {
    services.media.discard(work->token);
    return Failure(error);
  };
  // On top of the redaction before, so that nothing hidden once comes back.
  const bool first = m.redacted == 0;
  const auto source = services.media.store().local(
      m.id, first ? "original" : name_of(media::k_public_picture, m.redacted), work->path);
  if (!source) return give_up(source.error());
  if (first && media::sha256_file(*source).value_or("") != m.sha256) {
    return give_up(Error{ErrorCode::conflict, "error.media.damaged", {}, {}, {}});
  }
  media::ProcessJob job;
  job.original = *source;
  job.out_dir = work->path;
  job.rectangles = rectangles;
  job.program = services.program;
  const auto facts = media::redact(job);
  if (!facts) return give_up(facts.error());
  std::vector<std::string> names;
  for (const auto& file : facts->files) {
    const std::string name = name_of(file.name, version);
    fs::rename(fs::path(work->path) / file.name, fs::path(work->path) / name);
    names.push_back(name);
  }
  return services.media.keep_made(*work, m.id, names);
}

}  // namespace camaug::app
