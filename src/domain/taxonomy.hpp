// What a report is about: fields with their sub-fields, and the tiles of the report page. Data of
// the profile; no rule of its own beyond finding a code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/texts.hpp"
#include "domain/profile_faults.hpp"
#include "domain/report.hpp"

namespace camaug::domain {

// A name in the languages of a profile.
struct Label {
  std::string vi;
  std::string en;
  // Vietnamese unless English is asked for.
  [[nodiscard]] const std::string& in(Lang lang) const { return lang == Lang::en ? en : vi; }
};

struct SubField {
  std::string code;
  Label label;
  std::string default_agency;  // a code of agencies.csv, or a class that the place resolves
  bool urgent_hint = false;
  Publicity publicity = Publicity::normal;
  int repair_days = 0;  // working days
};

struct Field {
  std::string code;
  Label label;
  std::vector<SubField> sub_fields;

  [[nodiscard]] const SubField* find(std::string_view sub_field) const;
};

struct Tile {
  std::string code;
  Label label;
  std::string field;
  std::string sub_field;  // empty: any of the field
  bool quiet = false;     // shown below the others
  bool needs_place = true;
};

class Taxonomy {
 public:
  // Reads fields.json and tiles.json.
  [[nodiscard]] static Taxonomy read(const ProfileFiles& files, Faults& faults);

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<Tile>& tiles() const { return tiles_; }
  [[nodiscard]] const Field* field(std::string_view code) const;
  // nullptr when the field or the sub-field is unknown; `code` empty is unknown too.
  [[nodiscard]] const SubField* sub_field(std::string_view field, std::string_view code) const;
  [[nodiscard]] const Tile* tile(std::string_view code) const;
  // Of a field whose sub-field is not known yet: normal when all its sub-fields are, else
  // private_default. Of an unknown code: never.
  [[nodiscard]] Publicity publicity(std::string_view field, std::string_view sub_field) const;

 private:
  void read_fields(const ProfileFiles& files, Faults& faults);
  void read_tiles(const ProfileFiles& files, Faults& faults);

  std::vector<Field> fields_;
  std::vector<Tile> tiles_;
};

}  // namespace camaug::domain
