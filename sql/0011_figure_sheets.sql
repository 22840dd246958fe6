-- The leaders' figures, counted as reports change: one text of numbers for each local day (days
-- since 1970-01-01) and area ('' where a report has no place). store/figure_sheet.hpp tells what it
-- says; the program fills it once from the reports (meta 'figure_sheets' holds the text's form).
CREATE TABLE figure_sheet (
  day BIGINT NOT NULL,
  area TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (day, area)
);
