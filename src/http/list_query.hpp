// The query parameters that all lists share, checked.
#pragma once

#include <optional>

#include "app/services.hpp"
#include "base/error.hpp"
#include "http/request.hpp"
#include "store/queue.hpp"

namespace camaug::http {

// area, field, agency, state, q, sort, cursor, limit, from, to, list. Errors name the parameter.
[[nodiscard]] Result<store::ListFilter> list_filter(const app::Services& services,
                                                    const Request& request);
// An integer parameter within bounds; nullopt when absent.
[[nodiscard]] Result<std::optional<std::int64_t>> integer_query(const Request& request,
                                                                std::string_view name,
                                                                std::int64_t min, std::int64_t max);

}  // namespace camaug::http
