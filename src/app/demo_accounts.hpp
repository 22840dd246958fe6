// The accounts of a demo province: invented people of the true agencies, one for each role and for
// the agencies of the demo's stories. Their passwords are public, so they exist in a demo only.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/services.hpp"
#include "base/texts.hpp"
#include "store/database.hpp"

namespace camaug::app {

struct DemoAccount {
  std::string username;
  std::string password;
  std::string name;
  std::string role;
  std::optional<std::string> agency_name;
};
BOOST_DESCRIBE_STRUCT(DemoAccount, (), (username, password, name, role, agency_name))

[[nodiscard]] std::vector<DemoAccount> demo_accounts(const Services& services, Lang lang);
// Creates them; Error conflict when one exists.
[[nodiscard]] Result<void> create_demo_accounts(const Services& services, store::Tx& tx,
                                                Instant now);

}  // namespace camaug::app
