#include "cli/figures.hpp"

#include <iostream>

#include "store/figure_count.hpp"
#include "store/transaction.hpp"

namespace camaug::cli {

int run_figures_recount(const DataDir& dir) {
  const auto connection = open_for_long(dir);
  store::Transaction transaction(*connection, store::Transaction::Mode::write);
  const auto wrong = store::wrong_figures(transaction.tx());
  for (const auto& sheet : wrong) std::cout << "camaug: mended: " << sheet << '\n';
  store::recount_figures(transaction.tx());
  const bool right = store::wrong_figures(transaction.tx()).empty();
  transaction.commit();
  std::cout << "camaug: the figures were counted anew, " << wrong.size() << " sheets were wrong\n";
  return right ? 0 : 1;
}

}  // namespace camaug::cli
