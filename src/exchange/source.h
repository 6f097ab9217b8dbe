/* A CSV file opened for reading more than once, and what all of its bytes say about it. Standard
 * input, pipes and UTF-16 are copied as UTF-8 to an unlinked file that only its owner can read. */
#ifndef SYNDIC_EXCHANGE_SOURCE_H
#define SYNDIC_EXCHANGE_SOURCE_H
#include <sys/stat.h>

#include "exchange/encoding.h"
#include "model/store.h"

struct source {
	int fd;
	const char *path;       /* as given; borrowed */
	enum encoding encoding; /* of the file as given */
	int64_t start;          /* offset of the first byte after a byte order mark */
	int64_t size;
	bool standard_input;
	bool returns;    /* lines end in CR alone */
	bool suspicious; /* there are NULs or stray bytes: rows must be looked at */
	struct stat stat;
};
/* "-" is standard input. Refuses a folder, an empty file and what is plainly no CSV. */
enum syndic_status source_open(struct syndic *handle, const char *path, struct source *out);
/* The same bytes as when it was opened, as far as size and time tell? Refuses otherwise. */
enum syndic_status source_unchanged(struct syndic *handle, const struct source *source);
/* Hexadecimal SHA-256 of the bytes read, as `sha256sum` prints it for a plain file. */
enum syndic_status source_hash(struct syndic *handle, const struct source *source, char out[65]);
void source_close(struct source *source); /* nothing where it was not opened */

#endif
