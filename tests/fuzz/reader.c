/* Any bytes as a CSV file: records follow one another, lines and bytes add up, and a record that is
 * read alone is the record that was read among others. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "exchange/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition) abort();
}

static int64_t lines_of(const uint8_t *data, size_t size, char terminator)
{
	int64_t lines = 0;
	for (size_t i = 0; i < size; i++)
		lines += data[i] == (uint8_t)terminator;
	return lines + (size > 0 && data[size - 1] != (uint8_t)terminator);
}

static void read_alone(int file, const struct csv_record *record, struct reader_format format)
{
	struct csv_record alone;
	struct reader *reader = reader_new(file, record->offset, record->line, format);
	require(reader_next(reader, &alone) == 1);
	require(alone.offset == record->offset && alone.length == record->length);
	require(alone.line == record->line && alone.cell_count == record->cell_count);
	require((alone.problem.code == NULL) == (record->problem.code == NULL));
	for (size_t i = 0; i < alone.cell_count; i++)
		require(alone.cells[i].length == record->cells[i].length &&
		        memcmp(alone.cells[i].text, record->cells[i].text, alone.cells[i].length) == 0);
	reader_free(reader);
}

static void check(int file, const uint8_t *data, size_t size, struct reader_format format)
{
	struct csv_record record;
	struct reader *reader = reader_new(file, 0, 1, format);
	int64_t number = 0, end = 0, line = 0;
	bool open = false;
	while (reader_next(reader, &record) == 1) {
		require(!open && record.number == ++number);
		require(record.line > line && record.offset >= end);
		require(record.length >= 0 && record.offset + record.length <= (int64_t)size);
		for (size_t i = 0; i < record.cell_count; i++)
			require(record.cells[i].text[record.cells[i].length] == '\0');
		if (record.raw && !format.windows_1252)
			require(memcmp(record.raw, data + record.offset, record.raw_length) == 0);
		if (number <= 8) read_alone(file, &record, format);
		line = record.line;
		end = record.offset + record.length;
		open = record.open_quote;
	}
	if (!open) {
		require(reader_offset(reader) == (int64_t)size);
		require(reader_line(reader) == lines_of(data, size, format.returns ? '\r' : '\n') + 1);
	}
	reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = memfd_create("fuzz", 0);
	if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
	check(file, data, size, (struct reader_format){.delimiter = ',', .suspicious = true});
	check(file, data, size, (struct reader_format){.delimiter = ';', .windows_1252 = true});
	check(file, data, size, (struct reader_format){.delimiter = '\t', .returns = true});
	close(file);
	return 0;
}
