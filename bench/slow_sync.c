// A slow disk to try: preloaded, every fsync and fdatasync waits SLOW_SYNC_MS (5) longer. Measures
// only; it must never be loaded by the program itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int (*Sync)(int);

static void wait_longer(void) {
  const char* text = getenv("SLOW_SYNC_MS");
  const long ms = text != NULL ? atol(text) : 5;
  const struct timespec pause = {ms / 1000, ms % 1000 * 1000000L};
  nanosleep(&pause, NULL);
}

// ISO C knows no conversion of a data pointer to a function: the bytes are copied.
static Sync real(const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  Sync sync = NULL;
  memcpy(&sync, &found, sizeof sync);
  return sync;
}

int fsync(int descriptor) {
  wait_longer();
  return real("fsync")(descriptor);
}

int fdatasync(int descriptor) {
  wait_longer();
  return real("fdatasync")(descriptor);
}
