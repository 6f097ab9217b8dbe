#include "cli/progress.h"
#include <stdio.h>
#include <time.h>
#include "base/buf.h"
#include "base/money.h"

#define FIRST 0.5 /* seconds */
#define EVERY 0.2

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void progress_begin(struct progress *progress, bool wanted)
{
	*progress = (struct progress){.wanted = wanted, .begun = seconds()};
}

void progress_tell(void *context, int64_t rows, int64_t done, int64_t total)
{
	struct progress *progress = context;
	if (!progress->wanted) return;
	double now = seconds(), passed = now - progress->begun;
	if (passed < FIRST || now - progress->last < EVERY) return;
	struct buf line = {0};
	money_add(&line, rows * 100, 1);
	buf_add(&line, " rows, ");
	money_add(&line, (int64_t)((double)rows / passed) * 100, 1);
	buf_add(&line, " a second");
	if (total > 0 && done > 0)
		buf_printf(&line, ", %d %%, %.0f s left", (int)(100 * (double)done / (double)total),
		           passed * (double)(total - done) / (double)done);
	fprintf(stderr, "\r%s\x1b[K", buf_text(&line));
	fflush(stderr);
	buf_free(&line);
	progress->shown = true;
	progress->last = now;
}

void progress_end(struct progress *progress)
{
	if (progress->shown) fputs("\r\x1b[K", stderr);
	progress->shown = false;
}
