// Uploads that go on where they stopped: tus 1.0.0, core, creation and termination
// (https://tus.io/protocols/resumable-upload). The address of an upload carries its length and a
// mark that only its owner can use, so that no process need remember it; what has arrived lies as a
// file beside the other arriving ones (docs/adr/0020-tus.md).
#pragma once

#include "http/route.hpp"

namespace camaug::http {

inline constexpr std::string_view k_tus_uploads = "/api/v1/tus";
inline constexpr std::string_view k_tus_upload = "/api/v1/tus/{id}/{bytes}/{mark}";

Response tus_options(app::Services&, const Request&);
// Upload-Length in bytes; Upload-Metadata may hold `id`, a UUIDv7 that the client has chosen (the
// name by which a report knows the file). The same id, length and owner: the same address.
Response tus_create(app::Services&, store::Reader&, const Request&);
Response tus_offset(app::Services&, store::Reader&, const Request&);
Result<UploadPlan> admit_tus(app::Services&, store::Reader&, const Request&);
Result<void> prepare_tus(app::Services&, store::Reader&, Request&);
Response tus_append(app::Services&, store::Tx&, const Request&);
// What is attached to a report stays: it is part of the record.
Response tus_end(app::Services&, store::Tx&, const Request&);
// The headers that the protocol wants on every answer, refusals too.
void tus_answer(Response& response);
// POST with X-HTTP-Method-Override stands for PATCH or DELETE, only on these addresses.
[[nodiscard]] Verb tus_verb(const Request& request);

}  // namespace camaug::http
