// Which lines a question about figures takes, and in which row of which table each is counted.
// Looks every word up once, so that counting compares numbers only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/figures.hpp"
#include "store/figures.hpp"

namespace camaug::app {

class FiguresScope {
 public:
  // `words` of the lines. References live as long as the caller's objects.
  FiguresScope(const Services& services, const FiguresQuery& query,
               const std::vector<std::string>& words);

  // Of a FigureLine or a FigureLate. Reports go by lead, clocks by owner.
  template <class Line>
  [[nodiscard]] bool takes(const Line& line) const {
    return (query_.field.empty() || line.field == field_) && inside_[line.area] &&
           (query_.agency.empty() || line.owner == agency_);
  }
  [[nodiscard]] bool takes(const store::FigurePick& pick) const;

  // The row of by_area for the area at this word: an index into area_keys().
  [[nodiscard]] std::size_t area_row(store::WordPlace area) const { return area_row_[area]; }
  // The unit of the row is another edition's and not exactly the same place.
  [[nodiscard]] bool approximate(store::WordPlace area) const { return approximate_[area]; }
  // Area ids of the edition, k_none for reports without a place or with one it does not know.
  [[nodiscard]] const std::vector<std::string>& area_keys() const { return area_keys_; }

  [[nodiscard]] store::FigurePeriod static period(const FiguresQuery& query, Instant now);

 private:
  [[nodiscard]] bool inside(const std::string& area) const;
  [[nodiscard]] std::string row_of(const std::string& area, bool& approximate) const;
  [[nodiscard]] store::WordPlace wanted(const std::string& word) const;

  const domain::Areas& areas_;
  const FiguresQuery& query_;
  const std::vector<std::string>& words_;
  store::WordPlace field_;
  store::WordPlace agency_;
  bool units_ = false;  // rows are communes even where the edition has districts
  std::vector<bool> inside_;
  std::vector<bool> approximate_;
  std::vector<std::size_t> area_row_;
  std::vector<std::string> area_keys_;
};

}  // namespace camaug::app
