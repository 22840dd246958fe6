// One report held against its events: every column of it and of its parts. Reads only.
#pragma once

#include "app/verify.hpp"
#include "domain/projection.hpp"

namespace camaug::app {

// Adds to the counts and to the breaks, each with the report's code.
void verify_report(store::Reader& reader, const vault::Vault* vault, const domain::Report& report,
                   Verified& out);

}  // namespace camaug::app
