// What the public page of a report and the page of its sender have in common.
#pragma once

#include <string>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"

namespace camaug::http {

// The sub-field's words, else the field's.
[[nodiscard]] std::string kind_name(const app::Services& services, const std::string& field,
                                    const app::OptText& sub_field, Lang lang);
// A report in a list.
[[nodiscard]] std::string feed_item(const app::Services& services, const app::PublicItemView& item,
                                    Lang lang);
// The communes of today as options of a list.
[[nodiscard]] std::string commune_options(const app::Services& services, Lang lang, Instant now,
                                          std::string_view chosen = "");
// Pictures and videos that can be shown; nothing when there are none.
[[nodiscard]] std::string case_pictures(const app::ReportDetail& d, Lang lang);
// The plan or the result; nothing when there is none.
[[nodiscard]] std::string case_answer(const app::ReportDetail& d, Lang lang);

}  // namespace camaug::http
