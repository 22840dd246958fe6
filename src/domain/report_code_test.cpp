// What is taken for a code, and what is not.
#include "domain/report_code.hpp"

#include <doctest/doctest.h>

using namespace camaug::domain;

using Codes = std::vector<std::string>;

TEST_CASE("a code is made of the year and six digits or more") {
  CHECK(report_code("CM", 2026, 7) == "CM-2026-000007");
  CHECK(report_code("CM", 2026, 12'345'678) == "CM-2026-12345678");
}

TEST_CASE("a code may be typed in many ways") {
  for (const auto* typed :
       {"CM-2026-000123", "cm-2026-000123", "cm2026000123", "CM 2026 123", "2026-000123",
        "26-000123", "CM-26-000123", "cm26000123", " cm/26/123"}) {
    INFO(typed);
    CHECK(codes_meant("CM", typed, 2027) == Codes{"CM-2026-000123"});
  }
  CHECK(codes_meant("CM", "000123", 2026) == Codes{"CM-2026-000123", "CM-2025-000123",
                                                   "CM-2024-000123", "CM-2023-000123",
                                                   "CM-2022-000123"});
  CHECK(codes_meant("CM", "cm 123", 2026).size() == 5);
}

TEST_CASE("words and numbers of houses are no codes") {
  for (const auto* typed : {"", "-", "12", "hẻm 12", "CM", "cmx 000123", "1-2-3", "0912345678901",
                            "123-000123", "ổ gà"}) {
    INFO(typed);
    CHECK(codes_meant("CM", typed, 2026).empty());
  }
}
