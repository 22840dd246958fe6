// Finding the competent agency. The order of the file breaks ties, so that the same question always
// has the same answer.
#include "domain/agency.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace camaug::domain {
namespace {

struct StandIn {
  std::string_view wanted;
  std::array<std::string_view, 3> order;
};

// Who stands in when a place has no agency of the class on that day.
constexpr std::array<StandIn, 4> k_stand_ins = {{
    {"commune_committee", {"commune_committee", "district_committee", {}}},
    {"district_committee", {"district_committee", "commune_committee", {}}},
    {"commune_police", {"commune_police", "district_police", "police_province"}},
    {"district_police", {"district_police", "commune_police", "police_province"}},
}};

}  // namespace

bool is_agency_class(std::string_view text) {
  return std::ranges::find(k_agency_classes, text) != k_agency_classes.end();
}

void Agencies::make_index() {
  for (std::size_t i = 0; i < agencies_.size(); ++i) {
    by_code_[agencies_[i].code].push_back(i);
    by_class_[agencies_[i].agency_class].push_back(i);
  }
}

const std::vector<std::size_t>& Agencies::of_class(std::string_view agency_class) const {
  static const std::vector<std::size_t> k_none;
  const auto found = by_class_.find(agency_class);
  return found == by_class_.end() ? k_none : found->second;
}

const Agency* Agencies::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &agencies_[found->second.front()];
}

std::vector<const Agency*> Agencies::valid_at(LocalDate day) const {
  std::vector<const Agency*> valid;
  for (const Agency& agency : agencies_) {
    if (agency.valid_at(day)) valid.push_back(&agency);
  }
  return valid;
}

const Area* Agencies::area_of(const Areas& areas, const Agency& agency, LocalDate day) {
  return areas.find(areas.edition_at(day).code, agency.area);
}

const Agency* Agencies::resolve_one(const Areas& areas, std::string_view agency_class,
                                    std::string_view area, LocalDate day) const {
  const auto line = areas.line(area);
  const Agency* best = nullptr;
  std::size_t best_steps = line.size();
  for (const std::size_t i : of_class(agency_class)) {
    const Agency& agency = agencies_[i];
    const auto own = [&](const Area* a) {
      return a->code == agency.area || a->alias == agency.area;
    };
    const auto at = std::ranges::find_if(line, own);
    const auto steps = static_cast<std::size_t>(at - line.begin());
    if (steps >= best_steps || !agency.valid_at(day)) continue;
    best = &agency;
    best_steps = steps;
  }
  return best != nullptr ? best : only_at_sea(areas, agency_class, line, day);
}

// A power company of one half of the province does not serve the other half; the border guard of
// the sea hears of a boat in distress wherever the caller stands.
const Agency* Agencies::only_at_sea(const Areas& areas, std::string_view agency_class,
                                    const std::vector<const Area*>& line, LocalDate day) const {
  const Agency* only = nullptr;
  const Area* place = nullptr;
  for (const std::size_t i : of_class(agency_class)) {
    const Agency& agency = agencies_[i];
    if (!agency.valid_at(day)) continue;
    const Area* own = area_of(areas, agency, day);
    const bool in_province =
        own != nullptr && !line.empty() && areas.line(own->id).back() == line.back();
    if (!in_province) continue;
    if (only != nullptr) return nullptr;
    only = &agency;
    place = own;
  }
  return only != nullptr && place->type == AreaType::sea ? only : nullptr;
}

const Agency* Agencies::resolve_class(const Areas& areas, std::string_view agency_class,
                                      std::string_view area, LocalDate day) const {
  const auto chain = std::ranges::find(k_stand_ins, agency_class, &StandIn::wanted);
  if (chain == k_stand_ins.end()) return resolve_one(areas, agency_class, area, day);
  for (const std::string_view candidate : chain->order) {
    if (candidate.empty()) continue;
    if (const Agency* found = resolve_one(areas, candidate, area, day)) return found;
  }
  return nullptr;
}

const Agency* Agencies::resolve(const Areas& areas, std::string_view code_or_class,
                                std::string_view area, LocalDate day) const {
  if (!is_agency_class(code_or_class) || find(code_or_class) != nullptr) {
    return successor(areas, code_or_class, area, day);
  }
  const auto placed = areas.counted_as(area, areas.edition_at(day).code);
  return placed ? resolve_class(areas, code_or_class, placed->id, day) : nullptr;
}

const Agency* Agencies::successor(const Areas& areas, std::string_view code, std::string_view area,
                                  LocalDate day) const {
  const Agency* agency = find(code);
  // A chain of mergers is short; the bound only guards against a circle.
  for (std::size_t step = 0; agency != nullptr && step < agencies_.size(); ++step) {
    if (agency->valid_at(day)) return agency;
    if (day < agency->valid_from) {
      const auto before = std::ranges::find_if(agencies_, [&](const Agency& candidate) {
        return candidate.successor == agency->code && candidate.valid_from <= day;
      });
      return before != agencies_.end() && before->valid_at(day) ? &*before : nullptr;
    }
    if (agency->successor.empty()) return nullptr;
    const Agency* next = find(agency->successor);
    if (next == nullptr) return resolve(areas, agency->successor, area, day);
    agency = next;
  }
  return nullptr;
}

}  // namespace camaug::domain
