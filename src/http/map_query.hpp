// The query parameters of the public map, checked.
#pragma once

#include "app/services.hpp"
#include "base/error.hpp"
#include "http/request.hpp"

namespace camaug::http {

// field, state; bbox and zoom only together. Errors name the parameter.
[[nodiscard]] Result<app::MapQuery> map_query(const app::Services& services,
                                              const Request& request);

}  // namespace camaug::http
