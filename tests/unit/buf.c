#include <stdio.h>
#include "unit.h"
#include "property.h"
#include "base/buf.h"
#include <string.h>

START_TEST(test_grows)
{
	struct buf buf = {0};
	ck_assert_str_eq(buf_text(&buf), "");
	buf_add(&buf, "");
	ck_assert_str_eq(buf_text(&buf), "");
	for (int i = 0; i < 1000; i++) {
		buf_add(&buf, "ab");
		buf_add_char(&buf, 'c');
		buf_add_n(&buf, "defg", 1);
		buf_printf(&buf, "%02d", i % 100);
	}
	ck_assert_uint_eq(buf.length, 6000);
	ck_assert_uint_eq(strlen(buf_text(&buf)), 6000);
	ck_assert_str_eq(buf_text(&buf) + 5994, "abcd99");
	ck_assert(!buf.full);
	buf_reset(&buf);
	ck_assert_str_eq(buf_text(&buf), "");
	ck_assert_uint_gt(buf.capacity, 6000);
	buf_free(&buf);
	ck_assert_ptr_null(buf.data);
}
END_TEST

START_TEST(test_ceiling)
{
	struct buf buf = {.ceiling = 10};
	buf_add(&buf, "0123456789");
	ck_assert(!buf.full);
	buf_add_char(&buf, 'x');
	ck_assert(buf.full);
	ck_assert_str_eq(buf_text(&buf), "0123456789");
	buf_reset(&buf);
	buf_add(&buf, "01234");
	buf_add(&buf, "678901");
	ck_assert(buf.full);
	buf_add_char(&buf, 'x'); /* nothing follows a gap */
	ck_assert_str_eq(buf_text(&buf), "01234");
	buf_reset(&buf);
	buf_printf(&buf, "%s", "01234567890");
	ck_assert(buf.full);
	ck_assert_str_eq(buf_text(&buf), "");
	buf_free(&buf);
	ck_assert_uint_eq(buf.ceiling, 10);
	ck_assert(!buf.full);
}
END_TEST

START_TEST(test_default_ceiling)
{
	struct buf buf = {0};
	static char megabyte[1 << 20];
	for (int i = 0; i < 65; i++)
		buf_add_n(&buf, megabyte, sizeof megabyte);
	ck_assert_uint_eq(buf.length, BUF_CEILING);
	ck_assert(buf.full);
	buf_free(&buf);
}
END_TEST

START_TEST(test_any_bytes)
{
	struct buf buf = {0};
	uint64_t seed = 2;
	char expected[5000];
	size_t length = 0;
	while (length < 4900) {
		char piece[100];
		size_t size = (size_t)chance_between(&seed, 0, 99);
		for (size_t i = 0; i < size; i++)
			piece[i] = (char)chance(&seed);
		memcpy(expected + length, piece, size);
		length += size;
		buf_add_n(&buf, piece, size);
	}
	ck_assert_uint_eq(buf.length, length);
	ck_assert_mem_eq(buf.data, expected, length);
	ck_assert_int_eq(buf.data[length], '\0');
	buf_free(&buf);
}
END_TEST

START_TEST(test_integers)
{
	static const int64_t numbers[] = {0, 7, -7, 10, 1500000, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct buf buf = {0};
		char expected[32];
		snprintf(expected, sizeof expected, "%lld", (long long)numbers[i]);
		buf_add_int(&buf, numbers[i]);
		ck_assert_str_eq(buf_text(&buf), expected);
		buf_free(&buf);
	}
}
END_TEST

UNIT(buf)
{
	Suite *suite = suite_create("buf");
	TCase *cases = tcase_create("buffers");
	tcase_add_test(cases, test_grows);
	tcase_add_test(cases, test_ceiling);
	tcase_add_test(cases, test_default_ceiling);
	tcase_add_test(cases, test_any_bytes);
	tcase_add_test(cases, test_integers);
	suite_add_tcase(suite, cases);
	return suite;
}
