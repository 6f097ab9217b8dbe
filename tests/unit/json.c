#include "unit.h"
#include "property.h"
#include "base/json.h"
#include <jansson.h>
#include <string.h>
#include "base/text.h"

static struct buf out;

static const char *text_as_json(const char *text, size_t length)
{
	struct json json = {&out, false};
	buf_reset(&out);
	json_text_n(&json, text, length);
	return buf_text(&out);
}

START_TEST(test_document)
{
	struct json json = {&out, false};
	json_open(&json, '{');
	json_key(&json, "format");
	json_int(&json, 1);
	json_key(&json, "deals");
	json_open(&json, '[');
	for (int i = 0; i < 2; i++) {
		json_open(&json, '{');
		json_key(&json, "amount");
		json_money(&json, i ? 1500000 : -5);
		json_key(&json, "probability");
		json_ratio(&json, i ? 300000 : 1000000);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_key(&json, "none");
	json_open(&json, '[');
	json_close(&json, ']');
	json_key(&json, "org");
	json_text(&json, NULL);
	json_key(&json, "list");
	json_open(&json, '[');
	json_bool(&json, true);
	json_bool(&json, false);
	json_text(&json, NULL);
	json_text(&json, "x");
	json_int(&json, INT64_MIN);
	json_close(&json, ']');
	json_close(&json, '}');
	ck_assert_str_eq(buf_text(&out),
	                 "{\"format\":1,\"deals\":[{\"amount\":-0.05,\"probability\":1},"
	                 "{\"amount\":15000.00,\"probability\":0.3}],\"none\":[],"
	                 "\"org\":null,\"list\":[true,false,null,\"x\","
	                 "-9223372036854775808]}");
	buf_free(&out);
}
END_TEST

START_TEST(test_escapes)
{
	ck_assert_str_eq(text_as_json("say \"\\\"", 7), "\"say \\\"\\\\\\\"\"");
	ck_assert_str_eq(text_as_json("\b\f\n\r\t", 5), "\"\\b\\f\\n\\r\\t\"");
	ck_assert_str_eq(text_as_json("\x1b\x01\x1f\x7f", 4), "\"\\u001b\\u0001\\u001f\\u007f\"");
	ck_assert_str_eq(text_as_json("a\0b", 3), "\"a\\u0000b\"");
	ck_assert_str_eq(text_as_json("Zürich 日本 🜚", 19), "\"Zürich 日本 🜚\"");
	ck_assert_str_eq(text_as_json("\xff"
	                              "a\xc3",
	                              3),
	                 "\"\uFFFDa\uFFFD\"");
	ck_assert_str_eq(text_as_json("\xed\xa0\x80", 3), "\"\uFFFD\uFFFD\uFFFD\"");
	ck_assert_str_eq(text_as_json("\u65e5", 2), "\"\uFFFD\uFFFD\""); /* cut within a character */
	ck_assert_str_eq(text_as_json("", 0), "\"\"");
	buf_free(&out);
}
END_TEST

START_TEST(test_any_text_reads_back)
{
	uint64_t seed = 31;
	for (int i = 0; i < 8000; i++) {
		char text[100];
		size_t length = (size_t)chance_between(&seed, 0, 100);
		for (size_t k = 0; k < length; k++)
			text[k] = (char)(i % 2 ? chance(&seed) : chance(&seed) % 128);
		const char *made = text_as_json(text, length);
		json_t *read = json_loads(made, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		HOLDS(read && json_is_string(read), "round %d: %s", i, made);
		if (i % 2 == 0)
			HOLDS(json_string_length(read) == length &&
			          memcmp(json_string_value(read), text, length) == 0,
			      "round %d: %s", i, made);
		json_decref(read);
	}
	buf_free(&out);
}
END_TEST

UNIT(json)
{
	Suite *suite = suite_create("json");
	TCase *cases = tcase_create("writer");
	tcase_add_test(cases, test_document);
	tcase_add_test(cases, test_escapes);
	tcase_add_test(cases, test_any_text_reads_back);
	suite_add_tcase(suite, cases);
	return suite;
}
