/*
 * A stream of bytes through memory that two processes share: what a message costs without a socket. A file holds two rings,
 * one for each direction; each has one writer and one reader. An end that waits spins, or sleeps in the kernel by a futex.
 */
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* As large as a pipe of the floor; a power of two, since the counters run over. */
#define RING_BYTES (1024 * 1024)
#define CACHE_LINE 64

/* The counters say how many bytes were ever written and taken. Each end writes to its own cache line. */
struct ring {
    _Alignas(CACHE_LINE) _Atomic uint32_t written;
    _Atomic uint32_t writer_sleeps;
    _Alignas(CACHE_LINE) _Atomic uint32_t taken;
    _Atomic uint32_t reader_sleeps;
    _Alignas(CACHE_LINE) char bytes[RING_BYTES];
};

struct rings {
    struct ring up;
    struct ring down;
};

/*
 * Waits until the counter may have changed. It says that it sleeps before it looks for the last time, and the other end
 * changes the counter before it looks for sleepers: one of both sees the other.
 */
static void await_change(_Atomic uint32_t *counter, uint32_t seen, _Atomic uint32_t *sleeps, int spins)
{
    if (spins) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
        return;
    }
    atomic_store(sleeps, 1);
    if (atomic_load(counter) == seen)
        syscall(SYS_futex, counter, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void change(_Atomic uint32_t *counter, uint32_t value, _Atomic uint32_t *sleeps)
{
    atomic_store(counter, value);
    if (atomic_load(sleeps)) {
        atomic_store(sleeps, 0);
        syscall(SYS_futex, counter, FUTEX_WAKE, 1, NULL, NULL, 0);
    }
}

static void copy_in(struct ring *ring, uint32_t at, const char *bytes, size_t length)
{
    size_t start = at % RING_BYTES, first = RING_BYTES - start < length ? RING_BYTES - start : length;
    memcpy(ring->bytes + start, bytes, first);
    memcpy(ring->bytes, bytes + first, length - first);
}

static void copy_out(const struct ring *ring, uint32_t at, char *bytes, size_t length)
{
    size_t start = at % RING_BYTES, first = RING_BYTES - start < length ? RING_BYTES - start : length;
    memcpy(bytes, ring->bytes + start, first);
    memcpy(bytes + first, ring->bytes, length - first);
}

static void ring_write(struct ring *ring, const char *bytes, size_t length, int spins)
{
    uint32_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    while (length > 0) {
        uint32_t taken = atomic_load_explicit(&ring->taken, memory_order_acquire);
        size_t room = RING_BYTES - (written - taken), part = room < length ? room : length;
        if (part == 0) {
            await_change(&ring->taken, taken, &ring->writer_sleeps, spins);
            continue;
        }
        copy_in(ring, written, bytes, part);
        written += (uint32_t)part;
        change(&ring->written, written, &ring->reader_sleeps);
        bytes += part;
        length -= part;
    }
}

/* At least one byte: the other end never closes, it is ended by its parent as we are. */
static size_t ring_read(struct ring *ring, char *bytes, size_t room, int spins)
{
    uint32_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
    for (;;) {
        uint32_t written = atomic_load_explicit(&ring->written, memory_order_acquire);
        size_t there = written - taken, part = there < room ? there : room;
        if (part > 0) {
            copy_out(ring, taken, bytes, part);
            change(&ring->taken, taken + (uint32_t)part, &ring->writer_sleeps);
            return part;
        }
        await_change(&ring->written, written, &ring->reader_sleeps, spins);
    }
}

/* The memory of a file, which the server makes; null with errno if it cannot be had. */
static struct rings *map_rings(const char *path, int create)
{
    int fd = open(path, O_RDWR | (create ? O_CREAT | O_EXCL : 0), 0600);
    if (fd < 0)
        return NULL;
    if (create && ftruncate(fd, sizeof(struct rings)) < 0) {
        close(fd);
        return NULL;
    }
    void *memory = mmap(NULL, sizeof(struct rings), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? NULL : memory;
}
