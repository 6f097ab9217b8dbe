#include "exchange/rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rows.h"

enum { SHOWN = 100, PIECE = 64 * 1024, NUMBERED = 10000 };

static const struct syndic_column row_columns[] = {
	{"line", "Line", SYNDIC_INT, 0},      {"record", "Record", SYNDIC_INT, 0},
	{"column", "Column", SYNDIC_TEXT, 0}, {"code", "Code", SYNDIC_TEXT, 0},
	{"reason", "Reason", SYNDIC_TEXT, 0}, {"suggestion", "Suggestion", SYNDIC_TEXT, 0},
};

struct rejects {
	struct syndic *handle;
	const struct source *source;
	char delimiter;
	int64_t header_offset, header_length;
	size_t own_columns; /* those before the columns of an earlier rejects file; 0: all */
	char *wanted, *path;
	const char *line_end;
	FILE *file;
	struct syndic_rows *rows;
	size_t shown;
	struct buf out;
};

static struct syndic_rows *no_rows(void)
{
	return rows_new(row_columns, sizeof row_columns / sizeof row_columns[0]);
}

struct rejects *rejects_new(struct syndic *handle, const struct source *source, char delimiter,
                            const char *path, int64_t header_offset, int64_t header_length,
                            size_t own_columns)
{
	struct rejects *rejects = mem_alloc(sizeof *rejects);
	struct buf wanted = {0};
	rejects->handle = handle;
	rejects->source = source;
	rejects->delimiter = delimiter;
	rejects->header_offset = header_offset;
	rejects->header_length = header_length;
	rejects->own_columns = own_columns;
	if (path)
		buf_add(&wanted, path);
	else if (source->standard_input)
		buf_add(&wanted, "rejects.csv");
	else
		buf_printf(&wanted, "%s.rejects.csv", source->path);
	rejects->wanted = mem_copy(buf_text(&wanted));
	rejects->rows = no_rows();
	buf_free(&wanted);
	return rejects;
}

/* ---- the file ---- */

static enum syndic_status failed(struct rejects *rejects)
{
	const char *path = rejects->path ? rejects->path : rejects->wanted;
	enum syndic_status status =
		error_set(rejects->handle, SYNDIC_FAILED, NULL, NULL, path,
	              "the rejected rows cannot be written to %s: %s", path, strerror(errno));
	error_help(rejects->handle, "--rejects FILE names another place");
	return status;
}

/* A new file: the name wanted, or that with a number before its ending. */
static int create(struct rejects *rejects)
{
	struct buf name = {0};
	const char *ending = strrchr(rejects->wanted, '.');
	int fd = -1;
	if (!ending || strchr(ending, '/')) ending = rejects->wanted + strlen(rejects->wanted);
	buf_add(&name, rejects->wanted);
	for (int n = 2; n < NUMBERED; n++) {
		fd = open(buf_text(&name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST) break;
		buf_reset(&name);
		buf_add_n(&name, rejects->wanted, (size_t)(ending - rejects->wanted));
		buf_printf(&name, "-%d%s", n, ending);
	}
	if (fd >= 0) rejects->path = mem_copy(buf_text(&name));
	buf_free(&name);
	return fd;
}

static void write_text(struct rejects *rejects, const char *text, size_t length)
{
	buf_reset(&rejects->out);
	encoding_add(&rejects->out, rejects->source->encoding, text, length);
	fwrite(buf_text(&rejects->out), 1, rejects->out.length, rejects->file);
}

/* The part of a piece that ends with a whole character. */
static size_t whole(const char *bytes, size_t length)
{
	size_t back = 0;
	while (back < 3 && back < length && ((unsigned char)bytes[length - 1 - back] & 0xC0) == 0x80)
		back++;
	if (back < length && (unsigned char)bytes[length - 1 - back] >= 0xC0) return length - 1 - back;
	return length;
}

/* Bytes of the source as they stand, up to the columns of an earlier rejects file. */
static enum syndic_status copy(struct rejects *rejects, int64_t offset, int64_t length)
{
	bool wide = rejects->source->encoding == ENCODING_UTF16LE ||
	            rejects->source->encoding == ENCODING_UTF16BE;
	char *piece = mem_alloc(PIECE);
	size_t delimiters = 0;
	bool quoted = false, ended = false;
	enum syndic_status status = SYNDIC_OK;
	while (length > 0 && !ended) {
		size_t part = length < PIECE ? (size_t)length : PIECE;
		ssize_t got = pread(rejects->source->fd, piece, part, (off_t)offset);
		if (got <= 0) {
			status = failed(rejects);
			break;
		}
		part = (size_t)got;
		for (size_t i = 0; rejects->own_columns && i < part && !ended; i++) {
			quoted ^= piece[i] == '"';
			if (quoted || piece[i] != rejects->delimiter) continue;
			if (++delimiters < rejects->own_columns) continue;
			part = i;
			ended = true;
		}
		if (wide && !ended && (int64_t)part < length) part = whole(piece, part);
		if (wide)
			write_text(rejects, piece, part);
		else
			fwrite(piece, 1, part, rejects->file);
		offset += (int64_t)part;
		length -= (int64_t)part;
	}
	free(piece);
	return status;
}

static void learn_line_end(struct rejects *rejects)
{
	char bytes[2] = {0, 0};
	ssize_t got = pread(rejects->source->fd, bytes, 2,
	                    (off_t)(rejects->header_offset + rejects->header_length));
	rejects->line_end = "\n";
	if (got > 0 && bytes[0] == '\r') rejects->line_end = bytes[1] == '\n' ? "\r\n" : "\r";
}

static enum syndic_status begin(struct rejects *rejects)
{
	static const char *const added[] = {"_line", "_record", "_column",
	                                    "_code", "_reason", "_suggestion"};
	struct buf mark = {0};
	enum syndic_status status;
	int fd = create(rejects);
	if (fd < 0) return failed(rejects);
	rejects->file = fdopen(fd, "w");
	if (!rejects->file) return failed(rejects);
	learn_line_end(rejects);
	encoding_add_mark(&mark, rejects->source->encoding);
	fwrite(buf_text(&mark), 1, mark.length, rejects->file);
	buf_free(&mark);
	status = copy(rejects, rejects->header_offset, rejects->header_length);
	for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
		write_text(rejects, &rejects->delimiter, 1);
		write_text(rejects, added[i], strlen(added[i]));
	}
	write_text(rejects, rejects->line_end, strlen(rejects->line_end));
	return status;
}

static void add_cell(struct buf *out, char delimiter, const char *text)
{
	bool plain = true;
	buf_add_char(out, delimiter);
	for (const char *c = text; *c; c++)
		plain = plain && *c != delimiter && *c != '"' && *c != '\n' && *c != '\r' && *c != ' ';
	if (plain) {
		buf_add(out, text);
		return;
	}
	buf_add_char(out, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '"') buf_add_char(out, '"');
		buf_add_char(out, *c);
	}
	buf_add_char(out, '"');
}

static enum syndic_status write_row(struct rejects *rejects, const struct csv_record *record,
                                    const struct row_problem *problem)
{
	struct buf tail = {0};
	char number[24];
	enum syndic_status status = SYNDIC_OK;
	if (!rejects->file) TRY(begin(rejects));
	TRY(copy(rejects, record->offset, record->length));
	/* Closed, so that what is added stands apart. */
	if (record->open_quote) buf_add_char(&tail, '"');
	snprintf(number, sizeof number, "%" PRId64, record->line);
	add_cell(&tail, rejects->delimiter, number);
	snprintf(number, sizeof number, "%" PRId64, record->number - 1);
	add_cell(&tail, rejects->delimiter, number);
	add_cell(&tail, rejects->delimiter, problem->column);
	add_cell(&tail, rejects->delimiter, problem->code);
	add_cell(&tail, rejects->delimiter, problem->reason);
	add_cell(&tail, rejects->delimiter, problem->suggestion);
	buf_add(&tail, rejects->line_end);
	write_text(rejects, buf_text(&tail), tail.length);
	if (ferror(rejects->file)) status = failed(rejects);
out:
	buf_free(&tail);
	return status;
}

/* ---- the list ---- */

enum syndic_status rejects_add(struct rejects *rejects, const struct csv_record *record,
                               const struct row_problem *problem)
{
	if (rejects->shown < SHOWN) {
		rejects->shown++;
		rows_add_number(rejects->rows, record->line);
		rows_add_number(rejects->rows, record->number - 1);
		rows_add_text(rejects->rows, *problem->column ? problem->column : NULL);
		rows_add_text(rejects->rows, problem->code);
		rows_add_text(rejects->rows, problem->reason);
		rows_add_text(rejects->rows, *problem->suggestion ? problem->suggestion : NULL);
	}
	return rejects->handle->dry_run ? SYNDIC_OK : write_row(rejects, record, problem);
}

void rejects_restart(struct rejects *rejects)
{
	rejects_drop(rejects);
	syndic_rows_free(rejects->rows);
	rejects->rows = no_rows();
	rejects->shown = 0;
}

enum syndic_status rejects_end(struct rejects *rejects)
{
	enum syndic_status status = SYNDIC_OK;
	if (!rejects->file) return status;
	if (fclose(rejects->file) != 0) status = failed(rejects);
	rejects->file = NULL;
	return status;
}

void rejects_drop(struct rejects *rejects)
{
	if (rejects->file) fclose(rejects->file);
	if (rejects->path) unlink(rejects->path);
	free(rejects->path);
	rejects->file = NULL;
	rejects->path = NULL;
}

const char *rejects_path(const struct rejects *rejects)
{
	return rejects->path;
}

struct syndic_rows *rejects_rows(struct rejects *rejects)
{
	struct syndic_rows *rows = rejects->rows;
	rejects->rows = NULL;
	return rows;
}

void rejects_free(struct rejects *rejects)
{
	if (!rejects) return;
	if (rejects->file) fclose(rejects->file);
	syndic_rows_free(rejects->rows);
	buf_free(&rejects->out);
	free(rejects->wanted);
	free(rejects->path);
	free(rejects);
}
