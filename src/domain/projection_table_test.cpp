// The generic steps between a report, its cells and its columns.
#include "domain/projection_table.hpp"

#include <doctest/doctest.h>

namespace camaug::domain {

TEST_CASE("a cell set by position is the cell set by name") {
  Report full;
  full.id = "id";
  full.lat7 = 91;
  full.register_ = Register::denunciation;
  full.submitted_at = from_epoch_ms(1'790'000'000'000);
  full.claimed_at = from_epoch_ms(1'790'000'000'001);
  full.published = true;
  full.resume_state = State::in_progress;
  full.due_clock = ClockKind::relay;
  const auto names = columns<Report>();
  const auto values = cells(full);
  REQUIRE(names.size() == values.size());
  Report by_name;
  Report by_position;
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(set_cell(by_name, names[i], values[i]));
    CHECK(set_cell_at(by_position, i, values[i]));
    if (std::holds_alternative<std::monostate>(values[i])) continue;
    const bool number = std::holds_alternative<std::int64_t>(values[i]);
    const bool flag = std::holds_alternative<bool>(values[i]);
    CHECK(cell_kind(i) == (number ? CellKind::number : flag ? CellKind::flag : CellKind::text));
  }
  CHECK(by_name == full);
  CHECK(by_position == full);
}

TEST_CASE("a log that still has a column that went is folded without it") {
  Report report;
  std::string fault;
  CHECK(apply_set(report, {{"climbed", 2}, {"code", "CM-2026-000001"}}, fault));
  CHECK(report.code == "CM-2026-000001");
  CHECK(fault.empty());
  CHECK_FALSE(apply_set(report, {{"flown", 2}}, fault));
  CHECK(fault == "flown");
}

TEST_CASE("a value of a wrong kind does not fit, nor does a column that is not there") {
  Report report;
  CHECK_FALSE(set_cell_at(report, 0, Cell(std::int64_t{1})));
  CHECK_FALSE(set_cell_at(report, 0, Cell(std::monostate{})));
  CHECK_THROWS_AS((void)set_cell_at(report, columns<Report>().size(), Cell(false)),
                  std::out_of_range);
}

}  // namespace camaug::domain
