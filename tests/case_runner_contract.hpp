// The route table against api/openapi.yaml: a route that the contract does not know is a fault, and
// the other way round.
#pragma once

#include <string>
#include <vector>

namespace camaug::cases {

[[nodiscard]] std::vector<std::string> contract_faults(const std::string& openapi_path);

}  // namespace camaug::cases
