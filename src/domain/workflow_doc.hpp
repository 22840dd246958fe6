// The workflow as a page for people (docs/workflow.md), generated from the tables. Must never say a
// rule of its own.
#pragma once

#include <string>

namespace camaug::domain {

// The whole page as Markdown with a state diagram. A unit test holds docs/workflow.md against it;
// `camaug workflow --markdown > docs/workflow.md` writes it anew.
[[nodiscard]] std::string workflow_markdown();

}  // namespace camaug::domain
