/*
 * A disk that lies, for LD_PRELOAD. What a process does to the files below FAULT_ROOT
 * is done, and written down in FAULT_JOURNAL, so that the folder can be made again as
 * a power cut would leave it. FAULT_CONTROL holds eight int64 that may change at any time:
 *
 *   0, 1  errno of failing writes (0: none), and how many succeed before
 *   2, 3  the same for fsync and fdatasync
 *   4     milliseconds by which the clock is wrong
 *   5     counts the calls that were made to fail
 *
 * Nothing is really synced: only the journal knows what would have been. The record
 * of a call: op (1 byte), lengths of path and data (2 u32), offset (i64), path, data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#undef fwrite_unlocked

enum { WRITE_ERRNO, WRITES_LEFT, SYNC_ERRNO, SYNCS_LEFT, CLOCK_MS, FAILED };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static int journal = -1;
static volatile int64_t none[8];
static volatile int64_t *control = none;

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void start(void) {
  root = getenv("FAULT_ROOT");
  const char *path = getenv("FAULT_CONTROL");
  int fd = path ? open(path, O_RDWR) : -1;
  if (fd >= 0) {
    void *shared = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared != MAP_FAILED) control = shared;
    close(fd);
  }
  path = getenv("FAULT_JOURNAL");
  if (path) journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static const char *below(const char *path) {
  size_t length = root ? strlen(root) : 0;
  if (length == 0 || strncmp(path, root, length) != 0 || path[length] != '/') return NULL;
  const char *name = strrchr(path, '/') + 1;
  return strcmp(name, "LOG") == 0 || strcmp(name, "LOG.old") == 0 ? NULL : path + length + 1;
}

/* The path of an open file below the root, empty where it has lost its name; NULL for any other. */
static const char *path_of(int fd, char found[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = root ? readlink(link, found, PATH_MAX - 1) : -1;
  if (length < 0) return NULL;
  found[length] = 0;
  const char *path = below(found);
  return path && strstr(path, " (deleted)") ? "" : path;
}

static void note(char op, const char *path, int64_t offset, const void *data, uint32_t size) {
  if (journal < 0 || path[0] == 0) return;
  uint32_t path_size = strlen(path);
  struct iovec parts[] = {{&op, 1}, {&path_size, 4}, {&size, 4}, {&offset, 8}, {(void *)path, path_size}, {(void *)data, size}};
  syscall(SYS_writev, journal, parts, 6);
}

static int fails(int code, int left) {
  if (control[code] == 0 || __sync_fetch_and_sub(&control[left], 1) > 0) return 0;
  __sync_fetch_and_add(&control[FAILED], 1);
  errno = (int)control[code];
  return 1;
}

/* Half of a write that fails is written all the same. */
static ssize_t put(int fd, const char *path, const void *data, size_t size, int64_t offset, int at_position) {
  int failing = fails(WRITE_ERRNO, WRITES_LEFT);
  int reason = errno;
  size_t wanted = failing ? size / 2 : size;
  pthread_mutex_lock(&lock);
  if (at_position) offset = lseek(fd, 0, SEEK_CUR);
  ssize_t written = at_position ? syscall(SYS_write, fd, data, wanted) : syscall(SYS_pwrite64, fd, data, wanted, offset);
  if (written > 0) note('W', path, offset, data, written);
  pthread_mutex_unlock(&lock);
  if (!failing) return written;
  errno = reason;
  return -1;
}

ssize_t write(int fd, const void *data, size_t size) {
  char found[PATH_MAX];
  const char *path = path_of(fd, found);
  return path ? put(fd, path, data, size, 0, 1) : syscall(SYS_write, fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  char found[PATH_MAX];
  const char *path = path_of(fd, found);
  return path ? put(fd, path, data, size, offset, 0) : syscall(SYS_pwrite64, fd, data, size, offset);
}

/* LevelDB's files; its buffer in user space is left out. */
size_t fwrite_unlocked(const void *data, size_t size, size_t count, FILE *file) {
  char found[PATH_MAX];
  const char *path = path_of(fileno(file), found);
  if (!path) return REAL(fwrite_unlocked)(data, size, count, file);
  const char *from = data;
  for (size_t left = size * count; left > 0;) {
    ssize_t written = put(fileno(file), path, from, left, 0, 1);
    if (written < 0) return 0;
    from += written;
    left -= written;
  }
  return count;
}

static FILE *opened(FILE *file, const char *name, const char *mode) {
  const char *path = below(name);
  if (file && path && mode[0] == 'w') note('T', path, 0, "", 0);
  return file;
}

FILE *fopen(const char *name, const char *mode) { return opened(REAL(fopen)(name, mode), name, mode); }
FILE *fopen64(const char *name, const char *mode) { return opened(REAL(fopen64)(name, mode), name, mode); }

int ftruncate64(int fd, off64_t size) {
  char found[PATH_MAX];
  const char *path = path_of(fd, found);
  int result = syscall(SYS_ftruncate, fd, size);
  if (result == 0 && path) note('T', path, size, "", 0);
  return result;
}

int rename(const char *from, const char *to) {
  const char *before = below(from), *after = below(to);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_rename, from, to);
  if (result == 0 && before && after) note('R', before, 0, after, strlen(after));
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *name) {
  const char *path = below(name);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_unlink, name);
  if (result == 0 && path) note('U', path, 0, "", 0);
  pthread_mutex_unlock(&lock);
  return result;
}

static int sync_file(int fd, int real) {
  char found[PATH_MAX];
  const char *path = path_of(fd, found);
  if (!path) return syscall(real, fd);
  if (fails(SYNC_ERRNO, SYNCS_LEFT)) return -1;
  pthread_mutex_lock(&lock);
  note('S', path, 0, "", 0);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = REAL(clock_gettime)(clock, time);
  int64_t wrong = control[CLOCK_MS];
  if (result == 0 && wrong && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += wrong / 1000;
  return result;
}

int gettimeofday(struct timeval *time, void *zone) {
  int result = REAL(gettimeofday)(time, zone);
  if (result == 0) time->tv_sec += control[CLOCK_MS] / 1000;
  return result;
}
