// Look-ups in the tree of units and between editions. Everything here is a search in immutable
// tables; ids that nobody knows give empty answers, never an exception.
#include "domain/area.hpp"

#include <algorithm>

namespace camaug::domain {

const Edition* Areas::edition(std::string_view code) const {
  const auto found = std::ranges::find(editions_, code, &Edition::code);
  return found == editions_.end() ? nullptr : &*found;
}

const Edition& Areas::edition_at(LocalDate day) const {
  const Edition* best = &editions_.front();
  for (const Edition& candidate : editions_) {
    if (candidate.valid_from <= day) best = &candidate;
  }
  return *best;
}

const Area* Areas::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &areas_[found->second];
}

const Area* Areas::find(std::string_view edition, std::string_view code_or_alias) const {
  return find(std::string(edition) + "-" + std::string(code_or_alias));
}

std::vector<const Area*> Areas::line(std::string_view id) const {
  std::vector<const Area*> line;
  for (const Area* area = find(id); area != nullptr; area = find(area->parent)) {
    line.push_back(area);
  }
  return line;
}

bool Areas::within(std::string_view id, std::string_view root) const {
  const Area* top = find(root);
  if (top == nullptr) return false;
  for (const Area* area = find(id); area != nullptr; area = find(area->parent)) {
    if (area == top) return true;
  }
  return false;
}

std::vector<std::string> Areas::subtree(std::string_view root) const {
  std::vector<std::string> ids;
  if (const Area* top = find(root)) ids.push_back(top->id);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Area* area = find(ids[i]);
    ids.insert(ids.end(), area->children.begin(), area->children.end());
  }
  return ids;
}

std::vector<std::string> Areas::codes(std::string_view id) const {
  std::vector<std::string> codes;
  for (const Area* area : line(id)) {
    codes.push_back(area->code);
    if (!area->alias.empty()) codes.push_back(area->alias);
  }
  return codes;
}

std::optional<Point7> Areas::centre(std::string_view id) const {
  for (const Area* area : line(id)) {
    if (area->centre) return area->centre;
  }
  return {};
}

std::vector<const Area*> Areas::units(std::string_view edition_code) const {
  std::vector<const Area*> units;
  const Edition* found = edition(edition_code);
  if (found == nullptr) return units;
  for (const std::string& id : found->areas) {
    const Area* area = find(id);
    if (area->is_unit() || area->type == AreaType::sea) units.push_back(area);
  }
  return units;
}

std::vector<const Area*> Areas::predecessors(std::string_view id) const {
  std::vector<const Area*> found;
  for (const Area& area : areas_) {
    if (std::ranges::find(area.successors, id) != area.successors.end()) found.push_back(&area);
  }
  return found;
}

std::size_t Areas::edition_place(std::string_view code) const {
  return static_cast<std::size_t>(std::ranges::find(editions_, code, &Edition::code) -
                                  editions_.begin());
}

const Area* Areas::common_ancestor(const std::vector<std::string>& ids) const {
  if (ids.empty()) return nullptr;
  for (const Area* candidate : line(ids.front())) {
    const bool all =
        std::ranges::all_of(ids, [&](const std::string& id) { return within(id, candidate->id); });
    if (all) return candidate;
  }
  return nullptr;
}

std::optional<CountedArea> Areas::counted_as(std::string_view id,
                                             std::string_view edition_code) const {
  const Area* area = find(id);
  const std::size_t wanted = edition_place(edition_code);
  if (area == nullptr || wanted == editions_.size()) return {};
  CountedArea counted{area->id, false};
  while (edition_place(area->edition) > wanted) {
    if (area->counted_as.empty()) return {};
    counted.approximate = counted.approximate || !area->counted_exactly;
    area = find(area->counted_as);
    counted.id = area->id;
  }
  while (edition_place(area->edition) < wanted) {
    const bool one = area->successors.size() == 1;
    const Area* next =
        area->is_unit() && !area->successors.empty() ? find(area->successors.front()) : nullptr;
    if (next == nullptr) next = common_ancestor(area->successors);
    if (next == nullptr) return {};
    counted.approximate = counted.approximate || !one;
    area = next;
    counted.id = area->id;
  }
  return counted;
}

}  // namespace camaug::domain
