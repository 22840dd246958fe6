// A whole province with a database of its own for the use cases' tests. For tests only.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "app/account.hpp"
#include "app/services.hpp"
#include "domain/profile_for_test.hpp"
#include "store/event.hpp"
#include "store/profile.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"
#include "store/writer.hpp"

namespace camaug::app::for_test {

class Province {
 public:
  // The profile is loaded at `now`; so are the accounts.
  explicit Province(Instant now, store::Engine engine = store::Engine::sqlite)
      : now_(now),
        database_(engine),
        services_{std::shared_ptr<const domain::Province>(std::shared_ptr<void>(),
                                                          &domain::for_test::shipped_province()),
                  vault::Vault(vault::Secret::random()),
                  media::MediaRoot::open((database_.directory() / "media").string()).value(),
                  "a signing key of a test",
                  "/proc/self/exe",
                  {},
                  "",
                  false,
                  nullptr,
                  {}} {
    store::Transaction transaction(database_.connection(), store::Transaction::Mode::write);
    store::save_profile(transaction.tx(), domain::for_test::shipped_files(),
                        services_.province->areas, services_.province->agencies, now);
    transaction.commit();
  }

  [[nodiscard]] const Services& services() const { return services_; }
  [[nodiscard]] store::TestDatabase& database() { return database_; }
  [[nodiscard]] store::Reader reader() { return store::Reader(database_.connection()); }
  [[nodiscard]] std::unique_ptr<store::Writer> writer() {
    return std::make_unique<store::Writer>([this] { return database_.open(); });
  }

  // Runs `work(tx)` in a transaction of its own; what it answers with an error is undone.
  template <class F>
  auto change(F&& work) {
    store::Transaction transaction(database_.connection(), store::Transaction::Mode::write);
    auto result = work(transaction.tx());
    if (result) transaction.commit();
    return result;
  }

  // Changes the row of a report past the use cases (`work(tx, id)`), with an event as every change
  // has.
  template <class F>
  void change_row(std::int64_t number, F&& work) {
    store::Transaction transaction(database_.connection(), store::Transaction::Mode::write);
    store::NewEvent event;
    event.report = "r" + std::to_string(number);
    event.number = number;
    event.role = "system";
    event.action = "note";
    work(transaction.tx(), event.report);
    store::append_event(transaction.tx(), event, now_);
    transaction.commit();
  }

  // A new account of that role, as the viewer it signs in as.
  [[nodiscard]] domain::Viewer viewer(domain::Role role, const std::string& agency = "",
                                      const std::string& area = "") {
    domain::Viewer system;
    system.role = domain::Role::system;
    NewAccount wanted;
    wanted.username = "test" + std::to_string(++accounts_);
    wanted.name = "Mẫu Thử";
    wanted.role = role;
    if (!agency.empty()) wanted.agency = agency;
    if (!area.empty()) wanted.area = area;
    const auto made =
        change([&](store::Tx& tx) { return create_account(services_, tx, system, wanted, now_); });
    REQUIRE(made);
    domain::Viewer viewer;
    viewer.role = role;
    viewer.account = made->id;
    viewer.agency = agency;
    viewer.area = area;
    return viewer;
  }

 private:
  Instant now_;
  store::TestDatabase database_;
  Services services_;
  int accounts_ = 0;
};

}  // namespace camaug::app::for_test
