// Doing a command once: the same command id with the same body is answered again and changes
// nothing; with another body or actor it is a conflict.
#pragma once

#include <functional>
#include <string>

#include "http/request.hpp"
#include "http/response.hpp"
#include "store/database.hpp"

namespace camaug::http {

// `run` does the command, `again` answers a repetition. Both return the final response. A command
// without id or with a malformed one is refused (422 at X-Command-Id).
[[nodiscard]] Response once(store::Tx& tx, const Request& request,
                            const std::function<Response()>& run,
                            const std::function<Response()>& again);

// Who the command belongs to: the account, or the digest of the follow secret.
[[nodiscard]] std::string command_actor(const Request& request);

// The JSON body, or the problem to answer.
[[nodiscard]] Result<boost::json::value> json_body(const Request& request);

}  // namespace camaug::http
