#include "exchange/reader.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/encoding.h"

enum { PIECE = 64 * 1024, WINDOW = 256 * 1024, COLUMN_CAP = 16 * 1024 };

/* A record grows from `start` to `end` in the window, line by line. */
struct reader {
	struct reader_format format;
	struct csv_parser parser;
	int fd;
	bool ended, stopped;
	size_t expected;

	char *window;
	size_t capacity, filled, start, end;
	int64_t base; /* offset in the file of the window's first byte */
	int64_t line; /* of the line at `end` */
	int64_t number;

	int64_t field_line;   /* where the field that is being read begins */
	size_t rows;          /* records that the line has completed */
	const char *oversize; /* what is too large, or NULL */
	struct buf text, decoded;
	struct span {
		size_t at, length;
	} * spans;
	struct csv_cell *cells;
	size_t cell_count, cell_capacity;
};

static void parser_begin(struct reader *reader)
{
	if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) abort();
	csv_set_delim(&reader->parser, (unsigned char)reader->format.delimiter);
	csv_set_blk_size(&reader->parser, 1024);
}

struct reader *reader_new(int fd, int64_t offset, int64_t line, struct reader_format format)
{
	struct reader *reader = mem_alloc(sizeof *reader);
	reader->format = format;
	reader->fd = fd;
	reader->base = offset;
	reader->line = line;
	reader->capacity = WINDOW;
	reader->window = mem_alloc(WINDOW);
	parser_begin(reader);
	return reader;
}

void reader_expect(struct reader *reader, size_t columns)
{
	reader->expected = columns;
}

void reader_number(struct reader *reader, int64_t number)
{
	reader->number = number;
}

int64_t reader_offset(const struct reader *reader)
{
	return reader->base + (int64_t)reader->end;
}

int64_t reader_line(const struct reader *reader)
{
	return reader->line;
}

void reader_free(struct reader *reader)
{
	if (!reader) return;
	csv_free(&reader->parser);
	buf_free(&reader->text);
	buf_free(&reader->decoded);
	free(reader->spans);
	free(reader->cells);
	free(reader->window);
	free(reader);
}

static void take_field(void *text, size_t length, void *context)
{
	struct reader *reader = context;
	if (length > READER_FIELD_CAP) reader->oversize = "a field is larger than 1 MiB";
	if (reader->cell_count == COLUMN_CAP) reader->oversize = "it has more than 16,384 columns";
	if (reader->oversize) return;
	if (reader->cell_count == reader->cell_capacity) {
		reader->cell_capacity = reader->cell_capacity ? 2 * reader->cell_capacity : 64;
		reader->spans = mem_resize(reader->spans, reader->cell_capacity * sizeof *reader->spans);
		reader->cells = mem_resize(reader->cells, reader->cell_capacity * sizeof *reader->cells);
	}
	reader->spans[reader->cell_count++] = (struct span){reader->text.length, length};
	buf_add_n(&reader->text, text, length);
	buf_add_char(&reader->text, '\0');
	reader->field_line = reader->line;
}

static void take_row(int terminator, void *context)
{
	(void)terminator;
	((struct reader *)context)->rows++;
}

/* Brings more of the file into the window: 1, 0 at its end, -1. The record keeps its bytes. */
static int fill(struct reader *reader)
{
	if (reader->ended) return 0;
	if (reader->start > 0 && reader->capacity - reader->filled < PIECE) {
		memmove(reader->window, reader->window + reader->start, reader->filled - reader->start);
		reader->base += (int64_t)reader->start;
		reader->filled -= reader->start;
		reader->end -= reader->start;
		reader->start = 0;
	}
	if (reader->capacity - reader->filled < PIECE) {
		reader->capacity *= 2;
		reader->window = mem_resize(reader->window, reader->capacity);
	}
	ssize_t got;
	do {
		got = pread(reader->fd, reader->window + reader->filled, reader->capacity - reader->filled,
		            (off_t)(reader->base + (int64_t)reader->filled));
	} while (got < 0 && errno == EINTR);
	if (got == 0) reader->ended = true;
	if (got > 0) reader->filled += (size_t)got;
	return got > 0 ? 1 : (int)got;
}

enum line { LINE_FOUND, LINE_NONE, LINE_TOO_LONG, LINE_UNREADABLE };

/* The length of the line at `end`, with its line end if it has one. */
static enum line find_line(struct reader *reader, size_t *length)
{
	size_t searched = 0;
	char terminator = reader->format.returns ? '\r' : '\n';
	for (;;) {
		size_t from = reader->end + searched;
		const char *found = memchr(reader->window + from, terminator, reader->filled - from);
		if (found) {
			*length = (size_t)(found - (reader->window + reader->end)) + 1;
			return LINE_FOUND;
		}
		searched = reader->filled - reader->end;
		if (reader->filled - reader->start > READER_ROW_CAP) return LINE_TOO_LONG;
		int more = fill(reader);
		if (more < 0) return LINE_UNREADABLE;
		if (more > 0) continue;
		*length = searched;
		return searched > 0 ? LINE_FOUND : LINE_NONE;
	}
}

/* How the parser took a line. */
enum fed { FED, FED_REFUSED, FED_OVERSIZE };

static enum fed feed(struct reader *reader, const char *bytes, size_t length)
{
	while (length > 0) {
		size_t part = length < PIECE ? length : PIECE;
		if (csv_parse(&reader->parser, bytes, part, take_field, take_row, reader) != part)
			return FED_REFUSED;
		if (csv_get_buffer_size(&reader->parser) > READER_FIELD_CAP + PIECE)
			reader->oversize = "a field is larger than 1 MiB";
		if (reader->oversize) return FED_OVERSIZE;
		bytes += part;
		length -= part;
	}
	return FED;
}

__attribute__((format(printf, 4, 5))) static void problem(struct csv_record *out, const char *code,
                                                          size_t column, const char *format, ...)
{
	va_list arguments;
	if (out->problem.code) return;
	out->problem.code = code;
	out->problem.column = (int)column;
	va_start(arguments, format);
	vsnprintf(out->problem.reason, sizeof out->problem.reason, format, arguments);
	va_end(arguments);
}

static void open_quote(struct csv_record *out, size_t column, int64_t line)
{
	problem(out, "quote", column, "the quote opened on line %" PRId64 " is never closed", line);
	out->open_quote = true;
}

/* After a row that is too large to hold: finds its end by counting quotes alone. The window then
 * begins with the next row. -1 if the file cannot be read. */
static int pass_over(struct reader *reader, struct csv_record *out)
{
	char terminator = reader->format.returns ? '\r' : '\n', previous = '\0';
	int64_t opened = out->line, opened_end = -1;
	size_t at = reader->start;
	bool quoted = false, ended = false;
	reader->line = out->line;
	while (!ended) {
		while (at < reader->filled && !ended) {
			char c = reader->window[at];
			int64_t end = reader->base + (int64_t)at - (previous == '\r');
			at++;
			previous = c;
			if (c == '"') {
				quoted = !quoted;
				opened = reader->line;
				opened_end = -1;
			} else if (c == terminator) {
				reader->line++;
				if (opened_end < 0) opened_end = end;
				ended = !quoted;
				out->length = end - out->offset;
			}
		}
		reader->start = reader->end = at;
		if (ended) break;
		int more = fill(reader);
		if (more < 0) return -1;
		at = reader->start;
		if (more > 0) continue;
		reader->line += previous != terminator;
		out->length = reader_offset(reader) - out->offset;
		if (quoted && opened_end >= 0) out->length = opened_end - out->offset;
		if (quoted) open_quote(out, reader->cell_count, opened);
		break;
	}
	problem(out, "field-size", reader->cell_count, "%s",
	        reader->oversize ? reader->oversize : "the row is larger than 8 MiB");
	reader->stopped = out->open_quote;
	return 1;
}

static size_t without_line_end(const char *bytes, size_t length)
{
	while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
		length--;
	return length;
}

static void judge_bytes(struct reader *reader, struct csv_record *out)
{
	size_t column = 0;
	if (memchr(out->raw, 0, out->raw_length)) {
		while (column < reader->cell_count &&
		       strlen(reader->cells[column].text) == reader->cells[column].length)
			column++;
		problem(out, "nul", column, "it holds a NUL byte");
	} else if (!text_utf8_valid(out->raw, out->raw_length)) {
		while (column < reader->cell_count &&
		       text_utf8_valid(reader->cells[column].text, reader->cells[column].length))
			column++;
		problem(out, "utf8", column,
		        "it holds bytes that are not UTF-8, as the rest of the file is");
	}
}

/* The record stands between start and end: hands it out. */
static void finish(struct reader *reader, struct csv_record *out)
{
	const char *bytes = reader->window + reader->start;
	size_t length = without_line_end(bytes, reader->end - reader->start);
	out->offset = reader->base + (int64_t)reader->start;
	out->length = (int64_t)length;
	out->raw = reader->format.windows_1252 ? buf_text(&reader->decoded) : bytes;
	out->raw_length =
		reader->format.windows_1252 ? without_line_end(out->raw, reader->decoded.length) : length;
	for (size_t i = 0; i < reader->cell_count; i++)
		reader->cells[i] =
			(struct csv_cell){reader->text.data + reader->spans[i].at, reader->spans[i].length};
	out->cells = reader->cells;
	out->cell_count = reader->cell_count;
	if (reader->format.suspicious) judge_bytes(reader, out);
	if (reader->expected > 0 && reader->cell_count != reader->expected)
		problem(out, "columns", reader->cell_count, "it has %zu columns where the header has %zu",
		        reader->cell_count, reader->expected);
	if (reader->expected > 0 && out->problem.column >= (int)reader->expected)
		out->problem.column = -1;
}

static void begin(struct reader *reader, struct csv_record *out)
{
	buf_reset(&reader->text);
	buf_reset(&reader->decoded);
	reader->start = reader->end;
	reader->cell_count = reader->rows = 0;
	reader->oversize = NULL;
	reader->field_line = reader->line;
	*out = (struct csv_record){.line = reader->line, .problem.column = -1};
}

static void begin_anew(struct reader *reader)
{
	csv_free(&reader->parser);
	parser_begin(reader);
}

/* The file ends within the record, or after a last line without line end. */
static void end_of_file(struct reader *reader, struct csv_record *out)
{
	if (csv_fini(&reader->parser, take_field, take_row, reader) == 0) return;
	begin_anew(reader);
	/* Only the lines up to the open quote are its own; what follows was not understood. */
	size_t at = reader->start;
	char terminator = reader->format.returns ? '\r' : '\n';
	for (int64_t line = out->line; line <= reader->field_line && at < reader->end; line++) {
		const char *found = memchr(reader->window + at, terminator, reader->end - at);
		at = found ? (size_t)(found - reader->window) + 1 : reader->end;
	}
	open_quote(out, reader->cell_count, reader->field_line);
	reader->end = at;
	reader->stopped = true;
}

int reader_next(struct reader *reader, struct csv_record *out)
{
	if (reader->stopped) return 0;
	begin(reader, out);
	for (;;) {
		size_t length;
		enum fed fed = FED_OVERSIZE;
		enum line found = find_line(reader, &length);
		if (found == LINE_UNREADABLE) return -1;
		if (found == LINE_NONE) {
			if (reader->start == reader->end) return 0;
			end_of_file(reader, out);
			break;
		}
		if (found == LINE_FOUND) {
			const char *bytes = reader->window + reader->end;
			bool understood = true;
			if (reader->format.windows_1252) {
				size_t before = reader->decoded.length;
				understood = encoding_from_1252(&reader->decoded, bytes, length);
				bytes = reader->decoded.data + before;
				fed = feed(reader, bytes, reader->decoded.length - before);
			} else {
				fed = feed(reader, bytes, length);
			}
			if (!understood)
				problem(out, "utf8", reader->cell_count,
				        "it holds a byte that has no meaning in Windows-1252");
		}
		if (fed == FED_OVERSIZE) {
			begin_anew(reader);
			out->number = ++reader->number;
			out->offset = reader->base + (int64_t)reader->start;
			return pass_over(reader, out);
		}
		reader->end += length;
		if (fed == FED_REFUSED) {
			problem(out, "quote", reader->cell_count,
			        "a quote stands within a field, or text follows a closing quote");
			reader->line++;
			begin_anew(reader);
			break;
		}
		bool within = reader->parser.pstate != 0,
			 last = reader->ended && reader->end == reader->filled;
		if (reader->rows > 1 || (reader->rows == 1 && within)) {
			problem(out, "columns", reader->cell_count, "a lone carriage return breaks it in two");
			begin_anew(reader);
		} else if (within && last) {
			end_of_file(reader, out);
		}
		reader->line++;
		if (reader->rows > 0 || out->open_quote) break;
		if (!within) begin(reader, out); /* a blank line */
	}
	out->number = ++reader->number;
	finish(reader, out);
	return 1;
}
