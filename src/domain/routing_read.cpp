// Reads routing.csv and checks every rule against fields, areas and agencies.
#include <algorithm>
#include <map>
#include <tuple>

#include "domain/routing.hpp"

namespace camaug::domain {
namespace {

constexpr std::string_view k_file = "routing.csv";
constexpr std::array<std::string_view, 8> k_columns = {
    "field", "sub_field", "area", "valid_from", "valid_to", "lead", "cooperating", "note"};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size() && !text.empty()) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

class RuleReader {
 public:
  RuleReader(Table& table, const Areas& areas, const Agencies& agencies, const Taxonomy& taxonomy)
      : table_(table), areas_(areas), agencies_(agencies), taxonomy_(taxonomy) {}

  RoutingRule read(std::size_t row) {
    RoutingRule rule;
    rule.line = table_.line(row);
    rule.field = table_.needed(row, "field");
    rule.sub_field = table_.text(row, "sub_field");
    rule.area = table_.needed(row, "area");
    rule.valid_from = table_.date(row, "valid_from", true).value_or(LocalDate{});
    rule.valid_until = table_.date(row, "valid_to", false);
    rule.lead = table_.needed(row, "lead");
    rule.cooperating = split(table_.text(row, "cooperating"));
    rule.note = table_.text(row, "note");
    check_subject(row, rule);
    check_area(row, rule);
    check_agency(row, "lead", rule.lead);
    for (const std::string& code : rule.cooperating) {
      check_agency(row, "cooperating", code);
      if (code == rule.lead) table_.fault(row, "cooperating", "error.profile.lead_twice", {code});
    }
    check_overlap(row, rule);
    return rule;
  }

 private:
  void check_subject(std::size_t row, const RoutingRule& rule) {
    if (rule.field == "*") {
      if (!rule.sub_field.empty()) {
        table_.fault(row, "sub_field", "error.profile.sub_field_unknown", {rule.sub_field, "*"});
      }
    } else if (taxonomy_.field(rule.field) == nullptr) {
      table_.fault(row, "field", "error.profile.field_unknown", {rule.field});
    } else if (!rule.sub_field.empty() &&
               taxonomy_.sub_field(rule.field, rule.sub_field) == nullptr) {
      table_.fault(row, "sub_field", "error.profile.sub_field_unknown",
                   {rule.sub_field, rule.field});
    }
  }

  // Known in the edition of the rule's first day; a rule may end with its edition.
  void check_area(std::size_t row, const RoutingRule& rule) {
    if (areas_.editions().empty()) return;
    const std::string& edition = areas_.edition_at(rule.valid_from).code;
    if (areas_.find(edition, rule.area) == nullptr) {
      table_.fault(row, "area", "error.profile.agency_area", {rule.area, edition});
    }
    if (rule.valid_until && *rule.valid_until < rule.valid_from) {
      table_.fault(row, "valid_to", "error.profile.dates_reversed",
                   {format_date(rule.valid_from), format_date(*rule.valid_until)});
    }
  }

  void check_agency(std::size_t row, std::string_view column, const std::string& code) {
    if (code.empty() || is_agency_class(code) || agencies_.find(code) != nullptr) return;
    table_.fault(row, column, "error.profile.agency_or_class", {code});
  }

  void check_overlap(std::size_t row, const RoutingRule& rule) {
    auto& same = spans_[std::tuple(rule.field, rule.sub_field, rule.area)];
    for (const RoutingRule& other : same) {
      const bool before = other.valid_until && *other.valid_until < rule.valid_from;
      const bool after = rule.valid_until && *rule.valid_until < other.valid_from;
      if (before || after) continue;
      table_.fault(row, "valid_from", "error.profile.rule_overlap", {std::to_string(other.line)});
      break;
    }
    same.push_back(rule);
  }

  Table& table_;
  const Areas& areas_;
  const Agencies& agencies_;
  const Taxonomy& taxonomy_;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<RoutingRule>> spans_;
};

}  // namespace

std::vector<RoutingRule> read_routing(const ProfileFiles& files, const Areas& areas,
                                      const Agencies& agencies, const Taxonomy& taxonomy,
                                      Faults& faults) {
  Table table(files, k_file, k_columns, faults);
  RuleReader reader(table, areas, agencies, taxonomy);
  std::vector<RoutingRule> rules;
  for (std::size_t row = 0; row < table.rows(); ++row) rules.push_back(reader.read(row));
  return rules;
}

}  // namespace camaug::domain
