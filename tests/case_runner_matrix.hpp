// The matrix: each route with each role, as tests/cases/matrix.txt wants it; and the route table
// against the contract api/openapi.yaml.
#pragma once

#include <iosfwd>
#include <string>

#include "case_runner_world.hpp"

namespace camaug::cases {

struct MatrixResult {
  int passed = 0;  // lines of the table
  int failed = 0;
};
[[nodiscard]] MatrixResult run_matrix(const Prepared& prepared, const std::string& path,
                                      std::ostream& out);

}  // namespace camaug::cases
