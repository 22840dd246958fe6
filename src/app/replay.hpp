// The fold over a report's events: what the projection must be. For verification and for undo.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/case.hpp"
#include "domain/projection.hpp"
#include "store/event.hpp"
#include "store/identity.hpp"
#include "store/media.hpp"

namespace camaug::app {

// Version of what an event's body says. 2 says more than 1: who spoke for which agency, what is
// shown, every fact of an upload, the sender's secret, what is still expected. A log of 1 stays
// valid; what it does not say is not compared.
inline constexpr std::int64_t k_body_schema = 2;

// What an event commits to of an upload: all of its row that never changes.
[[nodiscard]] std::string media_facts(const store::Media& media);
// What a look at an identity commits to.
[[nodiscard]] std::string reveal_facts(const store::Reveal& reveal);
// What the submission commits to of the follow secret, of which the log holds no usable digest.
[[nodiscard]] std::string secret_fact(std::string_view secret_digest);

struct ReplayedContent {
  std::string kind;
  std::string author;
  std::string role;
  std::optional<std::string> agency;
  Instant at{};
  std::string commitment;
  bool is_public = false;
  std::string shown;  // commitment to what the public reads, "" when nothing was shown yet
};

struct ReplayedMedia {
  std::string phase;
  std::string actor;       // who attached it: "account:<id>" or "reporter"
  std::string commitment;  // to the SHA-256 of the original
  std::string facts;       // to media_facts, "" in a log of schema 1
  Instant attached_at{};
  bool is_public = false;
  std::int64_t redacted = 0;
};

struct ReplayedReveal {
  std::string account;
  std::string role;
  std::string reason_kind;
  std::string facts;  // commitment to reveal_facts, "" in a log of schema 1
  Instant at{};
};

struct Replayed {
  domain::Report report;
  std::map<std::int64_t, domain::ClockRow> clocks;
  std::vector<std::string> cooperating;
  std::map<std::string, ReplayedContent> contents;
  std::map<std::string, ReplayedMedia> media;
  std::map<std::string, ReplayedReveal> reveals;
  std::map<std::string, std::string> expected;  // uploads named before they came: id -> phase
  std::vector<store::Bounce> bounces;
  std::string body;              // commitment to the digest of the creating body
  std::string secret;            // commitment to secret_fact, "" in a log of schema 1
  std::optional<bool> named;     // a name was given; schema 2
  std::int64_t schema = 1;       // the oldest body's
  std::size_t last_bounces = 0;  // how many there were before the newest event
  std::string fault;             // "" or what does not fit, with the event's n
};

// Folds events[0, count).
[[nodiscard]] Replayed replay(const std::vector<store::Event>& events, std::size_t count);

}  // namespace camaug::app
