/* ULIDs: 48 bits of milliseconds and 80 of chance in Crockford's base 32, rising within a
 * process. */
#ifndef SYNDIC_BASE_ULID_H
#define SYNDIC_BASE_ULID_H
#include <stdbool.h>

#define ULID_SIZE 27 /* 26 characters and a NUL */

void ulid_new(char out[ULID_SIZE]);
bool ulid_valid(const char *text); /* 26 characters of its alphabet, upper case */

#endif
