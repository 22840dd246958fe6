// What the public reads of a text, as SQL. For store/ only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
// The redacted version, which may be the text itself; NULL when there is none.
#define CAMAUG_REDACTED "CASE WHEN as_written THEN text ELSE redacted END"
// NOLINTEND(cppcoreguidelines-macro-usage)
