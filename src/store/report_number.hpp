// Most rows of a report name it by its number, an eighth of its id: SQL text for statements that
// are asked by id. For store/ only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
// The number of the report with the id `$n`; NULL when there is none.
#define CAMAUG_NUMBER_OF(id) "(SELECT number FROM report WHERE id = " id ")"
#define CAMAUG_OF_REPORT "report = " CAMAUG_NUMBER_OF("$1")
// NOLINTEND(cppcoreguidelines-macro-usage)
