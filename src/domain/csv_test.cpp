// Quotes, line ends and wrong quotes of the CSV reader.
#include "domain/csv.hpp"

#include <doctest/doctest.h>

using namespace camaug;
using domain::parse_csv;

TEST_CASE("csv: plain rows, quoted commas, doubled quotes, lines inside quotes") {
  const auto rows = parse_csv("a,b\r\n1,\"x, \"\"y\"\"\"\n\n\"two\nlines\",\n\"\"\nlast,end");
  REQUIRE(rows);
  REQUIRE(rows->size() == 5);
  CHECK((*rows)[0].cells == std::vector<std::string>{"a", "b"});
  CHECK((*rows)[1].cells == std::vector<std::string>{"1", "x, \"y\""});
  CHECK((*rows)[2].cells == std::vector<std::string>{"two\nlines", ""});
  CHECK((*rows)[2].line == 4);
  CHECK((*rows)[3].cells == std::vector<std::string>{""});
  CHECK((*rows)[3].line == 6);
  CHECK((*rows)[4].cells == std::vector<std::string>{"last", "end"});
  CHECK((*rows)[4].line == 7);
}

TEST_CASE("csv: a byte order mark is skipped, an empty text has no rows") {
  CHECK((*parse_csv("\xef\xbb\xbf"
                    "code"))[0]
            .cells[0] == "code");
  CHECK(parse_csv("")->empty());
  CHECK(parse_csv("\n\r\n")->empty());
}

TEST_CASE("csv: a quote in the wrong place names its line") {
  const auto open = parse_csv("a\n\"never closed\nb\n");
  REQUIRE_FALSE(open);
  CHECK(open.error().fields[0].key == "error.csv.open_quote");
  CHECK(open.error().fields[0].field == "2");
  const auto after = parse_csv("a\n\"x\"y\n");
  REQUIRE_FALSE(after);
  CHECK(after.error().fields[0].key == "error.csv.text_after_quote");
  const auto inside = parse_csv("5\" pipe\n");
  REQUIRE_FALSE(inside);
  CHECK(inside.error().fields[0].key == "error.csv.quote_inside");
}
