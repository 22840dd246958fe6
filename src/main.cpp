// The program. Everything it does lives in cli/ and the layers below.
#include "cli/program.hpp"

int main(int argc, char** argv) {
  return camaug::cli::run(argc, argv);
}
