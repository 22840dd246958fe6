#include "http/command.hpp"

#include "base/id.hpp"
#include "http/problem.hpp"
#include "store/command.hpp"

namespace camaug::http {

std::string command_actor(const Request& request) {
  if (request.viewer.is_staff()) return request.viewer.actor();
  return "secret:" + request.viewer.session;
}

Result<boost::json::value> json_body(const Request& request) {
  if (request.body.empty()) return boost::json::value(boost::json::object{});
  return json::parse(request.body, 256 * 1024);
}

Response once(store::Tx& tx, const Request& request, const std::function<Response()>& run,
              const std::function<Response()>& again) {
  const auto id = parse_uuid(request.command_id);
  if (!id || !is_uuid7(*id)) {
    return problem(request, fail_field("X-Command-Id", "error.field.not_uuid7").error());
  }
  const std::string actor = command_actor(request);
  std::string what(to_text(request.verb));
  what += ' ' + request.path + '\n' + request.body;
  const std::string hash = sha256_hex(what);
  const auto known = store::repeated_command(tx, *id, actor, hash);
  if (!known) return problem(request, known.error());
  if (*known) return again();
  Response response = run();
  if (response.status >= 400) return response;
  // The answer is made anew for a repetition: it would hold texts that can be erased.
  const store::Command command{*id, actor, hash, response.status, "", request.now};
  if (auto stored = store::store_command(tx, command); !stored) {
    return problem(request, stored.error());
  }
  return response;
}

}  // namespace camaug::http
