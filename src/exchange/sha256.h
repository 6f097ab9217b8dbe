/* SHA-256 (FIPS 180-4), so that a batch names the very file that it was read from. */
#ifndef SYNDIC_EXCHANGE_SHA256_H
#define SYNDIC_EXCHANGE_SHA256_H
#include <stddef.h>
#include <stdint.h>

struct sha256 {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
};
void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t length);
void sha256_end(struct sha256 *hash, char hexadecimal[65]);

#endif
