/* A file from outside, imported into a real database in a dry run: whatever its bytes, the counts
 * add up, and nothing is written. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <syndic.h>
#include <unistd.h>

static struct syndic *handle;
static char database[64], rejects[64];

static void remove_files(void)
{
	syndic_close(handle);
	unlink(database);
	unlink(rejects);
}

static void make_database(void)
{
	const struct syndic_options options = {.as_of = "2026-11-22", .dry_run = true};

	snprintf(database, sizeof(database), "fuzz-%d.db", (int)getpid());
	snprintf(rejects, sizeof(rejects), "fuzz-%d.rejects.csv", (int)getpid());
	if (syndic_create(database, "USD", &options, &handle) != SYNDIC_OK) abort();
	atexit(remove_files);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct syndic_import_options options = {.rejects = rejects, .add_orgs = true};
	struct syndic_import_report *report = NULL;
	char path[64];
	int file = memfd_create("fuzz", 0);

	if (!handle) make_database();
	if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	unlink(rejects);
	if (syndic_import(handle, "deal", path, &options, &report) == SYNDIC_OK && report->rejected)
		abort();
	if (report && report->read != report->fresh + report->changed + report->same + report->rejected)
		abort();
	syndic_import_report_free(report);
	close(file);
	return 0;
}
