// Uploads and the photos and videos of reports. The files lie in the media folder (media/); here is
// what is known of them. An unattached upload is readable by its owner only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace camaug::store {

struct Media {
  std::string id;
  std::string owner;  // digest of the follow secret, or "account:<id>"
  std::optional<std::string> report;
  std::string phase = "report";  // report, survey, after
  std::string kind = "photo";
  std::string mime;
  std::string state = "pending";  // pending, ready, broken
  std::int64_t bytes = 0;
  std::string sha256;
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> height;
  std::optional<Instant> taken_at;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  bool is_public = false;
  std::int64_t redacted = 0;  // version of the public copy
  std::string files = "";     // names of the made files, space between
  std::optional<std::string> error;
  Instant created_at{};
  std::optional<Instant> attached_at;
};

void insert_media(Tx& tx, const Media& media);
// All of them by their ids, `limit` after `after` ("": from the first).
[[nodiscard]] std::vector<Media> media_after(Reader& reader, std::string_view after, int limit);
[[nodiscard]] std::optional<Media> media_by_id(Reader& reader, std::string_view id);
[[nodiscard]] std::vector<Media> media_of(Reader& reader, std::string_view report);
// Whether a voice note is among them.
[[nodiscard]] bool has_sound(Reader& reader, std::string_view report);
// Binds an upload to a report; false when it is bound to another one already.
[[nodiscard]] bool attach_media(Tx& tx, std::string_view id, std::string_view report,
                                std::string_view phase, Instant now);
void set_media_public(Tx& tx, std::string_view id, bool is_public, std::int64_t redacted);
// An upload that a report names before it arrived; false when it was named already.
bool expect_media(Tx& tx, std::string_view id, std::string_view report, std::string_view phase);
struct Expected {
  std::string report;
  std::string phase;
};
[[nodiscard]] std::optional<Expected> expected_media(Reader& reader, std::string_view id);
void drop_expected(Tx& tx, std::string_view id);
[[nodiscard]] std::vector<std::string> missing_media(Reader& reader, std::string_view report);
// Ids of unattached uploads made before `before`.
[[nodiscard]] std::vector<std::string> abandoned_media(Reader& reader, Instant before, int limit);
void delete_media(Tx& tx, std::string_view id);

}  // namespace camaug::store
