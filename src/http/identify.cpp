#include "http/identify.hpp"

#include "app/account.hpp"
#include "app/submit.hpp"
#include "http/cookie.hpp"
#include "http/tus.hpp"
#include "store/report.hpp"

namespace camaug::http {
namespace {

using domain::Role;
using domain::Viewer;

// The reporter behind a follow secret: of the report in the path (live events: in the query) if it
// opens it, else (uploads) of no report yet.
Viewer reporter_of(store::Reader& reader, const Request& request, std::string_view secret) {
  Viewer viewer;
  const auto digest = app::secret_digest(std::string(secret));
  if (!digest) return viewer;
  viewer.session = *digest;
  const bool events = request.route == "/api/v1/events";
  const auto id = events ? request.query_value("r") : request.param("id");
  const bool uploads =
      request.route.starts_with("/api/v1/uploads/") || request.route.starts_with(k_tus_uploads);
  if (uploads) {
    viewer.role = Role::reporter;
    return viewer;
  }
  if (!id.empty() && store::secret_opens(reader, id, *digest)) {
    viewer.role = Role::reporter;
    viewer.report = id;
  }
  return viewer;
}

}  // namespace

Result<Viewer> identify(app::Services&, store::Reader& reader, const Request& request) {
  const auto shown = request.header("x-follow-secret");
  if (!shown.empty()) return reporter_of(reader, request, shown);
  const auto token = request.cookie(k_session_cookie);
  if (!token.empty()) {
    Viewer staff = app::viewer_of_session(reader, token, request.now);
    if (staff.role != Role::anonymous) return staff;
  }
  if (!request.secret.empty()) return reporter_of(reader, request, request.secret);
  return Viewer{};
}

}  // namespace camaug::http
