// Receiving a report: the only way one comes into being. Repeating a creation with the same id and
// secret answers the first receipt; nothing that was typed is refused for being unusual.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/texts.hpp"
#include "domain/access.hpp"
#include "store/database.hpp"

namespace camaug::app {

struct NewReport {
  std::string id;
  std::string tile;
  std::optional<std::string> field;
  std::optional<std::string> sub_field;
  std::optional<std::string> text;
  std::optional<std::int64_t> lat7;
  std::optional<std::int64_t> lon7;
  std::optional<std::int64_t> accuracy_m;
  std::optional<std::string> commune;
  std::optional<std::string> place_text;
  std::vector<std::string> uploads;
  std::optional<std::string> name;
  std::optional<std::string> phone;
  bool consent_call = false;
  bool is_private = false;
  bool urgent = false;
  bool scope_override = false;
  std::optional<Instant> claimed_at;
  std::optional<std::string> privacy_version;
  std::string channel = "web";  // web, form
};

// Reads and bounds the body (api/openapi.yaml, NewReport).
[[nodiscard]] Result<NewReport> parse_new_report(const boost::json::value& body,
                                                 const Limits& limits);
// Errors: invalid (fields), conflict error.report_id_taken when the id exists with another secret
// or another body. `secret` is the follow secret as sent: 22 characters of base64url.
[[nodiscard]] Result<ReceiptView> submit(const Services& services, store::Tx& tx,
                                         const NewReport& body, const std::string& secret,
                                         Instant now, Lang lang);
// The digest under which a follow secret is kept; Error invalid when it is no 128-bit secret.
[[nodiscard]] Result<std::string> secret_digest(const std::string& secret);
// The receipt of a report that exists.
[[nodiscard]] ReceiptView receipt(store::Reader& reader, const std::string& id, Lang lang);

}  // namespace camaug::app
