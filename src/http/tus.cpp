#include "http/tus.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "app/media.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "http/door.hpp"
#include "http/problem.hpp"
#include "store/media.hpp"

namespace camaug::http {
namespace {

constexpr std::string_view k_version = "1.0.0";
constexpr std::string_view k_chunk_type = "application/offset+octet-stream";

Result<std::int64_t> number(std::string_view text, std::string field) {
  std::int64_t n = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty()) return fail_field(std::move(field), "error.field.missing");
  if (error != std::errc{} || end != text.data() + text.size() || n < 0) {
    return fail_field(std::move(field), "error.field.not_integer");
  }
  return n;
}

Result<void> same_version(const Request& request) {
  if (request.header("tus-resumable") == k_version) return {};
  return fail(ErrorCode::precondition, "error.upload.tus_version");
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t bytes = 0;
  const char* end = nullptr;
  const int bad =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &bytes, &end, sodium_base64_VARIANT_ORIGINAL);
  if (bad != 0 || end != text.data() + text.size()) return {};
  out.resize(bytes);
  return out;
}

// "name base64, other base64": the id that the client has chosen, else a new one.
Result<std::string> chosen_id(const Request& request) {
  auto rest = request.header("upload-metadata");
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const auto pair = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const auto space = pair.find(' ');
    if (pair.substr(0, space) != "id") continue;
    const auto value =
        space == std::string_view::npos ? std::nullopt : decode_base64(pair.substr(space + 1));
    const auto id = value ? parse_uuid(*value) : std::nullopt;
    if (!id || !is_uuid7(*id)) return fail_field("id", "error.field.not_uuid7");
    return *id;
  }
  return make_uuid7(request.now);
}

// Nobody else may write to a file while it is looked at.
class Held {
 public:
  explicit Held(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)),
        held_(descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {}
  ~Held() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  explicit operator bool() const { return held_; }

 private:
  int descriptor_;
  bool held_;
};

struct Upload {
  std::string id;
  std::string owner;
  std::int64_t bytes = 0;
};

std::string owner_of(const Request& request) {
  return app::upload_owner(request.viewer, request.viewer.session);
}

// Only who made the address can have made it: it holds for one owner and one length.
std::string mark_of(const app::Services& services, const Upload& upload) {
  return hmac_sha256_hex(
             services.signing_key,
             "tus|" + upload.id + "|" + std::to_string(upload.bytes) + "|" + upload.owner)
      .substr(0, 32);
}

std::string address_of(const app::Services& services, const Upload& upload) {
  return std::string(k_tus_uploads) + "/" + upload.id + "/" + std::to_string(upload.bytes) + "/" +
         mark_of(services, upload);
}

Result<Upload> named(const app::Services& services, const Request& request) {
  const auto not_there = fail(ErrorCode::not_found, "error.not_found");
  if (request.viewer.role == domain::Role::anonymous) {
    return fail(ErrorCode::unauthenticated, "error.secret_missing");
  }
  const auto id = parse_uuid(request.param("id"));
  const auto bytes = number(request.param("bytes"), "bytes");
  if (!id || !is_uuid7(*id) || !bytes) return not_there;
  Upload upload{*id, owner_of(request), *bytes};
  if (!equal_secret(request.param("mark"), mark_of(services, upload))) return not_there;
  return upload;
}

// How much has arrived. Whole is only what the program has looked at and kept: until then the last
// byte is asked for again, so that a client goes on after a failure that came behind it.
std::int64_t offset_of(const app::Services& services, const Upload& upload) {
  struct stat info{};
  if (lstat(services.media.arriving(upload.id).c_str(), &info) != 0) return 0;
  return std::min<std::int64_t>(info.st_size, upload.bytes - 1);
}

Result<bool> is_whole(store::Reader& reader, const Upload& upload) {
  const auto known = store::media_by_id(reader, upload.id);
  if (!known) return false;
  if (known->owner != upload.owner || known->bytes != upload.bytes) {
    return fail(ErrorCode::conflict, "error.upload.id_taken");
  }
  return true;
}

Response at_offset(std::int64_t offset) {
  Response response = no_content();
  response.headers.push_back({"Upload-Offset", std::to_string(offset)});
  return response;
}

Result<Upload> wanted(const app::Services& services, store::Reader& reader,
                      const Request& request) {
  if (auto ok = same_version(request); !ok) return Failure(ok.error());
  const auto bytes = number(request.header("upload-length"), "Upload-Length");
  if (!bytes) return Failure(bytes.error());
  if (*bytes == 0) return fail(ErrorCode::invalid, "error.media.empty");
  if (*bytes > services.limits.video_bytes) {
    return fail(ErrorCode::too_large, "error.body_too_large");
  }
  const auto id = chosen_id(request);
  if (!id) return Failure(id.error());
  Upload upload{*id, owner_of(request), *bytes};
  const auto whole = is_whole(reader, upload);
  if (!whole) return Failure(whole.error());
  if (*whole) return upload;
  // Going on with one is no new upload: a line that breaks often must not use up the limit.
  if (offset_of(services, upload) == 0) {
    if (auto ok = limit_ok(request, LimitKind::upload_of_device, upload.owner); !ok) {
      return Failure(ok.error());
    }
  }
  if (auto ok = services.media.check_space(upload.bytes); !ok) return Failure(ok.error());
  return upload;
}

}  // namespace

void tus_answer(Response& response) {
  response.headers.push_back({"Tus-Resumable", std::string(k_version)});
  if (response.status == 412) response.headers.push_back({"Tus-Version", std::string(k_version)});
}

Verb tus_verb(const Request& request) {
  const bool ours =
      request.path.starts_with(k_tus_uploads) && request.path.size() > k_tus_uploads.size();
  if (request.verb != Verb::post || !ours) return request.verb;
  const auto other = request.header("x-http-method-override");
  return other == "PATCH" ? Verb::patch : other == "DELETE" ? Verb::del : request.verb;
}

Response tus_options(app::Services& services, const Request&) {
  Response response = no_content();
  response.headers = {{"Tus-Version", std::string(k_version)},
                      {"Tus-Extension", "creation,termination"},
                      {"Tus-Max-Size", std::to_string(services.limits.video_bytes)}};
  return response;
}

Response tus_create(app::Services& services, store::Reader& reader, const Request& request) {
  const auto upload = wanted(services, reader, request);
  if (!upload) return problem(request, upload.error());
  Response response;
  response.status = 201;
  response.headers.push_back({"Location", address_of(services, *upload)});
  return response;
}

Response tus_offset(app::Services& services, store::Reader& reader, const Request& request) {
  if (auto ok = same_version(request); !ok) return problem(request, ok.error());
  const auto upload = named(services, request);
  if (!upload) return problem(request, upload.error());
  const auto whole = is_whole(reader, *upload);
  if (!whole) return problem(request, whole.error());
  Response response = at_offset(*whole ? upload->bytes : offset_of(services, *upload));
  response.headers.push_back({"Upload-Length", std::to_string(upload->bytes)});
  return response;
}

Result<UploadPlan> admit_tus(app::Services& services, store::Reader& reader,
                             const Request& request) {
  if (auto ok = same_version(request); !ok) return Failure(ok.error());
  const auto upload = named(services, request);
  if (!upload) return Failure(upload.error());
  if (request.header("content-type") != k_chunk_type) {
    return fail(ErrorCode::unsupported, "error.upload.chunk_type");
  }
  const auto offset = number(request.header("upload-offset"), "Upload-Offset");
  if (!offset) return Failure(offset.error());
  const auto whole = is_whole(reader, *upload);
  if (!whole) return Failure(whole.error());
  if (*whole || *offset != offset_of(services, *upload)) {
    return fail(ErrorCode::conflict, "error.upload.offset");
  }
  if (auto ok = services.media.check_space(upload->bytes - *offset); !ok) {
    return Failure(ok.error());
  }
  UploadPlan plan;
  plan.append_to = services.media.arriving(upload->id);
  plan.offset = *offset;
  plan.whole = upload->bytes;
  plan.bytes_max = upload->bytes - *offset;
  plan.keep_partial = true;
  return plan;
}

Result<void> prepare_tus(app::Services& services, store::Reader&, Request& request) {
  const auto upload = named(services, request);
  if (!upload) return Failure(upload.error());
  if (!request.upload) return {};  // a part without a byte
  const auto& part = *request.upload;
  if (part.offset + part.bytes < upload->bytes) return {};
  const Held held(part.path);
  if (!held) return fail(ErrorCode::conflict, "error.upload_in_progress");
  const auto digest = media::sha256_file(part.path);
  if (!digest) return Failure(digest.error());
  auto taken = app::take_in(services, part.path, upload->id, upload->owner, upload->bytes, *digest,
                            request.now);
  if (!taken) {
    // What can never be taken is not asked for again.
    if (taken.error().code != ErrorCode::unavailable) ::unlink(part.path.c_str());
    return Failure(taken.error());
  }
  request.prepared = std::move(*taken);
  return {};
}

Response tus_append(app::Services& services, store::Tx& tx, const Request& request) {
  if (!request.upload) {
    return at_offset(number(request.header("upload-offset"), "Upload-Offset").value_or(0));
  }
  const auto& part = *request.upload;
  if (const auto* media = std::any_cast<store::Media>(&request.prepared)) {
    if (const auto view = app::keep_upload(services, tx, *media, request.now); !view) {
      return problem(request, view.error());
    }
  }
  return at_offset(part.offset + part.bytes);
}

Response tus_end(app::Services& services, store::Tx& tx, const Request& request) {
  if (auto ok = same_version(request); !ok) return problem(request, ok.error());
  const auto upload = named(services, request);
  if (!upload) return problem(request, upload.error());
  const auto known = store::media_by_id(tx, upload->id);
  if (known && known->owner != upload->owner) {
    return problem(request, fail(ErrorCode::not_found, "error.not_found").error());
  }
  if (known && known->report) {
    return problem(request, fail(ErrorCode::conflict, "error.upload.attached").error());
  }
  if (known) {
    store::delete_media(tx, upload->id);
    services.media.note_gone(upload->id);
  }
  ::unlink(services.media.arriving(upload->id).c_str());
  return no_content();
}

}  // namespace camaug::http
