// The phrase guard and its score. Deliberately simple: the same few lines run in the browser.
#include "domain/scope.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace camaug::domain {
namespace {

constexpr std::string_view k_file = "out_of_scope.json";
constexpr std::string_view k_sos = "sos";

bool has_phrase(std::string_view padded, std::string_view phrase) {
  return padded.find(" " + std::string(phrase) + " ") != std::string_view::npos;
}

bool is_kind(std::string_view word) {
  return word == k_sos || parse_refuse(word).has_value();
}

Label read_label(json::ObjectReader& reader, bool may_be_empty) {
  Label label;
  label.vi = may_be_empty ? reader.optional_text("vi", 200).value_or("") : reader.text("vi", 200);
  label.en = may_be_empty ? reader.optional_text("en", 200).value_or("") : reader.text("en", 200);
  return label;
}

}  // namespace

const OutOfScopeKind* Scope::find(RefuseKind kind) const {
  const auto found = std::ranges::find(kinds_, kind, &OutOfScopeKind::kind);
  return found == kinds_.end() ? nullptr : &*found;
}

std::optional<ScopeHint> Scope::hint(std::string_view folded_text, std::string_view field) const {
  const std::string padded = " " + std::string(folded_text) + " ";
  for (const ScopePhrase& entry : phrases_) {
    if (!has_phrase(padded, entry.phrase)) continue;
    const bool other = std::ranges::any_of(
        entry.unless, [&](const std::string& phrase) { return has_phrase(padded, phrase); });
    const bool exempt =
        std::ranges::find(entry.not_for_fields, field) != entry.not_for_fields.end();
    if (!other && !exempt) return ScopeHint{entry.kind, entry.phrase};
  }
  return {};
}

void Scope::read_kinds(const boost::json::array& list, Faults& faults) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "kinds[" + std::to_string(i) + "]";
    json::ObjectReader reader(list[i], path);
    OutOfScopeKind kind;
    const std::string code = reader.text("code", 40);
    const auto known = parse_refuse(code);
    if (!known) {
      reader.fault("code", "error.profile.scope_kind", {code});
    } else if (find(*known) != nullptr) {
      reader.fault("code", "error.profile.code_twice", {code});
    }
    kind.kind = known.value_or(RefuseKind::unusable);
    kind.label = read_label(reader, false);
    if (const auto* channel = reader.member("channel")) {
      json::ObjectReader inner(*channel, path + ".channel");
      kind.channel = read_label(inner, true);
      if (const auto error = inner.done()) faults.add_all(k_file, *error);
    }
    kind.law = reader.texts("law", 10, 200);
    if (const auto error = reader.done()) faults.add_all(k_file, *error);
    if (known) kinds_.push_back(std::move(kind));
  }
  for (const std::string_view word : k_refuse_words) {
    if (find(*parse_refuse(word)) != nullptr) continue;
    faults.add(k_file, 0, "kinds", "error.profile.scope_kind_missing", {std::string(word)});
  }
}

void Scope::read_guards(const boost::json::array& list, const Taxonomy& taxonomy, Faults& faults) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    json::ObjectReader reader(list[i], "guards[" + std::to_string(i) + "]");
    ScopePhrase entry;
    entry.kind = reader.text("kind", 40);
    if (!is_kind(entry.kind)) reader.fault("kind", "error.profile.scope_kind", {entry.kind});
    const auto phrases = reader.texts("phrases", 500, 80);
    entry.unless = reader.texts("unless", 100, 80);
    entry.not_for_fields = reader.texts("not_for_fields", 20, 40);
    for (const std::string& field : entry.not_for_fields) {
      if (taxonomy.field(field) == nullptr) {
        reader.fault("not_for_fields", "error.profile.field_unknown", {field});
      }
    }
    for (const std::string& phrase : entry.unless) {
      if (fold(phrase) != phrase) {
        reader.fault("unless", "error.profile.not_folded", {phrase, fold(phrase)});
      }
    }
    if (phrases.empty()) reader.fault("phrases", "error.field.missing");
    for (const std::string& phrase : phrases) {
      if (fold(phrase) != phrase) {
        reader.fault("phrases", "error.profile.not_folded", {phrase, fold(phrase)});
      } else if (!seen.insert(phrase).second) {
        reader.fault("phrases", "error.profile.code_twice", {phrase});
      }
      entry.phrase = phrase;
      phrases_.push_back(entry);
    }
    if (const auto error = reader.done()) faults.add_all(k_file, *error);
  }
}

Scope Scope::read(const ProfileFiles& files, const Taxonomy& taxonomy, Faults& faults) {
  Scope scope;
  const auto document = read_json(files, k_file, faults);
  if (!document) return scope;
  if (const auto* list = read_array(*document, k_file, "kinds", faults)) {
    scope.read_kinds(*list, faults);
  }
  if (const auto* list = read_array(*document, k_file, "guards", faults)) {
    scope.read_guards(*list, taxonomy, faults);
  }
  return scope;
}

std::vector<ScopeSample> read_scope_samples(const ProfileFiles& files, const Taxonomy& taxonomy,
                                            Faults& faults) {
  static constexpr std::array<std::string_view, 3> k_columns = {"text", "field", "expected"};
  Table table(files, "scope_samples.csv", k_columns, faults);
  std::vector<ScopeSample> samples;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ScopeSample sample;
    sample.line = table.line(row);
    sample.text = table.needed(row, "text");
    sample.field = table.text(row, "field");
    sample.expected = table.needed(row, "expected");
    if (!sample.field.empty() && taxonomy.field(sample.field) == nullptr) {
      table.fault(row, "field", "error.profile.field_unknown", {sample.field});
    }
    if (sample.expected != "in" && !is_kind(sample.expected)) {
      table.fault(row, "expected", "error.profile.scope_kind", {sample.expected});
    }
    samples.push_back(std::move(sample));
  }
  return samples;
}

ScopeScore score(const Scope& scope, const std::vector<ScopeSample>& samples) {
  ScopeScore result;
  for (const ScopeSample& sample : samples) {
    const auto hint = scope.hint(fold(sample.text), sample.field);
    const std::string said = hint ? hint->kind : "in";
    if (said != sample.expected) result.wrong.push_back(sample.line);
    if (sample.expected == "in" || sample.expected == k_sos) {
      ++result.in_scope;
      if (hint && hint->kind != k_sos) ++result.false_stops;
    } else {
      ++result.out_of_scope;
      if (hint && hint->kind != k_sos) ++result.found;
    }
  }
  return result;
}

}  // namespace camaug::domain
