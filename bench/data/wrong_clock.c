/* A wall clock that is wrong by as many seconds as the file says that WRONG_CLOCK names (a double, memory-mapped, so
 * that it may change at any moment). Preloaded by bench.faults.Clock. The steady clock is left alone: a clock that
 * is set wrong does not change how long a second is; faketime 0.9.10 cannot do that under Python's sleep. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile double *wrong;

static double seconds(void) {
    if (!wrong) {
        const char *name = getenv("WRONG_CLOCK");
        int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        void *found = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(double), PROT_READ, MAP_SHARED, file, 0);
        static double right = 0.0;
        wrong = found == MAP_FAILED ? &right : found;
        if (file >= 0) close(file);
    }
    return *wrong;
}

int clock_gettime(clockid_t clock, struct timespec *shown) {
    int code = (int)syscall(SYS_clock_gettime, clock, shown);
    if (code == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        shown->tv_sec += (time_t)seconds();
    return code;
}

int gettimeofday(struct timeval *restrict shown, void *restrict zone) {
    int code = (int)syscall(SYS_gettimeofday, shown, zone);
    if (code == 0 && shown) shown->tv_sec += (time_t)seconds();
    return code;
}

time_t time(time_t *shown) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (shown) *shown = now.tv_sec;
    return now.tv_sec;
}
