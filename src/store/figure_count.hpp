// Keeps the sheets of the leaders' figures (figure_sheet.hpp): what a transaction changes is
// gathered and written once before it commits; a recount tells whether they are right.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/figure_sheet.hpp"

namespace camaug::store {

// Where the changes of the open transaction are gathered; only ordinary reports belong there.
[[nodiscard]] FigureSheets& figure_changes(Tx& tx);
// Writes what was gathered; called before each commit, and before a savepoint is released. A sheet
// that cannot be read is counted anew.
void write_figure_changes(Tx& tx);
// Adds what was counted elsewhere.
void write_figures(Tx& tx, const FigureSheets& counted);

// Whether there is nothing to count, or it was counted in this program's form.
[[nodiscard]] bool has_figures(Reader& reader);
// Says that all is counted, in a database without a report: from here on it is counted as it comes.
void start_figures(Tx& tx);
// Counts everything anew when this database has no sheets, or those of another program's form.
void ensure_figures(Tx& tx);
void recount_figures(Tx& tx);
// "2026-03-10 2025-31825" for each sheet that is not what the reports and clocks say.
[[nodiscard]] std::vector<std::string> wrong_figures(Reader& reader);

}  // namespace camaug::store
