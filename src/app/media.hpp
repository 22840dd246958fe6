// Photos and videos: taking an upload in, showing it to whom it may be shown, redacting it. Slow
// work (decoding in the child process) is apart from the transactions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/json.hpp"
#include "base/texts.hpp"
#include "domain/access.hpp"
#include "media/redaction.hpp"
#include "store/media.hpp"

namespace camaug::app {

// An upload that arrived at `path` (a file that this call moves away): looked at, copies made, in
// place under `id`. Blocks for seconds: never in a transaction. Errors: error.media.*.
[[nodiscard]] Result<store::Media> take_in(const Services& services, const std::string& path,
                                           const std::string& id, const std::string& owner,
                                           std::int64_t bytes, const std::string& sha256,
                                           Instant now);
// Stores it; attaches it at once when a report named it before it arrived. Repeating the same
// upload answers the same.
[[nodiscard]] Result<UploadView> keep_upload(const Services& services, store::Tx& tx,
                                             const store::Media& media, Instant now);
[[nodiscard]] UploadView upload_view(const store::Media& media);
// Who owns what this viewer uploads: the digest of the follow secret, or the account.
[[nodiscard]] std::string upload_owner(const domain::Viewer& viewer, const std::string& digest);

// variant: public, thumb, poster, original. For everyone only what is published; for others the
// link is signed and ends after an hour or two.
enum class MediaEyes { everyone, sender, staff, handler };
[[nodiscard]] std::string media_link(const Services& services, const std::string& id,
                                     std::int64_t redacted, std::string_view variant,
                                     MediaEyes eyes, Instant now);
[[nodiscard]] bool link_is_good(const Services& services, std::string_view id,
                                std::string_view variant, std::int64_t expires_ms,
                                std::string_view signature, Instant now);
// Whether everybody may see it: chosen for publication, its report published, and its sub-field one
// that shows photos.
[[nodiscard]] bool shows_media(const Services& services, store::Reader& reader,
                               const store::Media& media);
// A voice note: heard by the coordinator, who types it, and by who spoke it; never public.
[[nodiscard]] bool is_sound(const store::Media& media);
[[nodiscard]] bool may_hear(const domain::Viewer& viewer);
// The kept file and content type of a variant; nullopt when there is none.
struct MediaFile {
  media::StoredFile file;
  std::string content_type;
};
[[nodiscard]] std::optional<MediaFile> media_file(const Services& services,
                                                  const store::Media& media,
                                                  std::string_view variant);
// The names of all files that it may have: the original, what was made of it, the redaction that is
// shown.
[[nodiscard]] std::vector<std::string> media_names(const store::Media& media);
[[nodiscard]] MediaView media_view(const Services& services, const store::Media& media,
                                   MediaEyes eyes, Lang lang, Instant now);

struct PictureRedaction {
  std::string media;
  std::vector<media::Rectangle> rectangles;
};
// The member `media` of a redact body: [{id, rectangles: [{x, y, w, h}]}].
[[nodiscard]] std::vector<PictureRedaction> read_redactions(json::ObjectReader& body);
// The number of a redaction that is made now: above that of the one before, and not that of another
// one that somebody makes at the same moment, or the one would get the other's rectangles.
[[nodiscard]] std::int64_t next_redaction(const store::Media& media, Instant now);
// Makes the public copy number `version`. Blocks: never in a transaction. Errors: error.media.*, of
// them error.media.damaged when the original is not what its row says.
[[nodiscard]] Result<void> make_redaction(const Services& services, const store::Media& media,
                                          std::int64_t version,
                                          const std::vector<media::Rectangle>& rectangles);

}  // namespace camaug::app
