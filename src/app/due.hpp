// Deadlines as people read them: the next one of a report and why it is then.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "domain/clock.hpp"
#include "store/database.hpp"

namespace camaug::app {

// All clocks of a report, oldest first.
[[nodiscard]] std::vector<domain::ClockInstance> clocks_of(store::Reader& reader,
                                                           std::string_view report);
// The clock whose due time people see first; nullopt when nothing runs.
[[nodiscard]] std::optional<DueView> due_view(const std::vector<domain::ClockInstance>& clocks,
                                              Lang lang);
[[nodiscard]] std::vector<ClockView> clock_views(const Services& services,
                                                 const std::vector<domain::ClockInstance>& clocks,
                                                 Lang lang);
// The agency's name in the language, its code when the profile does not know it.
[[nodiscard]] std::string agency_name(const Services& services, const std::string& code, Lang lang);
[[nodiscard]] std::optional<std::string> area_name(const Services& services,
                                                   const std::optional<std::string>& area,
                                                   Lang lang);

}  // namespace camaug::app
