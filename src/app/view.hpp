// The shapes of answers, member by member as in api/openapi.yaml. Plain data for the JSON writer.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace camaug::app {

using OptText = std::optional<std::string>;
using OptInt = std::optional<std::int64_t>;
using OptInstant = std::optional<Instant>;

struct DueView {
  std::string clock;
  Instant started_at{};
  Instant due_at{};
  std::int64_t limit_ms = 0;
  std::string rule;
  std::string day_kind;
  std::string article;
  bool provisional = false;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(DueView, (),
                      (clock, started_at, due_at, limit_ms, rule, day_kind, article, provisional,
                       text))

struct ClockView {
  std::string kind;
  std::string owner;
  std::string owner_name;
  Instant started_at{};
  OptInstant due_at;
  OptInstant ended_at;
  std::string result;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ClockView, (),
                      (kind, owner, owner_name, started_at, due_at, ended_at, result, text))

struct MediaView {
  std::string id;
  std::string kind;
  std::string phase;
  std::string state;
  OptText url;
  OptText thumb;
  OptText poster;
  OptText original;
  OptInt width;
  OptInt height;
  OptInstant taken_at;
  OptInt lat7;
  OptInt lon7;
  bool is_public = false;
  OptText error;
};

struct EntryView {
  std::string id;
  std::string kind;
  std::string by;
  OptText author_name;
  OptText agency_name;
  Instant at{};
  std::string text;
  bool is_public = false;
};

struct TimelineView {
  std::int64_t n = 0;
  Instant at{};
  std::string action;
  OptText from;
  OptText to;
  std::string by;
  OptText by_name;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TimelineView, (), (n, at, action, from, to, by, by_name, text))

struct RevealView {
  Instant at{};
  std::string by;
  std::string reason_kind;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RevealView, (), (at, by, reason_kind, reason))

struct SuggestionView {
  OptText lead;
  OptText lead_name;
  std::vector<std::string> cooperating;
  std::string reason;
  std::vector<std::string> bounced;
};
BOOST_DESCRIBE_STRUCT(SuggestionView, (), (lead, lead_name, cooperating, reason, bounced))

struct SimilarView {
  std::string id;
  std::string code;
  std::string state;
  std::string text;
  std::int64_t distance_m = 0;
  OptText thumb;
  Instant submitted_at{};
};
BOOST_DESCRIBE_STRUCT(SimilarView, (), (id, code, state, text, distance_m, thumb, submitted_at))

// Who joined, for the coordinator.
struct JoinerView {
  std::string id;
  std::string code;
  std::string text;
  OptText thumb;
  Instant submitted_at{};
  bool still_there = false;
};
BOOST_DESCRIBE_STRUCT(JoinerView, (), (id, code, text, thumb, submitted_at, still_there))

struct ContactView {
  bool has_phone = false;
  OptText masked_phone;
  OptText name;
  bool consent_call = false;
  OptText phone;
};
BOOST_DESCRIBE_STRUCT(ContactView, (), (has_phone, masked_phone, name, consent_call, phone))

// The last time somebody asked the sender for leave to call.
struct ContactAskView {
  std::string by;
  std::string reason;
  Instant at{};
  std::optional<bool> allowed;
};
BOOST_DESCRIBE_STRUCT(ContactAskView, (), (by, reason, at, allowed))

struct AnswerView {
  std::string kind;
  std::string text;
  OptText outcome;
  OptText promised_on;
  Instant at{};
  std::string agency_name;
};
BOOST_DESCRIBE_STRUCT(AnswerView, (), (kind, text, outcome, promised_on, at, agency_name))

struct CommitmentView {
  std::string what;
  std::string commitment;
};
BOOST_DESCRIBE_STRUCT(CommitmentView, (), (what, commitment))
struct SlipView {
  std::int64_t event_n = 0;
  std::string hash;
  std::string salt;
  std::vector<CommitmentView> commitments;
};
BOOST_DESCRIBE_STRUCT(SlipView, (), (event_n, hash, salt, commitments))

struct RatingView {
  std::int64_t score = 0;
  OptText reason;
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(RatingView, (), (score, reason, at))

struct AcknowledgedView {
  std::string by_name;
  std::string who_goes;
  OptInstant arrives_at;
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(AcknowledgedView, (), (by_name, who_goes, arrives_at, at))

struct AgencyRef {
  std::string agency;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AgencyRef, (), (agency, name))

// The report itself: Boost.Describe's lists are bounded, so the detail is two parts.
struct ReportHead {
  OptText id;
  std::string code;
  std::string state;
  std::int64_t version = 0;
  std::string field;
  OptText sub_field;
  OptText tile;
  std::string register_;
  std::string urgency;
  OptText area;
  OptText area_name;
  OptInt lat7;
  OptInt lon7;
  OptInt accuracy_m;
  bool outside_province = false;
  OptText place_text;
  OptText text;
  bool is_public = false;
  bool private_wish = false;
  bool consent_call = false;
  Instant submitted_at{};
  bool day_only = false;
  OptInstant claimed_at;
  Instant updated_at{};
  OptText lead;
  OptText lead_name;
  OptText officer;
  OptText officer_name;
  OptText question;
  OptInstant reopen_until;
  bool reopen_requested = false;
  bool escalated = false;
  bool awaiting_approval = false;
  OptText promised_on;
  OptText master_code;
  std::string channel;
  OptText refuse_kind;
  bool scope_override = false;
  OptInstant undo_until;
  OptText acknowledged_agency;
  OptInstant arrives_at;
};

// What became of the report that this one was merged into, for its sender. code and answer only
// when the public may see them too: what was written for the first sender stays with him.
struct JoinedView {
  OptText code;
  std::string state;
  OptText lead_name;
  OptText promised_on;
  OptText outcome;
  std::optional<AnswerView> answer;
  std::int64_t people = 0;  // that were merged into it or joined
  OptInstant still_until;   // how long the sender may say that it is still there
};
BOOST_DESCRIBE_STRUCT(JoinedView, (),
                      (code, state, lead_name, promised_on, outcome, answer, people, still_until))

struct ReportParts {
  std::optional<DueView> due;
  std::vector<MediaView> media;
  std::vector<EntryView> entries;
  std::vector<TimelineView> timeline;
  std::vector<ClockView> clocks;
  std::vector<AgencyRef> cooperating;
  std::optional<AnswerView> answer;
  std::optional<RatingView> rating;
  std::optional<ContactView> contact;
  std::optional<ContactAskView> contact_ask;
  std::optional<SuggestionView> suggestion;
  std::vector<SimilarView> similar;
  std::vector<RevealView> reveals;
  std::optional<SlipView> slip;
  std::vector<std::string> open_actions;
  std::optional<AcknowledgedView> acknowledged;
  std::int64_t joined = 0;  // reports that were merged into this one or joined it
  std::vector<JoinerView> joiners;
  std::optional<JoinedView> joins;
};
BOOST_DESCRIBE_STRUCT(ReportHead, (),
                      (id, code, state, version, field, sub_field, tile, register_, urgency, area,
                       area_name, lat7, lon7, accuracy_m, outside_province, place_text, text,
                       is_public, private_wish, consent_call, submitted_at, day_only, claimed_at,
                       updated_at, lead, lead_name, officer, officer_name, question, reopen_until,
                       reopen_requested, escalated, awaiting_approval, promised_on, master_code,
                       channel, refuse_kind, scope_override, undo_until, acknowledged_agency,
                       arrives_at))
BOOST_DESCRIBE_STRUCT(ReportParts, (),
                      (due, media, entries, timeline, clocks, cooperating, answer, rating, contact,
                       contact_ask, suggestion, similar, reveals, slip, open_actions, acknowledged,
                       joined, joiners, joins))
BOOST_DESCRIBE_STRUCT(MediaView, (),
                      (id, kind, phase, state, url, thumb, poster, original, width, height,
                       taken_at, lat7, lon7, is_public, error))
BOOST_DESCRIBE_STRUCT(EntryView, (), (id, kind, by, author_name, agency_name, at, text, is_public))

// The answer to an action that took the report out of the actor's sight; version and undo_until
// while he may take it back.
struct GoneView {
  bool gone = true;
  OptInt version;
  OptInstant undo_until;
};
BOOST_DESCRIBE_STRUCT(GoneView, (), (gone, version, undo_until))

struct ReportDetail : ReportHead, ReportParts {};
BOOST_DESCRIBE_STRUCT(ReportDetail, (ReportHead, ReportParts), ())

struct ReceiptView {
  std::string id;
  std::string code;
  std::string state;
  std::int64_t version = 0;
  Instant submitted_at{};
  std::optional<DueView> due;  // none for one that joined another
  std::vector<std::string> uploads_missing;
  std::int64_t attached = 0;
};
BOOST_DESCRIBE_STRUCT(ReceiptView, (),
                      (id, code, state, version, submitted_at, due, uploads_missing, attached))

struct QueueItemView {
  std::string id;
  std::string code;
  std::string state;
  std::int64_t version = 0;
  std::string field;
  OptText sub_field;
  OptText area;
  OptText area_name;
  std::string text;
  OptText thumb;
  std::string urgency;
  Instant submitted_at{};
  OptText clock;
  OptInstant started_at;
  OptInstant due_at;
  OptText lead;
  OptText lead_name;
  OptText officer_name;
  bool awaiting_approval = false;
  bool reopen_requested = false;
  bool scope_override = false;
  std::int64_t given_back = 0;
  OptInt lat7;
  OptInt lon7;
};
BOOST_DESCRIBE_STRUCT(QueueItemView, (),
                      (id, code, state, version, field, sub_field, area, area_name, text, thumb,
                       urgency, submitted_at, clock, started_at, due_at, lead, lead_name,
                       officer_name, awaiting_approval, reopen_requested, scope_override,
                       given_back, lat7, lon7))

struct PublicItemView {
  std::string code;
  std::string state;
  std::string field;
  OptText sub_field;
  OptText area;
  OptText area_name;
  OptInt lat7;
  OptInt lon7;
  std::string text;
  OptText thumb;
  Instant submitted_at{};
  bool day_only = false;
  Instant updated_at{};
  OptText agency_name;
  OptText outcome;
};
BOOST_DESCRIBE_STRUCT(PublicItemView, (),
                      (code, state, field, sub_field, area, area_name, lat7, lon7, text, thumb,
                       submitted_at, day_only, updated_at, agency_name, outcome))
// What a search found: at most 1,000, `more` when there may be more.
struct FoundView {
  std::int64_t count = 0;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(FoundView, (), (count, more))

struct PublicListView {
  std::vector<PublicItemView> items;
  OptText next;
  std::optional<FoundView> found;
};
BOOST_DESCRIBE_STRUCT(PublicListView, (), (items, next, found))

// Of a report near a place, and how many already joined it.
struct NearbyPart {
  std::int64_t distance_m = 0;
  std::int64_t joined = 0;
};
BOOST_DESCRIBE_STRUCT(NearbyPart, (), (distance_m, joined))
struct NearbyItemView : PublicItemView, NearbyPart {};
BOOST_DESCRIBE_STRUCT(NearbyItemView, (PublicItemView, NearbyPart), ())
struct NearbyView {
  std::vector<NearbyItemView> items;
};
BOOST_DESCRIBE_STRUCT(NearbyView, (), (items))

struct MapPointView {
  std::string code;
  std::int64_t lat7 = 0;
  std::int64_t lon7 = 0;
  std::string field;
  std::string state;
  std::string urgency;
};
BOOST_DESCRIBE_STRUCT(MapPointView, (), (code, lat7, lon7, field, state, urgency))

struct MapView {
  std::vector<MapPointView> items;
  // Latitude and longitude of the middle in 1e-5 degree, how many, the shape of most: 0 open,
  // 1 done, 2 urgent.
  std::vector<std::vector<std::int64_t>> clusters;
  std::int64_t total = 0;  // in the box, if there is one
  bool clustered = false;  // too many for one answer: ask for a box
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(MapView, (), (items, clusters, total, clustered, at))

struct AccountView {
  std::string id;
  std::string username;
  std::string name;
  std::string role;
  OptText agency;
  OptText agency_name;
  OptText area;
  bool active = true;
};
BOOST_DESCRIBE_STRUCT(AccountView, (),
                      (id, username, name, role, agency, agency_name, area, active))

struct UploadView {
  std::string id;
  std::string kind;
  std::string state;
  std::int64_t bytes = 0;
  std::string sha256;
  OptInstant taken_at;
  OptInt lat7;
  OptInt lon7;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (id, kind, state, bytes, sha256, taken_at, lat7, lon7))

}  // namespace camaug::app
