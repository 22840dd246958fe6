// The administrative units of a province in each edition, and how one edition becomes the next.
// Read-only after loading; must never decide who is competent (agency.hpp and routing.hpp do).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text_hash.hpp"
#include "base/time.hpp"
#include "domain/profile_faults.hpp"

namespace camaug::domain {

// Degrees times ten million, WGS 84.
struct Point7 {
  std::int64_t lat7 = 0;
  std::int64_t lon7 = 0;
  bool operator==(const Point7&) const = default;
};

// region: a former province inside the new one; commune (xã), ward (phường) and town (thị trấn) are
// the units that a report names.
enum class AreaType : std::uint8_t { province, region, district, commune, ward, town, sea };
inline constexpr std::array<std::string_view, 7> k_area_type_words = {
    "province", "region", "district", "commune", "ward", "town", "sea"};
[[nodiscard]] constexpr std::string_view word(AreaType v) {
  return k_area_type_words[std::size_t(v)];
}

struct Area {
  std::string id;       // "2025-31825": edition and code; what a report stores
  std::string edition;  // "2025"
  std::string code;     // "31825", "sea", "former-96"; unique within the edition
  std::string alias;    // a second code ("former-96" of the province of 2022), mostly empty
  AreaType type = AreaType::commune;
  std::string name;       // "An Xuyên"
  std::string full_name;  // "Phường An Xuyên"
  std::string full_name_en;
  std::string parent;            // area id; empty for a province
  std::optional<Point7> centre;  // label point
  // The unit of the edition before under which reports from here are counted, and whether the whole
  // unit lies in it (else: most of it).
  std::string counted_as;  // area id or empty
  bool counted_exactly = false;
  std::vector<std::string> children;    // area ids
  std::vector<std::string> successors;  // area ids of the next edition; several when it was split
  std::string folded;                   // fold(full_name), for the search

  [[nodiscard]] bool is_unit() const {
    return type == AreaType::commune || type == AreaType::ward || type == AreaType::town;
  }
};

struct Edition {
  std::string code;
  LocalDate valid_from{};
  std::optional<LocalDate> valid_until;  // last day, included
  std::vector<std::string> areas;        // ids in file order
};

// A unit of one edition as counted in another.
struct CountedArea {
  std::string id;
  bool approximate = false;
};

struct AreaMatch {
  const Area* area = nullptr;          // a unit of the edition asked for
  const Area* old = nullptr;           // the older unit whose name matched, if one did
  const Area* old_district = nullptr;  // its district
  bool part = false;                   // only a part of `old` lies in `area`
};

// Names of the files of one edition, from profile.json.
struct EditionFiles {
  Edition edition;
  std::string areas;
  std::string map;       // how the units of the edition before became these; empty for the first
  std::string polygons;  // GeoJSON of the units; empty when there are none
};

class Areas {
 public:
  // Reads the tables of all editions (oldest first). Whatever is wrong goes to `faults`; the result
  // is of use only when nothing was.
  [[nodiscard]] static Areas read(const ProfileFiles& files, std::span<const EditionFiles> editions,
                                  Faults& faults);

  [[nodiscard]] const std::vector<Edition>& editions() const { return editions_; }
  [[nodiscard]] const Edition* edition(std::string_view code) const;
  // In force on that day; before the first one the first, after the last one the last.
  [[nodiscard]] const Edition& edition_at(LocalDate day) const;

  // nullptr when unknown; pointers stay valid as long as the Areas do not move.
  [[nodiscard]] const Area* find(std::string_view id) const;
  [[nodiscard]] const Area* find(std::string_view edition, std::string_view code_or_alias) const;

  // The area itself, then its parent, up to the province.
  [[nodiscard]] std::vector<const Area*> line(std::string_view id) const;
  // True for the area itself and everything below it.
  [[nodiscard]] bool within(std::string_view id, std::string_view root) const;
  // Ids of the area and everything below it.
  [[nodiscard]] std::vector<std::string> subtree(std::string_view root) const;
  // Codes and aliases of the area and its ancestors: what scopes of policies and agencies name.
  [[nodiscard]] std::vector<std::string> codes(std::string_view id) const;
  // Its own label point or that of the nearest ancestor that has one.
  [[nodiscard]] std::optional<Point7> centre(std::string_view id) const;

  // Communes, wards, towns and the sea of one edition, in file order.
  [[nodiscard]] std::vector<const Area*> units(std::string_view edition) const;
  // Units of the edition before that became (part of) this one.
  [[nodiscard]] std::vector<const Area*> predecessors(std::string_view id) const;
  // Backwards: the district (approximate where most of it counts). Forwards: the successor; of a
  // split unit the first one, approximate; of a district their common ancestor. nullopt: unknown.
  [[nodiscard]] std::optional<CountedArea> counted_as(std::string_view id,
                                                      std::string_view edition) const;

  // Units whose name, or an older unit's name, has all words of `text` (each word may be cut short;
  // accents, case and the abbreviations p., x., tt., tp. do not matter). Best matches first.
  [[nodiscard]] std::vector<AreaMatch> search(std::string_view text, std::string_view edition,
                                              std::size_t limit = 20) const;

 private:
  friend class AreasReader;
  [[nodiscard]] const Area* common_ancestor(const std::vector<std::string>& ids) const;
  [[nodiscard]] std::size_t edition_place(std::string_view code) const;

  std::vector<Edition> editions_;
  std::vector<Area> areas_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> by_id_;  // and aliases
};

}  // namespace camaug::domain
