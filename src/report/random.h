/*
 * Random numbers that are looked up, not drawn in turn: the number of (seed, key, path) depends on
 * nothing else, so that what is added beside it disturbs nothing. By the splitmix64 function
 * (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
 */
#ifndef SYNDIC_REPORT_RANDOM_H
#define SYNDIC_REPORT_RANDOM_H
#include <stdint.h>

#define GOLDEN UINT64_C(0x9E3779B97F4A7C15) /* 2⁶⁴ ÷ the golden ratio, odd: splitmix64's step */

static inline uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

/* The stream of a key (paths_key). */
static inline uint64_t stream_of_key(uint64_t key, int64_t seed)
{
	return mix(key ^ mix((uint64_t)seed));
}

/* A uniform number for each path of a stream. */
static inline uint64_t draw(uint64_t stream, int64_t path)
{
	return mix(stream + (uint64_t)(path + 1) * GOLDEN);
}

#endif
