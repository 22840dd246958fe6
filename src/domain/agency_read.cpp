// Reads agencies.csv and checks classes, areas, dates, parents and successors.
#include <algorithm>
#include <map>

#include "domain/agency.hpp"

namespace camaug::domain {
namespace {

constexpr std::string_view k_file = "agencies.csv";
constexpr std::array<std::string_view, 11> k_columns = {
    "code",     "class",  "name",      "name_en",  "area", "valid_from",
    "valid_to", "parent", "successor", "external", "note"};

Agency read_row(Table& table, std::size_t row) {
  Agency agency;
  agency.code = table.code(row, "code");
  agency.agency_class = table.text(row, "class");
  if (!is_agency_class(agency.agency_class)) {
    table.fault(row, "class", "error.profile.agency_class", {agency.agency_class});
  }
  agency.name = table.needed(row, "name");
  agency.name_en = table.needed(row, "name_en");
  agency.area = table.needed(row, "area");
  agency.valid_from = table.date(row, "valid_from", true).value_or(LocalDate{});
  agency.valid_until = table.date(row, "valid_to", false);
  if (agency.valid_until && *agency.valid_until < agency.valid_from) {
    table.fault(row, "valid_to", "error.profile.dates_reversed",
                {format_date(agency.valid_from), format_date(*agency.valid_until)});
  }
  agency.parent = table.text(row, "parent");
  agency.successor = table.text(row, "successor");
  agency.external = table.flag(row, "external");
  agency.note = table.text(row, "note");
  return agency;
}

// The area must exist in the edition of the first and of the last day of validity.
void check_area(Table& table, std::size_t row, const Agency& agency, const Areas& areas) {
  const std::string& first = areas.edition_at(agency.valid_from).code;
  const std::string& last = agency.valid_until ? areas.edition_at(*agency.valid_until).code
                                               : areas.editions().back().code;
  for (const std::string& edition : {first, last}) {
    if (areas.find(edition, agency.area) != nullptr) continue;
    table.fault(row, "area", "error.profile.agency_area", {agency.area, edition});
    return;
  }
}

bool overlap(const Agency& a, const Agency& b) {
  return (!a.valid_until || b.valid_from <= *a.valid_until) &&
         (!b.valid_until || a.valid_from <= *b.valid_until);
}

// One committee, one police, one utility of a kind per place: two at a time would make the answer
// depend on the order of the file. Departments share the province by their field.
bool is_sole(const Agency& agency) {
  return agency.agency_class != "department" && agency.agency_class != "fisheries";
}

}  // namespace

Agencies Agencies::read(const ProfileFiles& files, const Areas& areas, Faults& faults) {
  Agencies result;
  Table table(files, k_file, k_columns, faults);
  std::map<std::string, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Agency agency = read_row(table, row);
    if (!areas.editions().empty()) check_area(table, row, agency, areas);
    if (!seen.emplace(agency.code, row).second && !agency.code.empty()) {
      table.fault(row, "code", "error.profile.code_twice", {agency.code});
    }
    result.agencies_.push_back(std::move(agency));
  }
  std::multimap<std::pair<std::string, std::string>, const Agency*> places;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Agency& agency = result.agencies_[row];
    if (!agency.parent.empty() && (agency.parent == agency.code || !seen.contains(agency.parent))) {
      table.fault(row, "parent", "error.profile.agency_unknown", {agency.parent});
    }
    const bool named = !agency.successor.empty();
    if (named && (agency.successor == agency.code ||
                  (!seen.contains(agency.successor) && !is_agency_class(agency.successor)))) {
      table.fault(row, "successor", "error.profile.agency_or_class", {agency.successor});
    }
    if (named != agency.valid_until.has_value()) {
      table.fault(row, "successor", "error.profile.successor_and_end", {agency.code});
    }
    if (!is_sole(agency)) continue;
    const auto [begin, end] = places.equal_range({agency.agency_class, agency.area});
    for (auto other = begin; other != end; ++other) {
      if (!overlap(agency, *other->second)) continue;
      table.fault(row, "valid_from", "error.profile.agency_overlap",
                  {agency.code, other->second->code});
      break;
    }
    places.emplace(std::pair(agency.agency_class, agency.area), &agency);
  }
  result.make_index();
  return result;
}

}  // namespace camaug::domain
