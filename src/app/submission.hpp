// A new report before it meets the database: read, bounded, placed, its keys made and its texts
// sealed. All of it is work that the one writer of the database must not do.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "domain/clock_change.hpp"
#include "domain/projection.hpp"
#include "store/content.hpp"
#include "store/identity.hpp"
#include "store/report.hpp"

namespace camaug::app {

struct NewReport {
  std::string id;
  std::string tile;
  std::optional<std::string> field;
  std::optional<std::string> sub_field;
  std::optional<std::string> text;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  std::optional<std::int64_t> accuracy_m;
  std::optional<std::string> commune;
  std::optional<std::string> place_text;
  std::vector<std::string> uploads;
  std::optional<std::string> name;
  std::optional<std::string> phone;
  bool consent_call = false;
  bool is_private = false;
  bool urgent = false;
  bool scope_override = false;
  std::optional<Instant> claimed_at;
  std::optional<std::string> privacy_version;
  std::optional<std::string> joins;  // code of a public report of the same matter
  std::string channel = "web";       // web, form
};

// Reads and bounds the body (api/openapi.yaml, NewReport).
[[nodiscard]] Result<NewReport> parse_new_report(const boost::json::value& body,
                                                 const Limits& limits);
// The digest under which a follow secret is kept; Error invalid when it is no 128-bit secret.
[[nodiscard]] Result<std::string> secret_digest(const std::string& secret);

// The reporter with this follow secret.
[[nodiscard]] domain::Viewer sender_of(const std::string& report, const std::string& secret_digest);

// What a report consists of before it has a number: the report, its clocks and what is sealed.
struct Draft {
  domain::Report report;  // without code and number
  std::vector<domain::ClockChange> clocks;
  std::vector<store::Content> texts;
  std::optional<store::Identity> identity;
  vault::ReportKeys keys;
  std::string wrapped_keys;
  // Whether it can stand for itself: a report that wants to join one needs no words and no place.
  bool stands_alone = true;
  std::string body_commitment;
  std::string secret_commitment;
};

struct Submission {
  NewReport body;
  store::Creation creation;
  Instant at{};
  // An error counts only when the report is not there yet: what was taken once is never refused
  // when it is sent again, under whatever rules.
  Result<Draft> draft;
};

// `secret` is the follow secret as sent: 22 characters of base64url. Error invalid names it.
[[nodiscard]] Result<Submission> make_ready(const Services& services, NewReport body,
                                            const std::string& secret, Instant now);

}  // namespace camaug::app
