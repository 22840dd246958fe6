// Which agency a case should go to, and why. Suggests only: dispatching is the coordinator's act.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/agency.hpp"
#include "domain/area.hpp"
#include "domain/taxonomy.hpp"

namespace camaug::domain {

struct RoutingRule {
  std::size_t line = 0;   // in routing.csv
  std::string field;      // "*": any
  std::string sub_field;  // empty: any of the field
  std::string area;       // area code or alias; a rule covers everything below it
  LocalDate valid_from{};
  std::optional<LocalDate> valid_until;  // last day, included
  std::string lead;                      // agency code or class
  std::vector<std::string> cooperating;  // agency codes or classes
  std::string note;
};

// Reads routing.csv. Faults: unknown field, sub-field, area, agency; two rules for the same thing
// at the same time; the same agency as lead and cooperating.
[[nodiscard]] std::vector<RoutingRule> read_routing(const ProfileFiles& files, const Areas& areas,
                                                    const Agencies& agencies,
                                                    const Taxonomy& taxonomy, Faults& faults);

enum class SuggestionSource : std::uint8_t { rule, default_agency, believed, none };

// `key` is a text key of texts/*/profile.json, `args` are ready to be shown.
struct Reason {
  std::string key;
  std::vector<std::string> args;
};

struct Suggestion {
  std::string lead;  // agency code; empty when nothing fits
  std::vector<std::string> cooperating;
  SuggestionSource source = SuggestionSource::none;
  std::size_t rule_line = 0;  // of routing.csv when a rule said so
  Reason reason;
};

struct RoutingQuestion {
  std::string field;
  std::string sub_field;                   // empty: not classified yet
  std::string area;                        // area id; empty or unknown: the province
  LocalDate day{};                         // of the dispatch
  std::vector<std::string> given_back_by;  // agency codes, oldest first
  std::vector<std::string> believed;       // agencies they named as right, oldest first
};

// What routing reads; all of it belongs to a Province.
struct RoutingBase {
  const Areas& areas;
  const Agencies& agencies;
  const Taxonomy& taxonomy;
  std::span<const RoutingRule> rules;
};

// The agency that the last one who gave the case back believes right, unless it gave the case back
// itself; else the most specific rule (sub-field before field before any, smaller area before
// larger, then newer); else the default agency of the sub-field; else nobody. Agencies that gave
// the case back are never suggested.
[[nodiscard]] Suggestion suggest(const RoutingBase& base, const RoutingQuestion& question,
                                 Lang lang = Lang::vi);

// A past dispatch, for the dry run.
struct PastDispatch {
  std::string report;
  RoutingQuestion question;
  std::string lead;  // who had it in the end
};

struct DryRunLine {
  std::string report;
  std::string was;
  Suggestion now;
  bool same = false;
};

struct DryRun {
  std::vector<DryRunLine> lines;
  std::size_t same = 0;
  std::size_t different = 0;
  std::size_t none = 0;
};

// What the rules of `base` would have done with past cases.
[[nodiscard]] DryRun dry_run(const RoutingBase& base, std::span<const PastDispatch> past,
                             Lang lang = Lang::vi);

}  // namespace camaug::domain
