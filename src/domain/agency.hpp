// Agencies with their dates and places, and which one of a class is competent at a place on a day.
// Must never invent an agency: no answer is an answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text_hash.hpp"
#include "base/texts.hpp"
#include "domain/area.hpp"

namespace camaug::domain {

// The classes that agencies.csv, default agencies and routing rules may name.
inline constexpr std::array<std::string_view, 14> k_agency_classes = {"portal",
                                                                      "office",
                                                                      "department",
                                                                      "police_province",
                                                                      "civil_defence",
                                                                      "border_guard",
                                                                      "fisheries",
                                                                      "power_company",
                                                                      "water_company",
                                                                      "urban_services",
                                                                      "district_committee",
                                                                      "district_police",
                                                                      "commune_committee",
                                                                      "commune_police"};
[[nodiscard]] bool is_agency_class(std::string_view text);

struct Agency {
  std::string code;
  std::string agency_class;
  std::string name;
  std::string name_en;
  std::string area;  // area code, the same in every edition ("96", "31825", "former-95", "sea")
  LocalDate valid_from{};
  std::optional<LocalDate> valid_until;  // last day, included
  std::string parent;                    // agency code or empty
  std::string successor;  // agency code or class; set where valid_until is, empty otherwise
  bool external = false;  // has no accounts here; the responsible department keeps the clock
  std::string note;

  [[nodiscard]] bool valid_at(LocalDate day) const {
    return valid_from <= day && (!valid_until || day <= *valid_until);
  }
  [[nodiscard]] const std::string& label(Lang lang) const {
    return lang == Lang::en ? name_en : name;
  }
};

class Agencies {
 public:
  // Reads agencies.csv and checks it against the areas.
  [[nodiscard]] static Agencies read(const ProfileFiles& files, const Areas& areas, Faults& faults);

  [[nodiscard]] const std::vector<Agency>& all() const { return agencies_; }
  // nullptr when unknown; valid on any day.
  [[nodiscard]] const Agency* find(std::string_view code) const;
  [[nodiscard]] std::vector<const Agency*> valid_at(LocalDate day) const;

  // The agency meant by `code_or_class` at a place on a day, nullptr when there is none.
  // A code: the agency itself, else who took its place, else who had its place before it existed.
  // A class: the valid agency whose area is the nearest ancestor of the place; the classes of
  // communes and districts stand in for one another (before July 2025 the district's police, then
  // the province's); the only agency of a class, if it is at sea, serves the whole province.
  // `area` may be of another edition than the day's: it is carried over as Areas::counted_as says.
  [[nodiscard]] const Agency* resolve(const Areas& areas, std::string_view code_or_class,
                                      std::string_view area, LocalDate day) const;
  // Who has the cases of `code` on `day`; itself while it is valid.
  [[nodiscard]] const Agency* successor(const Areas& areas, std::string_view code,
                                        std::string_view area, LocalDate day) const;
  // The area of an agency in the edition of that day; nullptr when it has none there.
  [[nodiscard]] static const Area* area_of(const Areas& areas, const Agency& agency, LocalDate day);

 private:
  [[nodiscard]] const Agency* resolve_class(const Areas& areas, std::string_view agency_class,
                                            std::string_view area, LocalDate day) const;
  [[nodiscard]] const Agency* resolve_one(const Areas& areas, std::string_view agency_class,
                                          std::string_view area, LocalDate day) const;
  [[nodiscard]] const Agency* only_at_sea(const Areas& areas, std::string_view agency_class,
                                          const std::vector<const Area*>& line,
                                          LocalDate day) const;
  using Index =
      std::unordered_map<std::string, std::vector<std::size_t>, TextHash, std::equal_to<>>;
  void make_index();
  // Places in the order of the file; empty for a class that no agency has.
  [[nodiscard]] const std::vector<std::size_t>& of_class(std::string_view agency_class) const;

  std::vector<Agency> agencies_;
  Index by_code_;
  Index by_class_;
};

}  // namespace camaug::domain
