/* Slip: by how many months a start may come after the closing; triangular. */
#ifndef SYNDIC_MODEL_SLIP_H
#define SYNDIC_MODEL_SLIP_H
#include <stdint.h>

/* Millionths of a month; least ≤ likely ≤ most. */
struct slip {
	int64_t least, likely, most;
};

/* Reads `0,1,4` (least, most likely, most), or one number, which is certain; months, up to two
 * decimals, at most 60. NULL on success, else why not, as a phrase. */
const char *slip_parse(const char *text, struct slip *out);

#endif
