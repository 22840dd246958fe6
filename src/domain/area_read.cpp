// Reads the tables of areas and checks that each edition is a tree and that the editions follow one
// another. Must never let a half-right table through: every doubt is a fault.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "domain/area.hpp"

namespace camaug::domain {

class AreasReader {
 public:
  AreasReader(const ProfileFiles& files, std::span<const EditionFiles> editions, Faults& faults)
      : files_(files), list_(editions), faults_(faults) {}

  Areas read() {
    for (const EditionFiles& edition : list_) read_edition(edition);
    check_counted();
    for (std::size_t i = 0; i < list_.size(); ++i) {
      if (!list_[i].map.empty()) read_map(i);
    }
    return std::move(areas_);
  }

 private:
  struct Origin {
    std::string_view file;
    std::size_t line = 0;
  };

  Area* find(std::string_view edition, std::string_view code) {
    const auto found = areas_.by_id_.find(std::string(edition) + "-" + std::string(code));
    return found == areas_.by_id_.end() ? nullptr : &areas_.areas_[found->second];
  }

  void fault(const Area& area, std::string_view column, std::string key, std::string value) {
    const Origin& from = origins_[static_cast<std::size_t>(&area - areas_.areas_.data())];
    faults_.add(from.file, from.line, column, std::move(key), {std::move(value)});
  }

  void read_edition(const EditionFiles& source) {
    static constexpr std::array<std::string_view, 11> k_columns = {
        "code",  "type", "name", "full_name",  "full_name_en",   "parent",
        "alias", "lat7", "lon7", "counted_as", "counted_exactly"};
    Table table(files_, source.areas, k_columns, faults_);
    Edition edition = source.edition;
    const std::size_t first = areas_.areas_.size();
    for (std::size_t row = 0; row < table.rows(); ++row) {
      Area area = read_row(table, row, edition.code);
      if (area.code.empty()) continue;
      add_code(table, row, area.id, "code");
      if (!area.alias.empty()) add_code(table, row, edition.code + "-" + area.alias, "alias");
      edition.areas.push_back(area.id);
      origins_.push_back({source.areas, table.line(row)});
      areas_.areas_.push_back(std::move(area));
    }
    if (table.rows() == 0) faults_.add(source.areas, 0, {}, "error.profile.file_empty");
    areas_.editions_.push_back(std::move(edition));
    link_parents(first);
  }

  void add_code(Table& table, std::size_t row, const std::string& id, std::string_view column) {
    if (!areas_.by_id_.emplace(id, areas_.areas_.size()).second) {
      table.fault(row, column, "error.profile.code_twice", {id});
    }
  }

  static std::optional<AreaType> parse_type(std::string_view text) {
    for (std::size_t i = 0; i < k_area_type_words.size(); ++i) {
      if (k_area_type_words[i] == text) return static_cast<AreaType>(i);
    }
    return {};
  }

  static Area read_row(Table& table, std::size_t row, const std::string& edition) {
    Area area;
    area.edition = edition;
    area.code = table.code(row, "code");
    area.id = edition + "-" + area.code;
    area.alias = table.text(row, "alias");
    const std::string type = table.text(row, "type");
    if (const auto known = parse_type(type)) {
      area.type = *known;
    } else {
      table.fault(row, "type", "error.profile.area_type", {type});
    }
    area.name = table.needed(row, "name");
    area.full_name = table.needed(row, "full_name");
    area.full_name_en = table.needed(row, "full_name_en");
    area.folded = fold(area.full_name);
    area.parent = table.text(row, "parent");
    const auto lat7 = table.integer(row, "lat7", -900'000'000, 900'000'000);
    const auto lon7 = table.integer(row, "lon7", -1'800'000'000, 1'800'000'000);
    if (lat7 && lon7) {
      area.centre = Point7{*lat7, *lon7};
    } else if (lat7 || lon7) {
      table.fault(row, "lon7", "error.profile.half_a_point");
    }
    area.counted_as = table.text(row, "counted_as");
    if (!area.counted_as.empty()) area.counted_exactly = table.flag(row, "counted_exactly");
    return area;
  }

  // Turns parent codes into ids and hangs the children on; a parent may stand below its children.
  void link_parents(std::size_t first) {
    for (std::size_t i = first; i < areas_.areas_.size(); ++i) {
      Area& area = areas_.areas_[i];
      if (area.parent.empty()) {
        if (area.type != AreaType::province) {
          fault(area, "parent", "error.profile.area_without_parent", area.code);
        }
        continue;
      }
      Area* parent = find(area.edition, area.parent);
      if (parent == nullptr || parent->type >= area.type) {
        fault(area, "parent", "error.profile.area_parent", area.parent);
        area.parent.clear();
        continue;
      }
      area.parent = parent->id;
      parent->children.push_back(area.id);
    }
  }

  void check_counted() {
    for (Area& area : areas_.areas_) {
      const std::size_t place = areas_.edition_place(area.edition);
      if (area.counted_as.empty()) {
        if (place > 0) fault(area, "counted_as", "error.profile.cell_empty", area.code);
        continue;
      }
      const Area* older =
          place == 0 ? nullptr : find(areas_.editions_[place - 1].code, area.counted_as);
      if (older == nullptr) {
        fault(area, "counted_as", "error.profile.area_unknown", area.counted_as);
        area.counted_as.clear();
      } else {
        area.counted_as = older->id;
      }
    }
  }

  void read_map(std::size_t place) {
    const std::string& file = list_[place].map;
    static constexpr std::array<std::string_view, 4> k_columns = {"old_code", "new_code", "extent",
                                                                  "note"};
    if (place == 0) {
      faults_.add(file, 0, {}, "error.profile.map_of_first_edition");
      return;
    }
    const std::string& older = areas_.editions_[place - 1].code;
    const std::string& newer = areas_.editions_[place].code;
    Table table(files_, file, k_columns, faults_);
    std::set<std::string> whole;
    std::set<std::string> reached;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string old_code = table.code(row, "old_code");
      const std::string new_code = table.code(row, "new_code");
      Area* from = find(older, old_code);
      const Area* to = find(newer, new_code);
      if (from == nullptr) table.fault(row, "old_code", "error.profile.area_unknown", {old_code});
      if (to == nullptr) table.fault(row, "new_code", "error.profile.area_unknown", {new_code});
      const std::string extent = table.text(row, "extent");
      if (extent != "whole" && extent != "part") {
        table.fault(row, "extent", "error.profile.extent", {extent});
      }
      if (from == nullptr || to == nullptr) continue;
      const bool again =
          !from->successors.empty() && (extent == "whole" || whole.contains(from->id));
      if (again || std::ranges::find(from->successors, to->id) != from->successors.end()) {
        table.fault(row, "old_code", "error.profile.successor_twice", {old_code});
        continue;
      }
      if (extent == "whole") whole.insert(from->id);
      reached.insert(to->id);
      from->successors.push_back(to->id);
    }
    if (table.rows() > 0) check_map(place, reached);
  }

  // A district has no line in the map: its successors are those of its communes.
  void check_map(std::size_t place, const std::set<std::string>& reached) {
    for (Area& area : areas_.areas_) {
      const std::size_t own = areas_.edition_place(area.edition);
      if (own + 1 == place && area.is_unit() && area.successors.empty()) {
        fault(area, "code", "error.profile.no_successor", area.code);
      }
      if (own == place && area.is_unit() && !reached.contains(area.id)) {
        fault(area, "code", "error.profile.no_predecessor", area.code);
      }
      if (own + 1 != place || !area.successors.empty()) continue;
      for (const std::string& child : area.children) {
        for (const std::string& id : areas_.areas_[areas_.by_id_.find(child)->second].successors) {
          if (std::ranges::find(area.successors, id) == area.successors.end()) {
            area.successors.push_back(id);
          }
        }
      }
    }
  }

  const ProfileFiles& files_;
  std::span<const EditionFiles> list_;
  Faults& faults_;
  Areas areas_;
  std::vector<Origin> origins_;  // parallel to areas_.areas_
};

Areas Areas::read(const ProfileFiles& files, std::span<const EditionFiles> editions,
                  Faults& faults) {
  return AreasReader(files, editions, faults).read();
}

}  // namespace camaug::domain
