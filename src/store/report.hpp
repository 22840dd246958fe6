// Reading and writing the report projection. Every read takes the Viewer and filters in SQL; writes
// are guarded by the version. Never decides what is allowed: that is domain/workflow.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.hpp"
#include "domain/projection.hpp"
#include "store/database.hpp"

namespace camaug::store {

// The report if this viewer may see it.
[[nodiscard]] std::optional<domain::Report> report_by_id(Reader& reader,
                                                         const domain::Viewer& viewer,
                                                         std::string_view id);
[[nodiscard]] std::optional<domain::Report> report_by_code(Reader& reader,
                                                           const domain::Viewer& viewer,
                                                           std::string_view code);
// The published report with this code; what is not public is not there.
[[nodiscard]] std::optional<domain::Report> public_report(Reader& reader, std::string_view code);

// The id of the report that this follow secret opens, if `id` is it. Digests only.
[[nodiscard]] bool secret_opens(Reader& reader, std::string_view id, std::string_view secret_hash);
// Digest of the body that created the report, for repeated creations.
struct Creation {
  std::string secret_hash;
  std::string body_hash;
};
[[nodiscard]] std::optional<Creation> creation_of(Reader& reader, std::string_view id);
// The same inside a batch: what ask_reports() asked for is not asked again.
[[nodiscard]] std::optional<Creation> creation_known(Tx& tx, std::string_view id);
// Asks at once which of these reports are there, where each question costs a way to the server and
// back; the answers hold until the transaction ends. Does nothing on SQLite.
void ask_reports(Tx& tx, std::span<const std::string_view> ids);

// The next number of a local year, from 1.
[[nodiscard]] std::int64_t next_number(Tx& tx, int year);
// Number over all years (the projection's own running number).
[[nodiscard]] std::int64_t next_running_number(Tx& tx);

void insert_report(Tx& tx, const domain::Report& report, const Creation& creation);
// False when the stored version is not `expected_version` any more.
[[nodiscard]] bool update_report(Tx& tx, const domain::Report& report,
                                 std::int64_t expected_version);

void set_cooperating(Tx& tx, std::string_view report, const std::vector<std::string>& agencies);
[[nodiscard]] std::vector<std::string> cooperating_of(Reader& reader, std::string_view report);

struct Bounce {
  std::string agency;
  std::optional<std::string> believed;
  Instant at;
};
void add_bounce(Tx& tx, std::string_view report, const Bounce& bounce);
// Undo of a give_back.
void drop_bounce(Tx& tx, std::string_view report, const Bounce& bounce);
[[nodiscard]] std::vector<Bounce> bounces_of(Reader& reader, std::string_view report);

// Open reports of the same field near a place, nearest first, at most `limit`.
struct Near {
  std::string id;
  std::string code;
  domain::State state;
  std::int64_t distance_m;
  Instant submitted_at;
  std::string text;     // "" when there is none
  std::string picture;  // id of the first picture that is ready, ""
};
[[nodiscard]] std::vector<Near> reports_near(Reader& reader, const domain::Viewer& viewer,
                                             std::string_view field, std::int64_t lat7,
                                             std::int64_t lon7, std::int64_t radius_m,
                                             std::string_view except_id, int limit);

// Open reports that an agency leads or helps with, by id.
[[nodiscard]] std::vector<std::string> open_reports_of(Reader& reader, std::string_view agency);
// Reports merged into this one.
[[nodiscard]] std::vector<std::string> merged_into(Reader& reader, std::string_view master);
// Those who were merged into this one or joined it, newest first, at most `limit`, as far as the
// viewer may see them.
struct Joiner {
  std::string id;
  std::string code;
  Instant submitted_at;
  std::string text;     // "" when there is none
  std::string picture;  // id of the newest picture that is ready, ""
  bool voice = false;   // said that it is still there
};
[[nodiscard]] std::vector<Joiner> joiners_of(Reader& reader, const domain::Viewer& viewer,
                                             std::string_view master, int limit);
// How many were merged into the report with this code, or joined it.
[[nodiscard]] std::int64_t count_joined(Reader& reader, std::string_view code);
// Of the reports merged into this one, those whose sender said since then that it is still there.
[[nodiscard]] std::int64_t count_voices(Reader& reader, std::string_view master, Instant since);

// All reports in order of their ids, for verification.
void each_report(Reader& reader, std::string_view after_id, int limit,
                 std::vector<domain::Report>& out);

// Reads a whole projection row whose columns start at `column`.
[[nodiscard]] domain::Report read_report(const Row& row, int column = 0);

}  // namespace camaug::store
