#include "base/ulid.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The last one given out: chance is random once a millisecond, and counts up within it. */
static struct {
	pthread_mutex_t lock;
	uint64_t milliseconds;
	uint64_t high, low; /* 16 and 64 bits of chance */
	bool watches_fork;
} last = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* A child that went on counting would repeat what its parent gives out. */
static void forget(void)
{
	last.milliseconds = 0;
	pthread_mutex_init(&last.lock, NULL);
}

static void draw(void)
{
	uint8_t bytes[10];
	ssize_t got;
	do
		got = getrandom(bytes, sizeof bytes, 0);
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof bytes) abort(); /* a key without chance could meet another's */
	memcpy(&last.low, bytes, 8);
	last.high = (uint64_t)bytes[8] << 8 | bytes[9];
}

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_REALTIME, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* `count` characters of five bits each, the lowest last. */
static void encode(char *out, int count, uint64_t bits)
{
	while (count--) {
		out[count] = alphabet[bits & 31];
		bits >>= 5;
	}
}

void ulid_new(char out[ULID_SIZE])
{
	pthread_mutex_lock(&last.lock);
	if (!last.watches_fork) last.watches_fork = pthread_atfork(NULL, NULL, forget) == 0;
	uint64_t time = now();
	if (time > last.milliseconds) {
		last.milliseconds = time;
		draw();
	} else if (++last.low == 0 && ++last.high >> 16) {
		last.milliseconds++; /* all chance of this millisecond is used up */
		draw();
	}
	uint64_t milliseconds = last.milliseconds, high = last.high, low = last.low;
	pthread_mutex_unlock(&last.lock);

	encode(out, 10, milliseconds);
	encode(out + 10, 8, high << 24 | low >> 40);
	encode(out + 18, 8, low);
	out[26] = '\0';
}

bool ulid_valid(const char *text)
{
	if (text[0] < '0' || text[0] > '7') return false;
	for (int i = 1; i < ULID_SIZE - 1; i++)
		if (!text[i] || !strchr(alphabet, text[i])) return false;
	return text[ULID_SIZE - 1] == '\0';
}
