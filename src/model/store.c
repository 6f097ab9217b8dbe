#include "model/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/change.h"
#include "model/compose.h"
#include "model/pipeline.h"
#include "model/replay.h"

/* ---- errors ---- */

void error_clear(struct syndic *handle)
{
	arena_reset(&handle->error_text);
	handle->error = (struct syndic_error){SYNDIC_OK, "", "", "", 0, "", ""};
	handle->helped = false;
	/* Between two calls another process may have written stages. */
	if (handle->db && !db_in_transaction(handle->db)) stages_forget(handle);
}

static const char *keep(struct syndic *handle, const char *text)
{
	return text ? arena_copy(&handle->error_text, text) : "";
}

static const char *usual_help(struct syndic *handle, const char *name)
{
	const struct syndic_entity *entity = name ? syndic_entity_find(name) : NULL;
	char noun[ENTITY_NOUN];
	if (!entity) return "syndic help";
	return arena_printf(&handle->error_text, "syndic %s describe", entity_noun(entity, noun));
}

void sentence(char *out, size_t size, const char *format, va_list arguments)
{
	static const char cut[] = "…";
	size_t end = size - sizeof cut;
	int length = vsnprintf(out, size, format, arguments);
	if (length >= 0 && (size_t)length < size) return;
	while (end > 0 && ((unsigned char)out[end] & 0xc0) == 0x80)
		end--;
	memcpy(out + end, cut, sizeof cut);
}

enum syndic_status error_set(struct syndic *handle, enum syndic_status code, const char *entity,
                             const char *field, const char *value, const char *format, ...)
{
	char line[2048];
	va_list arguments;
	if (handle->error.code != SYNDIC_OK) return handle->error.code;
	va_start(arguments, format);
	sentence(line, sizeof line, format, arguments);
	va_end(arguments);
	handle->error = (struct syndic_error){
		code, keep(handle, entity), keep(handle, field),       keep(handle, value),
		0,    keep(handle, line),   usual_help(handle, entity)};
	return code;
}

void error_help(struct syndic *handle, const char *format, ...)
{
	char line[1024];
	va_list arguments;
	if (handle->helped) return;
	va_start(arguments, format);
	sentence(line, sizeof line, format, arguments);
	va_end(arguments);
	handle->error.help = keep(handle, line);
	handle->helped = true;
}

static void told_by_db(void *context, enum syndic_status code, const char *message,
                       const char *help)
{
	struct syndic *handle = context;
	if (handle->error.code != SYNDIC_OK) return;
	(void)error_set(handle, code, NULL, NULL, NULL, "%s", message);
	if (help[0]) error_help(handle, "%s", help);
}

const struct syndic_error *syndic_last_error(const struct syndic *handle)
{
	return &handle->error;
}

/* ---- opening ---- */

static enum syndic_status begin(const struct syndic_options *options, struct syndic **out)
{
	struct syndic *handle = mem_alloc(sizeof *handle);
	*out = handle;
	error_clear(handle);
	if (!options || !options->as_of || !date_valid(options->as_of)) {
		return error_set(handle, SYNDIC_MISUSE, NULL, "as_of", options ? options->as_of : NULL,
		                 "a handle needs the day that counts as today");
	}
	if (options->known) {
		if (!date_valid(options->known))
			return error_set(handle, SYNDIC_MISUSE, NULL, "known", options->known,
			                 "%s is no day: it is written like 2026-11-22", options->known);
		if (strcmp(options->known, options->as_of) > 0) {
			(void)error_set(handle, SYNDIC_MISUSE, NULL, "known", options->known,
			                "what will be known on %s nobody knows: today is %s", options->known,
			                options->as_of);
			error_help(handle, "--known with a day that has been");
			return SYNDIC_MISUSE;
		}
	}
	handle->known = options->known != NULL;
	handle->as_of = mem_copy(handle->known ? options->known : options->as_of);
	handle->actor = mem_copy(options->actor ? options->actor : "unknown");
	handle->command = mem_copy(options->command ? options->command : "");
	handle->dry_run = options->dry_run;
	handle->write = (struct syndic_write){0, "", "", 0};
	return SYNDIC_OK;
}

static enum syndic_status learn_currency(struct syndic *handle)
{
	struct arena arena = {0};
	const char *currency = setting_text(handle, "currency", &arena);
	handle->currency = mem_copy(currency ? currency : "");
	arena_free(&arena);
	if (handle->error.code != SYNDIC_OK) return handle->error.code;
	if (handle->currency[0]) return SYNDIC_OK;
	return error_set(handle, SYNDIC_FAILED, "setting", "currency", NULL, "%s has no currency set",
	                 db_path(handle->db));
}

enum syndic_status syndic_open(const char *path, const struct syndic_options *options,
                               struct syndic **out)
{
	enum syndic_status status = begin(options, out);
	struct syndic *handle = *out;
	if (status == SYNDIC_OK) status = db_open(path, DB_EXISTING, told_by_db, handle, &handle->db);
	if (status == SYNDIC_OK && handle->known) status = db_detach(handle->db);
	if (status == SYNDIC_OK) status = db_migrate(handle->db);
	if (status == SYNDIC_OK && handle->known) status = replay(handle);
	if (status == SYNDIC_OK) status = learn_currency(handle);
	return status;
}

enum syndic_status syndic_create(const char *path, const char *currency,
                                 const struct syndic_options *options, struct syndic **out)
{
	enum { CODE_LETTERS = 3 };
	enum syndic_status status = begin(options, out);
	struct syndic *handle = *out;
	struct db_stmt *stmt;
	if (status == SYNDIC_OK) status = change_allowed(handle);
	if (status != SYNDIC_OK) return status;
	if (strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != CODE_LETTERS || currency[CODE_LETTERS]) {
		return error_set(handle, SYNDIC_MISUSE, NULL, "currency", currency,
		                 "%s is no currency code, such as USD", currency);
	}
	status = db_open(path, DB_NEW, told_by_db, handle, &handle->db);
	if (status == SYNDIC_OK) status = db_migrate(handle->db);
	if (status == SYNDIC_OK)
		status =
			db_prepare(handle->db, "UPDATE setting SET value = $1 WHERE key = 'currency'", &stmt);
	if (status == SYNDIC_OK) {
		db_bind_text(stmt, 1, currency);
		if (db_step(stmt) < 0) status = handle->error.code;
		db_finalize(stmt);
	}
	if (status == SYNDIC_OK && !handle->dry_run) status = db_publish(handle->db);
	if (status == SYNDIC_OK) status = learn_currency(handle);
	return status;
}

enum syndic_status store_fresh(struct syndic *handle, struct syndic **out)
{
	enum syndic_status status = SYNDIC_OK;
	if (!handle->fresh) {
		handle->fresh = mem_alloc(sizeof *handle->fresh);
		error_clear(handle->fresh);
		status = db_fresh(told_by_db, handle->fresh, &handle->fresh->db);
	}
	*out = handle->fresh;
	if (status == SYNDIC_OK) return status;
	return error_set(handle, status, NULL, NULL, NULL, "%s", handle->fresh->error.message);
}

void syndic_close(struct syndic *handle)
{
	if (!handle) return;
	syndic_close(handle->fresh);
	change_free(handle->change);
	compose_free(handle->compose);
	db_close(handle->db);
	stages_forget(handle);
	free(handle->stages);
	arena_free(&handle->error_text);
	free(handle->as_of);
	free(handle->actor);
	free(handle->command);
	free(handle->currency);
	free(handle);
}

const char *syndic_currency(const struct syndic *handle)
{
	return handle->currency ? handle->currency : "";
}

const char *syndic_as_of(const struct syndic *handle)
{
	return handle->as_of ? handle->as_of : "";
}

enum syndic_status syndic_backup(struct syndic *handle, const char *path)
{
	enum syndic_status status;
	error_clear(handle);
	status = change_allowed(handle); /* a copy of what was would pass for one of what is */
	return status == SYNDIC_OK ? db_backup(handle->db, path) : status;
}
