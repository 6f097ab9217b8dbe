/* Progress on a terminal: nothing in the first half second, then a line that is written over. */
#ifndef SYNDIC_CLI_PROGRESS_H
#define SYNDIC_CLI_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool wanted, shown;
	double begun, last; /* seconds */
};

void progress_begin(struct progress *progress, bool wanted);
/* For syndic_import_options; `context` is a struct progress. */
void progress_tell(void *context, int64_t rows, int64_t done, int64_t total);
void progress_end(struct progress *progress); /* clears the line */

#endif
