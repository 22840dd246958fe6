// Uploads and media files.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

Result<UploadPlan> admit_upload(app::Services&, store::Reader&, const Request&);
Result<void> prepare_upload(app::Services&, store::Reader&, Request&);
Response put_upload(app::Services&, store::Tx&, const Request&);
Response get_upload(app::Services&, store::Reader&, const Request&);
Response get_media(app::Services&, store::Reader&, const Request&);

}  // namespace camaug::http
