// docs/workflow.md is what the tables say.
#include "domain/workflow_doc.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

using namespace camaug::domain;

TEST_CASE("docs/workflow.md is generated from the tables") {
  std::ifstream file(CAMAUG_SOURCE_DIR "/docs/workflow.md");
  std::ostringstream stored;
  stored << file.rdbuf();
  INFO("write it anew with: camaug workflow --markdown > docs/workflow.md");
  const bool same = stored.str() == workflow_markdown();
  CHECK(same);
}

TEST_CASE("the page shows rows of both tables") {
  const std::string page = workflow_markdown();
  for (const char* part :
       {"[*] --> submitted: submit", "answered --> repairing: relay", "| `give_back` |",
        "| `waiting_reporter` | yes | Cần bạn trả lời một câu |", "| `total` |", "by_share"}) {
    CHECK_MESSAGE(page.find(part) != std::string::npos, part);
  }
  CHECK(page.find("promised_date") == std::string::npos);
}
