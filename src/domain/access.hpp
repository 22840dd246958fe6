// Who is asking. Every read function of the store takes a Viewer first and filters by it in SQL.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "domain/report.hpp"

namespace camaug::domain {

struct Viewer {
  Role role = Role::anonymous;
  std::string account;  // staff account id; empty for others
  std::string agency;   // code of the agency of an agency_leader or officer
  std::string area;     // root of the subtree a supervisor may see ("2025-96" is the province)
  std::string report;   // reporter: the one report whose follow secret was shown
  std::string session;  // digest of the session token (staff) or of the device token; never shown

  [[nodiscard]] bool is_staff() const {
    return role != Role::anonymous && role != Role::reporter && role != Role::system;
  }
  // The `actor` of events and commands: "account:<id>", "reporter", "system".
  [[nodiscard]] std::string actor() const {
    if (role == Role::system) return "system";
    if (role == Role::reporter || role == Role::anonymous) return "reporter";
    return "account:" + account;
  }
};

// A set of roles, for the route table and the workflow table.
using RoleSet = std::uint16_t;
[[nodiscard]] constexpr RoleSet role_bit(Role role) {
  return static_cast<RoleSet>(1U << static_cast<unsigned>(role));
}
[[nodiscard]] constexpr RoleSet roles(std::initializer_list<Role> list) {
  RoleSet set = 0;
  for (const Role role : list) set = static_cast<RoleSet>(set | role_bit(role));
  return set;
}
[[nodiscard]] constexpr bool contains(RoleSet set, Role role) {
  return (set & role_bit(role)) != 0;
}

}  // namespace camaug::domain
