// The explanation of a deadline in words ("Vì sao hạn này?"), from texts/*/deadline.json. Says the
// time on the clock, the rule, the kind of day, the limit, whose it is and its basis.
#pragma once

#include <string>

#include "base/texts.hpp"
#include "base/time.hpp"
#include "domain/clock.hpp"
#include "domain/deadline.hpp"

namespace camaug::domain {

// "1 giờ 30, thứ Bảy 21/11/2026". Seconds are cut off: nobody is told a later time than is true.
[[nodiscard]] std::string moment_text(Lang lang, Instant t);
// "2 giờ", "1 giờ 30 phút", "45 phút".
[[nodiscard]] std::string span_text(Lang lang, Millis span);
// Why a clock of `kind` that started at `start` is due at `due`.
[[nodiscard]] std::string deadline_text(Lang lang, ClockKind kind, Instant start, Instant due,
                                        const Explanation& why);
// The same for a clock as it stands, with what moved it since.
[[nodiscard]] std::string clock_text(Lang lang, const ClockInstance& clock);

}  // namespace camaug::domain
