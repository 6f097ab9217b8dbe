/* For tests of what holds for any value: chance that is the same in every run, and a check that
 * costs nothing while it holds (ck_assert writes to the parent process each time). */
#ifndef SYNDIC_TESTS_PROPERTY_H
#define SYNDIC_TESTS_PROPERTY_H
#include <check.h>
#include <stdint.h>
#include <stdio.h>

#define HOLDS(condition, ...)                                                                      \
	do {                                                                                           \
		if (!(condition)) {                                                                        \
			char about[200];                                                                       \
			snprintf(about, sizeof about, __VA_ARGS__);                                            \
			ck_abort_msg("%s, %s", #condition, about);                                             \
		}                                                                                          \
	} while (0)

/* Begin with a fixed seed other than 0. */
static inline uint64_t chance(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed * UINT64_C(0x2545F4914F6CDD1D);
}

/* A number from low to high, both included. */
static inline int64_t chance_between(uint64_t *seed, int64_t low, int64_t high)
{
	return low + (int64_t)(chance(seed) % (uint64_t)(high - low + 1));
}

#endif
