#include "unit.h"
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/mem.h"
#include "exchange/reader.h"

static struct reader *over(const char *bytes, size_t length, struct reader_format format)
{
	int fd = memfd_create("reader", 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, length), (ssize_t)length);
	return reader_new(fd, 0, 1, format);
}

/* All records as `line: a|b|c` or `line: !code`, each ended by a line end; at most 20 bytes a cell. */
static const char *all(struct reader *reader)
{
	static struct buf out;
	struct csv_record record;
	int step;
	buf_reset(&out);
	while ((step = reader_next(reader, &record)) > 0) {
		buf_printf(&out, "%" PRId64 ": ", record.line);
		if (record.problem.code) buf_printf(&out, "!%s", record.problem.code);
		for (size_t i = 0; !record.problem.code && i < record.cell_count; i++)
			buf_printf(&out, "%s%.20s", i ? "|" : "", record.cells[i].text);
		buf_add_char(&out, '\n');
	}
	ck_assert_int_eq(step, 0);
	reader_free(reader);
	return buf_text(&out);
}

#define READ(text, ...)                                                                            \
	all(over(text, sizeof(text) - 1, (struct reader_format){.delimiter = __VA_ARGS__}))

START_TEST(cells_and_lines)
{
	ck_assert_str_eq(READ("a,b\n1, x \n", ','), "1: a|b\n2: 1|x\n");
	ck_assert_str_eq(READ("a;b\r\n1;\"x;y\"\r\n", ';'), "1: a|b\n2: 1|x;y\n");
	ck_assert_str_eq(READ("a\tb\n1\t\" x \"\n", '\t'), "1: a|b\n2: 1| x \n");
	ck_assert_str_eq(READ("a,b\n1,\"say \"\"so\"\"\"", ','), "1: a|b\n2: 1|say \"so\"\n");
	ck_assert_str_eq(READ("a,b\n,\n", ','), "1: a|b\n2: |\n");
	ck_assert_str_eq(READ("", ','), "");
}
END_TEST

START_TEST(the_line_is_the_physical_one)
{
	ck_assert_str_eq(READ("\n\r\na,b\n\n1,\"two\nlines\"\n  \n2,x\n", ','),
	                 "3: a|b\n5: 1|two\nlines\n8: 2|x\n");
	ck_assert_str_eq(READ("a,b\r\r1,\"x\ry\"\r2,z", ',', .returns = true),
	                 "1: a|b\n3: 1|x\ry\n5: 2|z\n");
}
END_TEST

START_TEST(a_bad_quote_costs_its_record_only)
{
	ck_assert_str_eq(READ("a,b\n1,x\"y\n2,\"x\"y\n3,\"x\n\"y\"\n4,z\n", ','),
	                 "1: a|b\n2: !quote\n3: !quote\n4: !quote\n6: 4|z\n");
}
END_TEST

START_TEST(an_open_quote_names_its_line_and_ends_all)
{
	static const char text[] = "a,b\n\"1\n2\",\"open\nfoo,bar\nmore\n";
	struct reader *reader = over(text, sizeof text - 1, (struct reader_format){.delimiter = ','});
	struct csv_record record;
	ck_assert_int_eq(reader_next(reader, &record), 1);
	ck_assert_int_eq(reader_next(reader, &record), 1);
	ck_assert_str_eq(record.problem.code, "quote");
	ck_assert(record.open_quote);
	ck_assert_ptr_nonnull(strstr(record.problem.reason, "line 3"));
	ck_assert_int_eq(record.line, 2);
	ck_assert_int_eq(record.length, (int64_t)strlen("\"1\n2\",\"open"));
	ck_assert_int_eq(reader_next(reader, &record), 0);
	reader_free(reader);
}
END_TEST

START_TEST(the_number_of_columns_counts)
{
	struct reader *reader =
		over("a,b\n1\n1,2,3\n1,2\n", 16, (struct reader_format){.delimiter = ','});
	struct csv_record record;
	ck_assert_int_eq(reader_next(reader, &record), 1);
	reader_expect(reader, 2);
	ck_assert_str_eq(all(reader), "2: !columns\n3: !columns\n4: 1|2\n");
}
END_TEST

START_TEST(a_lone_carriage_return_is_no_line_end)
{
	ck_assert_str_eq(READ("a,b\n1,2\r3,4\n5,6\r\"x\n7,8\n", ','),
	                 "1: a|b\n2: !columns\n3: !columns\n4: 7|8\n");
	ck_assert_str_eq(READ("a,b\n1,2\r3,4", ','), "1: a|b\n2: !columns\n");
	ck_assert_str_eq(READ("a,b\r\r\n1,2\r\r\n", ','), "1: a|b\n2: 1|2\n");
}
END_TEST

START_TEST(bad_bytes_are_found_where_somebody_looks)
{
	static const char text[] = "a,b\n1,x\0y\n2,caf\xE9\n3,café\n";
	ck_assert_str_eq(READ("a,b\n1,x\0y\n2,caf\xE9\n3,café\n", ',', .suspicious = true),
	                 "1: a|b\n2: !nul\n3: !utf8\n4: 3|café\n");
	struct reader *reader =
		over(text, sizeof text - 1, (struct reader_format){.delimiter = ',', .suspicious = true});
	struct csv_record record;
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(reader_next(reader, &record), 1);
	ck_assert_int_eq(record.problem.column, 1);
	reader_free(reader);
}
END_TEST

START_TEST(windows_1252_is_read_as_utf_8)
{
	ck_assert_str_eq(READ("a,b\n1,\"caf\xE9\n\x80\"\n2,\x81\n", ',', .windows_1252 = true),
	                 "1: a|b\n2: 1|café\n€\n4: !utf8\n");
}
END_TEST

/* A header, then rows that are too large in one way or another, each between good ones. */
START_TEST(what_is_too_large_is_passed_over)
{
	enum { LARGE = 9 << 20 };
	char *filler = mem_alloc(LARGE);
	struct buf text = {.ceiling = (size_t)128 << 20};
	memset(filler, 'x', LARGE);
	buf_add(&text, "a,b\n1,\"");
	buf_add_n(&text, filler, READER_FIELD_CAP + 1);
	buf_add(&text, "\"\n2,good\n3,\"two\n");
	buf_add_n(&text, filler, 3 << 20);
	buf_add(&text, "\nlines\"\n4,good\n");
	buf_add_n(&text, filler, LARGE);
	buf_add(&text, ",x\n5,good\n");
	memset(filler, ',', LARGE);
	buf_add_n(&text, filler, 1 << 20);
	buf_add(&text, "\n6,");
	memset(filler, 'y', LARGE);
	buf_add_n(&text, filler, READER_FIELD_CAP);
	buf_add(&text, "\n7,\"open\n");
	buf_add_n(&text, filler, LARGE);
	ck_assert(!text.full);
	ck_assert_str_eq(all(over(text.data, text.length, (struct reader_format){.delimiter = ','})),
	                 "1: a|b\n2: !field-size\n3: 2|good\n4: !field-size\n7: 4|good\n"
	                 "8: !field-size\n9: 5|good\n10: !field-size\n"
	                 "11: 6|yyyyyyyyyyyyyyyyyyyy\n12: !quote\n");
	buf_free(&text);
	free(filler);
}
END_TEST

/* Where a record stands in the file is where its bytes are, however the window moves. */
START_TEST(offsets_name_the_bytes_of_a_record)
{
	struct buf text = {0};
	struct csv_record record;
	int64_t line = 1;
	for (int i = 0; i < 40000; i++)
		buf_printf(&text, "%d,\"cell\n%d\",x\r\n%s", i, i, i % 7 ? "" : "\n");
	struct reader *reader = over(text.data, text.length, (struct reader_format){.delimiter = ','});
	for (int i = 0; i < 40000; i++) {
		char expected[64];
		snprintf(expected, sizeof expected, "%d,\"cell\n%d\",x", i, i);
		ck_assert_int_eq(reader_next(reader, &record), 1);
		ck_assert_int_eq(record.number, i + 1);
		ck_assert_int_eq(record.line, line);
		ck_assert_int_eq(record.length, (int64_t)strlen(expected));
		ck_assert_mem_eq(text.data + record.offset, expected, strlen(expected));
		ck_assert_mem_eq(record.raw, expected, record.raw_length);
		line += i % 7 ? 2 : 3;
	}
	ck_assert_int_eq(reader_next(reader, &record), 0);
	ck_assert_int_eq(reader_offset(reader), (int64_t)text.length);
	ck_assert_int_eq(reader_line(reader), line);
	reader_free(reader);
	buf_free(&text);
}
END_TEST

UNIT(reader)
{
	Suite *suite = suite_create("reader");
	TCase *cases = tcase_create("records");

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, cells_and_lines);
	tcase_add_test(cases, the_line_is_the_physical_one);
	tcase_add_test(cases, a_bad_quote_costs_its_record_only);
	tcase_add_test(cases, an_open_quote_names_its_line_and_ends_all);
	tcase_add_test(cases, the_number_of_columns_counts);
	tcase_add_test(cases, a_lone_carriage_return_is_no_line_end);
	tcase_add_test(cases, bad_bytes_are_found_where_somebody_looks);
	tcase_add_test(cases, windows_1252_is_read_as_utf_8);
	tcase_add_test(cases, what_is_too_large_is_passed_over);
	tcase_add_test(cases, offsets_name_the_bytes_of_a_record);
	suite_add_tcase(suite, cases);
	return suite;
}
