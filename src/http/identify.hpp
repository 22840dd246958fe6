// Who is asking: a staff session, or the holder of a report's follow secret. The only place that
// turns cookies and secrets into a Viewer.
#pragma once

#include "base/error.hpp"
#include "domain/access.hpp"
#include "http/request.hpp"

namespace camaug::app {
struct Services;
}
namespace camaug::store {
class Reader;
}

namespace camaug::http {

// A secret shown in the header wins over the session, the session over the follow cookie. A wrong
// secret is like none.
[[nodiscard]] Result<domain::Viewer> identify(app::Services& services, store::Reader& reader,
                                              const Request& request);

}  // namespace camaug::http
