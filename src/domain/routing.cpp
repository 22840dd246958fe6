// The suggestion and its reason. Pure; the same question has the same answer.
#include "domain/routing.hpp"

#include <algorithm>
#include <tuple>

namespace camaug::domain {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

// A rule that applies, with what makes it more or less specific.
struct Candidate {
  const RoutingRule* rule = nullptr;
  int subject = 0;        // 2 sub-field, 1 field, 0 any
  std::size_t steps = 0;  // from the place up to the rule's area
};

class Suggester {
 public:
  Suggester(const RoutingBase& base, const RoutingQuestion& question, Lang lang)
      : base_(base), question_(question), lang_(lang), place_(place_of()) {}

  Suggestion run() const {
    if (auto found = by_belief()) return std::move(*found);
    for (const Candidate& candidate : candidates()) {
      if (auto found = by_rule(candidate)) return std::move(*found);
    }
    if (auto found = by_default()) return std::move(*found);
    Suggestion none;
    none.reason.key =
        question_.given_back_by.empty() ? "routing.reason.none" : "routing.reason.all_gave_back";
    none.reason.args = {subject_name(), area_name(place_)};
    return none;
  }

 private:
  // The place in the edition of the day; the province when the place is unknown.
  std::string place_of() const {
    const Edition& edition = base_.areas.edition_at(question_.day);
    if (const auto counted = base_.areas.counted_as(question_.area, edition.code)) {
      return counted->id;
    }
    return edition.areas.empty() ? std::string() : edition.areas.front();
  }

  std::string area_name(std::string_view id) const {
    const Area* area = base_.areas.find(id);
    if (area == nullptr) return std::string(id);
    return lang_ == Lang::en ? area->full_name_en : area->full_name;
  }

  std::string subject_name() const {
    if (const auto* sub = base_.taxonomy.sub_field(question_.field, question_.sub_field)) {
      return sub->label.in(lang_);
    }
    const Field* field = base_.taxonomy.field(question_.field);
    return field == nullptr ? question_.field : field->label.in(lang_);
  }

  const Agency* competent(std::string_view code_or_class) const {
    const Agency* agency =
        base_.agencies.resolve(base_.areas, code_or_class, place_, question_.day);
    const bool usable = agency != nullptr && !contains(question_.given_back_by, agency->code);
    return usable ? agency : nullptr;
  }

  std::optional<Suggestion> by_belief() const {
    if (question_.believed.empty()) return {};
    const Agency* agency = competent(question_.believed.back());
    if (agency == nullptr) return {};
    Suggestion found;
    found.lead = agency->code;
    found.source = SuggestionSource::believed;
    found.reason = {"routing.reason.believed", {agency->label(lang_), giver_name()}};
    return found;
  }

  std::string giver_name() const {
    if (question_.given_back_by.empty()) return {};
    const Agency* giver = base_.agencies.find(question_.given_back_by.back());
    return giver == nullptr ? question_.given_back_by.back() : giver->label(lang_);
  }

  std::vector<Candidate> candidates() const {
    const auto line = base_.areas.line(place_);
    std::vector<Candidate> found;
    for (const RoutingRule& rule : base_.rules) {
      const bool now = rule.valid_from <= question_.day &&
                       (!rule.valid_until || question_.day <= *rule.valid_until);
      const bool any = rule.field == "*";
      const bool subject =
          any || (rule.field == question_.field &&
                  (rule.sub_field.empty() || rule.sub_field == question_.sub_field));
      if (!now || !subject) continue;
      const auto at = std::ranges::find_if(line, [&](const Area* area) {
        return area->code == rule.area || area->alias == rule.area;
      });
      if (at == line.end()) continue;
      const int weight = any ? 0 : rule.sub_field.empty() ? 1 : 2;
      found.push_back({&rule, weight, static_cast<std::size_t>(at - line.begin())});
    }
    std::ranges::sort(found, [](const Candidate& a, const Candidate& b) {
      if (a.subject != b.subject) return a.subject > b.subject;
      if (a.steps != b.steps) return a.steps < b.steps;
      if (a.rule->valid_from != b.rule->valid_from) {
        return a.rule->valid_from > b.rule->valid_from;
      }
      return a.rule->line < b.rule->line;
    });
    return found;
  }

  void add_cooperating(const RoutingRule& rule, Suggestion& found) const {
    for (const std::string& wanted : rule.cooperating) {
      const Agency* agency = competent(wanted);
      if (agency == nullptr || agency->code == found.lead) continue;
      if (!contains(found.cooperating, agency->code)) found.cooperating.push_back(agency->code);
    }
  }

  // nullopt when the rule's lead has nobody here, or gave the case back.
  std::optional<Suggestion> by_rule(const Candidate& candidate) const {
    const RoutingRule& rule = *candidate.rule;
    const Agency* agency = competent(rule.lead);
    if (agency == nullptr) return {};
    Suggestion found;
    found.lead = agency->code;
    found.source = SuggestionSource::rule;
    found.rule_line = rule.line;
    add_cooperating(rule, found);
    const Area* area = base_.areas.line(place_)[candidate.steps];
    found.reason = {candidate.subject == 0 ? "routing.reason.rule_area" : "routing.reason.rule",
                    {agency->label(lang_), subject_name(), area_name(area->id)}};
    return found;
  }

  std::optional<Suggestion> by_default() const {
    const Field* field = base_.taxonomy.field(question_.field);
    if (field == nullptr) return {};
    const SubField* sub = field->find(question_.sub_field);
    // Not classified yet: the default that most sub-fields of the field share.
    const std::string wanted = sub != nullptr ? sub->default_agency : commonest_default(*field);
    const Agency* agency = competent(wanted);
    if (agency == nullptr) return {};
    Suggestion found;
    found.lead = agency->code;
    found.source = SuggestionSource::default_agency;
    found.reason = {sub != nullptr ? "routing.reason.default" : "routing.reason.default_field",
                    {agency->label(lang_), subject_name(), area_name(place_)}};
    return found;
  }

  static std::string commonest_default(const Field& field) {
    std::string best;
    std::ptrdiff_t most = 0;
    for (const SubField& sub : field.sub_fields) {
      const auto n =
          std::ranges::count(field.sub_fields, sub.default_agency, &SubField::default_agency);
      if (n > most) {
        best = sub.default_agency;
        most = n;
      }
    }
    return best;
  }

  const RoutingBase& base_;
  const RoutingQuestion& question_;
  Lang lang_;
  std::string place_;
};

}  // namespace

Suggestion suggest(const RoutingBase& base, const RoutingQuestion& question, Lang lang) {
  return Suggester(base, question, lang).run();
}

DryRun dry_run(const RoutingBase& base, std::span<const PastDispatch> past, Lang lang) {
  DryRun result;
  for (const PastDispatch& one : past) {
    DryRunLine line{one.report, one.lead, suggest(base, one.question, lang), false};
    line.same = !line.now.lead.empty() && line.now.lead == one.lead;
    if (line.now.lead.empty()) {
      ++result.none;
    } else if (line.same) {
      ++result.same;
    } else {
      ++result.different;
    }
    result.lines.push_back(std::move(line));
  }
  return result;
}

}  // namespace camaug::domain
