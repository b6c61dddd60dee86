/*
 * Sets the wall clock of one process wrong, for LD_PRELOAD, and leaves all else of time alone.
 *
 * CLOCK_AHEAD_FILE names a file of one 64-bit number: how many seconds the clock is ahead. It is mapped, so that
 * whoever writes to it moves the clock at once. libfaketime does the same and more: it also stands between HotSpot
 * and its timed waits, which then spin.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;
static int (*true_time)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("CLOCK_AHEAD_FILE");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
  if (map == MAP_FAILED) {
    fputs("wall-clock: CLOCK_AHEAD_FILE names no file\n", stderr);
    _exit(2);
  }
  close(file);
  ahead = map;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!true_time) {
    true_time = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = true_time(clock, time);
  if (result == 0 && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    time->tv_sec += *ahead;
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into) {
    *into = now.tv_sec;
  }
  return now.tv_sec;
}
