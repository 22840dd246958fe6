// Steering away what does not belong here before it is sent: kinds that are out of scope, with
// their right place, and the phrases that give them away. A hint only; it never stops anybody.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/profile_faults.hpp"
#include "domain/report.hpp"
#include "domain/taxonomy.hpp"

namespace camaug::domain {

struct OutOfScopeKind {
  RefuseKind kind = RefuseKind::unusable;
  Label label;
  Label channel;  // the right place; empty for unusable
  std::vector<std::string> law;
};

// The browser applies the same list in the same way: a folded text has a phrase when " text "
// contains " phrase "; the first entry whose phrase is there and whose `unless` are all absent
// wins.
struct ScopePhrase {
  std::string phrase;  // folded
  std::string kind;    // a word of RefuseKind, or "sos"
  std::vector<std::string> unless;
  std::vector<std::string> not_for_fields;
};

struct ScopeHint {
  std::string kind;  // a word of RefuseKind, or "sos": show the numbers to call
  std::string phrase;
};

class Scope {
 public:
  // Reads out_of_scope.json.
  [[nodiscard]] static Scope read(const ProfileFiles& files, const Taxonomy& taxonomy,
                                  Faults& faults);

  [[nodiscard]] const std::vector<OutOfScopeKind>& kinds() const { return kinds_; }
  [[nodiscard]] const OutOfScopeKind* find(RefuseKind kind) const;
  [[nodiscard]] const std::vector<ScopePhrase>& phrases() const { return phrases_; }
  // `folded_text` as fold() of base/text.hpp gives it; `field` of the chosen tile, may be empty.
  [[nodiscard]] std::optional<ScopeHint> hint(std::string_view folded_text,
                                              std::string_view field) const;

 private:
  void read_kinds(const boost::json::array& list, Faults& faults);
  void read_guards(const boost::json::array& list, const Taxonomy& taxonomy, Faults& faults);

  std::vector<OutOfScopeKind> kinds_;
  std::vector<ScopePhrase> phrases_;
};

// One sentence of scope_samples.csv and what the guard should say ("in" = nothing).
struct ScopeSample {
  std::size_t line = 0;
  std::string text;
  std::string field;
  std::string expected;  // "in", "sos" or a word of RefuseKind
};

[[nodiscard]] std::vector<ScopeSample> read_scope_samples(const ProfileFiles& files,
                                                          const Taxonomy& taxonomy, Faults& faults);

// How the guard does on samples. A false stop: something in scope got a hint other than sos.
struct ScopeScore {
  std::size_t in_scope = 0;
  std::size_t false_stops = 0;
  std::size_t out_of_scope = 0;
  std::size_t found = 0;           // out of scope and hinted at as such
  std::vector<std::size_t> wrong;  // lines of the samples that differ from what was expected
};

[[nodiscard]] ScopeScore score(const Scope& scope, const std::vector<ScopeSample>& samples);

}  // namespace camaug::domain
