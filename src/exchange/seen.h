/* The keys that a file has named so far, and where: 24 bytes a row. */
#ifndef SYNDIC_EXCHANGE_SEEN_H
#define SYNDIC_EXCHANGE_SEEN_H
#include <stdint.h>

struct seen_row {
	uint64_t hash; /* 0: free */
	int64_t offset, line;
};
struct seen {
	struct seen_row *rows;
	uint64_t capacity, count;
};
/* Of a key made of two parts. */
uint64_t seen_hash(const char *one, const char *two);
/* Where the key stood before; else NULL, and it is remembered as standing here. */
const struct seen_row *seen_add(struct seen *seen, uint64_t hash, int64_t offset, int64_t line);
void seen_free(struct seen *seen);

#endif
