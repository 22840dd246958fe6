// Receiving a report: the only way one comes into being. Repeating a creation with the same id and
// secret answers the first receipt; nothing that was typed is refused for being unusual.
#pragma once

#include <functional>
#include <string>

#include "app/submission.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "store/database.hpp"

namespace camaug::app {

// Errors: invalid (fields), conflict error.report_id_taken when the id exists with another secret
// or another body. The receipt says when the portal answers next.
// A new report is taken only if `admit` says so (limits).
using Admit = std::function<Result<void>()>;
[[nodiscard]] Result<ReceiptView> submit(const Services& services, store::Tx& tx,
                                         const Submission& submission, Lang lang,
                                         const Admit& admit = {});
// Making ready and taking in one, for whoever has a transaction already.
[[nodiscard]] Result<ReceiptView> submit(const Services& services, store::Tx& tx,
                                         const NewReport& body, const std::string& secret,
                                         Instant now, Lang lang);
// The receipt of a report that exists.
[[nodiscard]] ReceiptView receipt(store::Reader& reader, const std::string& id, Lang lang);

}  // namespace camaug::app
