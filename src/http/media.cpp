#include "http/media.hpp"

#include <charconv>

#include "app/media.hpp"
#include "base/id.hpp"
#include "http/door.hpp"
#include "http/problem.hpp"
#include "store/report.hpp"

namespace camaug::http {
namespace {

std::string owner_of(const Request& request) {
  return app::upload_owner(request.viewer, request.viewer.session);
}

Result<std::string> upload_id(const Request& request) {
  const auto id = parse_uuid(request.param("id"));
  if (!id || !is_uuid7(*id)) return fail_field("id", "error.field.not_uuid7");
  return *id;
}

}  // namespace

Result<UploadPlan> admit_upload(app::Services& services, store::Reader& reader,
                                const Request& request) {
  if (request.viewer.role == domain::Role::anonymous) {
    return fail(ErrorCode::unauthenticated, "error.secret_missing");
  }
  const auto id = upload_id(request);
  if (!id) return Failure(id.error());
  if (const auto known = store::media_by_id(reader, *id);
      known && known->owner != owner_of(request)) {
    return fail(ErrorCode::conflict, "error.upload.id_taken");
  }
  if (auto ok = limit_ok(request, LimitKind::upload_of_device, owner_of(request)); !ok) {
    return Failure(ok.error());
  }
  if (auto ok = services.media.check_space(services.limits.photo_bytes); !ok) {
    return Failure(ok.error());
  }
  return UploadPlan{};
}

Result<void> prepare_upload(app::Services& services, store::Reader& reader, Request& request) {
  const auto id = upload_id(request);
  if (!id) return Failure(id.error());
  if (!request.upload) return fail(ErrorCode::invalid, "error.media.empty");
  const auto& upload = *request.upload;
  if (const auto known = store::media_by_id(reader, *id)) {
    if (known->sha256 != upload.sha256_hex) {
      return fail(ErrorCode::conflict, "error.upload.id_taken");
    }
    request.prepared = *known;
    return {};
  }
  auto taken = app::take_in(services, upload.path, *id, owner_of(request), upload.bytes,
                            upload.sha256_hex, request.now);
  if (!taken) return Failure(taken.error());
  request.prepared = std::move(*taken);
  return {};
}

Response put_upload(app::Services& services, store::Tx& tx, const Request& request) {
  const auto& media = std::any_cast<const store::Media&>(request.prepared);
  const auto view = app::keep_upload(services, tx, media, request.now);
  if (!view) return problem(request, view.error());
  return json_response(*view);
}

Response get_upload(app::Services&, store::Reader& reader, const Request& request) {
  const auto media = store::media_by_id(reader, request.param("id"));
  if (!media || media->owner != owner_of(request)) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  return json_response(app::upload_view(*media));
}

Response get_media(app::Services& services, store::Reader& reader, const Request& request) {
  const auto missing = [&] {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  };
  const auto id = parse_uuid(request.param("id"));
  const auto variant = request.param("variant");
  const auto media = id ? store::media_by_id(reader, *id) : std::nullopt;
  if (!media || media->state != "ready") return missing();
  const bool shared =
      media->is_public && variant != "original" && app::shows_media(services, reader, *media);
  if (!shared) {
    std::int64_t expires = 0;
    const auto text = request.query_value("e");
    std::from_chars(text.data(), text.data() + text.size(), expires);
    if (!app::link_is_good(services, *id, variant, expires, request.query_value("t"),
                           request.now)) {
      return missing();
    }
  }
  const auto file = app::media_file(services, *media, variant);
  if (!file) return missing();
  return send_stored(file->file, shared ? "public, max-age=300" : "private, max-age=3600",
                     file->content_type);
}

}  // namespace camaug::http
