/* The handle: a database, the day, who writes, the error, and the change being written. */
#ifndef SYNDIC_MODEL_STORE_H
#define SYNDIC_MODEL_STORE_H
#include <stdarg.h>
#include <syndic.h>
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "db/db.h"

struct change;        /* model/change.h */
struct compose;       /* model/compose.h */
struct stage;         /* model/pipeline.h */
struct deal_contract; /* model/deal.h */

struct syndic {
	struct db *db;
	char *as_of, *actor, *command, *currency;
	bool dry_run;
	bool known; /* the database is a copy, as it was at the end of as_of: it is only read */
	struct syndic_error error;
	bool helped; /* the error has a help of its own */
	struct arena error_text;
	struct change *change; /* the one being written, or the last one */
	struct syndic_write write;
	struct compose *compose; /* statements composed from descriptors */
	struct stage *stages;
	size_t stage_count;
	struct arena stage_text;
	struct syndic *fresh; /* a new database in memory, once it was asked for */
	const struct deal_contract
		*deal_contract; /* what the contract of the deal being won shall hold */
};

/* Tells the error, once: the first cause stands. Returns `code`, so that a function can end with
 * `return error_set(…)`. Texts are copied; any but the message may be NULL. */
__attribute__((format(printf, 6, 7))) enum syndic_status error_set(
	struct syndic *handle, enum syndic_status code, const char *entity, const char *field,
	const char *value, const char *format, ...);
/* The command that helps, for the error just set (the first stands). Without it an error about an
 * entity points to `syndic ENTITY describe`, any other to `syndic help`. */
__attribute__((format(printf, 2, 3))) void error_help(struct syndic *handle, const char *format,
                                                      ...);
/* A sentence, cut between two characters where it is longer than `size`. */
void sentence(char *out, size_t size, const char *format, va_list arguments);
/* Every public call begins with this. */
void error_clear(struct syndic *handle);

/* Goes to the enclosing function's `out:` with the status if that is not OK. */
#define TRY(expression)                                                                            \
	do {                                                                                           \
		if ((status = (expression)) != SYNDIC_OK) goto out;                                        \
	} while (0)

/* What a new database begins with, to be read; the handle's. */
enum syndic_status store_fresh(struct syndic *handle, struct syndic **out);

/* A setting's value, or the fallback where it is not set: settings are rows, defaults are in the
 * migrations. Kinds: millionths (ratios, decimals), cents, whole numbers, text. */
int64_t setting_ratio(struct syndic *handle, const char *key, int64_t fallback);
int64_t setting_decimal(struct syndic *handle, const char *key, int64_t fallback);
int64_t setting_money(struct syndic *handle, const char *key, int64_t fallback);
int64_t setting_int(struct syndic *handle, const char *key, int64_t fallback);
/* Do two texts say the same of a setting, as numbers where it holds any? */
bool setting_same(const char *key, const char *a, const char *b);
char *setting_text(struct syndic *handle, const char *key, struct arena *arena); /* NULL if unset */

#endif
