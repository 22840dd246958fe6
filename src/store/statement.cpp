// The list of all SQL texts, linked together while the program's constants are initialised.
#include "store/statement.hpp"

namespace camaug::store {
namespace {

// Constant-initialised, so it is ready before the first Sql of any translation unit is made.
constinit const Sql* first_statement = nullptr;

}  // namespace

Sql::Sql(const char* name, const char* text) : name_(name), text_(text), next_(first_statement) {
  first_statement = this;
}

Sql::Sql(const char* name, const char* text, Engine only)
    : name_(name), text_(text), only_(only), next_(first_statement) {
  first_statement = this;
}

const Sql* Sql::first() {
  return first_statement;
}

}  // namespace camaug::store
