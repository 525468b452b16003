/* Pauses a process before its first record lock on a file, which is how DuckDB locks one.
 *
 * By then a DuckDB that reads the header before it locks has read it. PAUSE_SAID is made when the
 * process has come that far; it goes on when PAUSE_GO is there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static void pause_here(void) {
    static int done;
    const char *said = getenv("PAUSE_SAID"), *go = getenv("PAUSE_GO");
    if (done++ || !said || !go) return;
    close(open(said, O_CREAT | O_WRONLY, 0600));
    while (access(go, F_OK)) usleep(5000);
}

#define WRAPPED(name)                                              \
    int name(int descriptor, int command, ...) {                   \
        va_list rest;                                              \
        va_start(rest, command);                                   \
        void *argument = va_arg(rest, void *);                     \
        va_end(rest);                                              \
        if (command == F_SETLK) pause_here();                      \
        int (*real)(int, int, ...) = dlsym(RTLD_NEXT, #name);      \
        return real(descriptor, command, argument);                \
    }

WRAPPED(fcntl)
WRAPPED(fcntl64)
