/* A disk that begins to fail: loaded before libc (LD_PRELOAD), it lets a number of calls on one file pass, and then
   answers every further one with an error.

   FAILING_FILE   path of the file; what stands beside it under the same name and more (-wal) fails too
   FAILING_CALL   pread, pwrite or sync
   FAILING_AFTER  calls that still pass, counted in each process
   FAILING_ERRNO  the number of the error
   FAILING_LOG    a file that gets a byte for each call that was answered with the error, or would have been counted */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long passed;

static void log_byte(char what) {
    const char *log = getenv("FAILING_LOG");
    int file = log ? open(log, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    if (file >= 0) {
        ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        (void)!real(file, &what, 1);
        close(file);
    }
}

static int fails(int descriptor, const char *call) {
    const char *file = getenv("FAILING_FILE"), *which = getenv("FAILING_CALL");
    char link[64], path[PATH_MAX];
    if (!file || !which || strcmp(which, call)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, file, strlen(file))) return 0;
    if (atomic_fetch_add(&passed, 1) < atol(getenv("FAILING_AFTER"))) {
        log_byte('.');
        return 0;
    }
    log_byte('!');
    errno = atoi(getenv("FAILING_ERRNO"));
    return 1;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pread64(int descriptor, void *bytes, size_t length, off64_t offset) {
    REAL(pread64);
    return fails(descriptor, "pread") ? -1 : real(descriptor, bytes, length, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
    REAL(pwrite64);
    return fails(descriptor, "pwrite") ? -1 : real(descriptor, bytes, length, offset);
}
int fsync(int descriptor) {
    REAL(fsync);
    return fails(descriptor, "sync") ? -1 : real(descriptor);
}
int fdatasync(int descriptor) {
    REAL(fdatasync);
    return fails(descriptor, "sync") ? -1 : real(descriptor);
}
