// Signing in and out, and the administrator's accounts.
#pragma once

#include "http/route.hpp"

namespace camaug::http {

Result<void> prepare_sign_in(app::Services&, store::Reader&, Request&);
Response sign_in(app::Services&, store::Tx&, const Request&);
Response who_am_i(app::Services&, store::Tx&, const Request&);
Response sign_out(app::Services&, store::Tx&, const Request&);
Result<void> prepare_password(app::Services&, store::Reader&, Request&);
Response change_password(app::Services&, store::Tx&, const Request&);
Response list_accounts(app::Services&, store::Reader&, const Request&);
Result<void> prepare_account(app::Services&, store::Reader&, Request&);
Response create_account(app::Services&, store::Tx&, const Request&);
Response change_account(app::Services&, store::Tx&, const Request&);

}  // namespace camaug::http
