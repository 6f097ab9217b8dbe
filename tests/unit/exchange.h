/* For tests of import and export: files beside the test's database. */
#ifndef SYNDIC_TESTS_EXCHANGE_H
#define SYNDIC_TESTS_EXCHANGE_H
#include "model.h"
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static inline void write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "w");
	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

/* All of a file, "" where it is not there; the text is kept until the next call. */
static inline const char *read_file(const char *path)
{
	static struct buf text;
	char piece[4096];
	size_t got;
	FILE *file = fopen(path, "r");
	buf_reset(&text);
	while (file && (got = fread(piece, 1, sizeof piece, file)) > 0)
		buf_add_n(&text, piece, got);
	if (file) fclose(file);
	return buf_text(&text);
}

/* Imports text as a file `deals.csv`, say; the report is kept as
 * "STATUS read new changed same rejected". */
static inline const char *import_as(const char *entity, const char *name, const char *text,
                                    const struct syndic_import_options *options)
{
	struct syndic_import_report *report = NULL;
	char counts[200];
	write_file(beside(name), text, strlen(text));
	enum syndic_status status = syndic_import(db, entity, beside(name), options, &report);
	ck_assert_msg((report != NULL) == (status == SYNDIC_OK || status == SYNDIC_REJECTED), "%s",
	              syndic_last_error(db)->message);
	if (!report) {
		snprintf(counts, sizeof counts, "%d", (int)status);
		return keep_text(counts);
	}
	ck_assert_int_eq(report->read,
	                 report->fresh + report->changed + report->same + report->rejected);
	snprintf(counts, sizeof counts, "%d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
	         (int)status, report->read, report->fresh, report->changed, report->same,
	         report->rejected);
	syndic_import_report_free(report);
	return keep_text(counts);
}
#define import_deals(text) import_as("deal", "deals.csv", text, NULL)
#define import_deals_with(text, ...)                                                               \
	import_as("deal", "deals.csv", text, &(struct syndic_import_options){__VA_ARGS__})
#define import_file(entity, text) import_as(entity, "file.csv", text, NULL)

#define NEW_ROWS(n) "0 " #n " " #n " 0 0 0"
#define SAME_ROWS(n) "0 " #n " 0 0 " #n " 0"

/* Inputs of one option, as {"A=B", "C=D"}. */
#define PAIRS(...) SAID(__VA_ARGS__)

#endif
