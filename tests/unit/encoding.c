#include "unit.h"
#include <string.h>
#include "exchange/encoding.h"

/* Judges text given in pieces of `step` bytes. */
static struct encoding_scan scanned(const char *text, size_t length, size_t step)
{
	struct encoding_scan scan = {0};
	for (size_t at = 0; at < length; at += step)
		encoding_scan_add(&scan, text + at, length - at < step ? length - at : step);
	encoding_scan_end(&scan);
	return scan;
}

START_TEST(the_start_tells_marks_and_utf_16)
{
	static const struct {
		const char *bytes;
		size_t length, mark;
		enum encoding encoding;
	} starts[] = {
		{"\xEF\xBB\xBFid,name", 10, 3, ENCODING_UTF8_BOM},
		{"\xFF\xFEi\0d\0", 6, 2, ENCODING_UTF16LE},
		{"\xFE\xFF\0i\0d", 6, 2, ENCODING_UTF16BE},
		{"i\0d\0,\0n\0", 8, 0, ENCODING_UTF16LE},
		{"\0i\0d\0,\0n", 8, 0, ENCODING_UTF16BE},
		{"id,name", 7, 0, ENCODING_UTF8},
		{"id,n\0me\n", 8, 0, ENCODING_UTF8},
		{"", 0, 0, ENCODING_UTF8},
	};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t mark = 9;
		ck_assert_int_eq(encoding_of_start(starts[i].bytes, starts[i].length, &mark),
		                 starts[i].encoding);
		ck_assert_uint_eq(mark, starts[i].mark);
	}
}
END_TEST

START_TEST(a_scan_is_the_same_in_any_pieces)
{
	static const char text[] = "plain, Universität 東風 \xF0\x9F\x8C\x8D, all of it valid\r\n";
	static const char stray[] = "plain, Universit\xE4t, one byte of Latin-1";
	static const char cut[] = "valid é and cut \xE6\x9D";
	for (size_t step = 1; step < 20; step++) {
		struct encoding_scan scan = scanned(text, sizeof text - 1, step);
		ck_assert(scan.sequences && !scan.strays && !scan.nuls && scan.feeds && scan.returns);
		scan = scanned(stray, sizeof stray - 1, step);
		ck_assert(!scan.sequences && scan.strays && !scan.feeds);
		scan = scanned(cut, sizeof cut - 1, step);
		ck_assert(scan.sequences && scan.strays);
		scan = scanned("a\0b", 3, step);
		ck_assert(scan.nuls && !scan.strays);
	}
}
END_TEST

/* Overlong forms, surrogates and what lies beyond Unicode are strays. */
START_TEST(what_is_no_utf_8)
{
	static const char *const bad[] = {"\xC0\x80",         "\xE0\x80\xAF",         "\xED\xA0\x80",
	                                  "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct encoding_scan scan = scanned(bad[i], strlen(bad[i]), 64);
		ck_assert_msg(scan.strays && !scan.sequences, "case %zu", i);
	}
}
END_TEST

START_TEST(windows_1252_goes_there_and_back)
{
	struct buf text = {0}, back = {0};
	ck_assert(encoding_from_1252(&text, "\x80 caf\xE9 \x93\x94 \x9F", 12));
	ck_assert_str_eq(text.data, "€ café “” Ÿ");
	encoding_add(&back, ENCODING_WINDOWS_1252, text.data, text.length);
	ck_assert_str_eq(back.data, "\x80 caf\xE9 \x93\x94 \x9F");
	buf_reset(&back);
	encoding_add(&back, ENCODING_WINDOWS_1252, "東", 3);
	ck_assert_str_eq(back.data, "?");
	ck_assert(!encoding_from_1252(&text, "\x81", 1));
	buf_free(&text);
	buf_free(&back);
}
END_TEST

START_TEST(utf_16_goes_there_and_back)
{
	static const char text[] = "id, Zürich 東 \xF0\x9F\x8C\x8D\r\n";
	for (int big = 0; big < 2; big++) {
		struct buf wide = {0}, back = {0};
		struct utf16 state = {.big_endian = big};
		encoding_add(&wide, big ? ENCODING_UTF16BE : ENCODING_UTF16LE, text, sizeof text - 1);
		for (size_t i = 0; i < wide.length; i++)
			ck_assert(utf16_add(&state, &back, wide.data + i, 1));
		ck_assert(utf16_complete(&state));
		ck_assert_str_eq(back.data, text);
		ck_assert(utf16_add(&state, &back, wide.data, 1));
		ck_assert(!utf16_complete(&state));
		buf_free(&wide);
		buf_free(&back);
	}
}
END_TEST

START_TEST(a_surrogate_without_its_partner_is_refused)
{
	struct buf out = {0};
	struct utf16 low = {0}, high = {0};
	ck_assert(!utf16_add(&low, &out, "\x00\xDC", 2));
	ck_assert(!utf16_add(&high, &out,
	                     "\x3C\xD8"
	                     "a\0",
	                     4));
	buf_free(&out);
}
END_TEST

UNIT(encoding)
{
	Suite *suite = suite_create("encoding");
	TCase *cases = tcase_create("bytes");

	tcase_add_test(cases, the_start_tells_marks_and_utf_16);
	tcase_add_test(cases, a_scan_is_the_same_in_any_pieces);
	tcase_add_test(cases, what_is_no_utf_8);
	tcase_add_test(cases, windows_1252_goes_there_and_back);
	tcase_add_test(cases, utf_16_goes_there_and_back);
	tcase_add_test(cases, a_surrogate_without_its_partner_is_refused);
	suite_add_tcase(suite, cases);
	return suite;
}
