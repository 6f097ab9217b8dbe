/* Any bytes: folded, slugged, shown and written they are valid UTF-8, and nothing shown steers a
 * terminal. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/json.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition) abort();
}

static void check_display(const char *text, size_t columns, bool ascii)
{
	struct buf shown = {0}, again = {0};
	text_display(&shown, text, columns, ascii);
	const char *made = buf_text(&shown);
	require(text_utf8_valid(made, shown.length));
	require(!columns || text_width(made) <= columns);
	for (size_t i = 0; i < shown.length;) {
		utf8proc_int32_t code;
		i += (size_t)utf8proc_iterate((const uint8_t *)made + i,
		                              (utf8proc_ssize_t)(shown.length - i), &code);
		require(code >= 0x20 && (code < 0x7f || code > 0x9f) && (!ascii || code < 0x80));
		require(!(code >= 0x200B && code <= 0x200F) && !(code >= 0x2028 && code <= 0x202E));
		require(!(code >= 0x2060 && code <= 0x2069) && code != 0xFEFF);
	}
	text_display(&again, made, columns, ascii); /* what is safe stays as it is */
	require(text_equal(made, buf_text(&again)));
	buf_free(&shown);
	buf_free(&again);
}

static void check_folded(const char *text)
{
	struct buf folded = {0}, again = {0}, slug = {0}, key = {0};
	text_fold(&folded, text);
	text_fold(&again, buf_text(&folded));
	require(text_utf8_valid(buf_text(&folded), folded.length));
	require(text_equal(buf_text(&folded), buf_text(&again)));
	text_key(&key, text);
	require(text_utf8_valid(buf_text(&key), key.length) && key.length <= folded.length);
	text_slug(&slug, text);
	require(slug.length <= 60);
	require(strspn(buf_text(&slug), "abcdefghijklmnopqrstuvwxyz0123456789-") == slug.length);
	require(text_distance(text, buf_text(&folded)) == 0);
	require(text_similarity(text, buf_text(&folded)) == (key.length ? 1000000 : 0));
	buf_free(&folded);
	buf_free(&again);
	buf_free(&slug);
	buf_free(&key);
}

static void check_written(const char *text, size_t length)
{
	struct buf out = {0};
	struct json json = {&out, false};
	json_text_n(&json, text, length);
	require(out.length >= length + 2 && text_utf8_valid(out.data, out.length));
	buf_reset(&out);
	text_add_csv(&out, text);
	require(out.length >= length);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	check_display(text, 0, false);
	check_display(text, size ? data[0] % 40 : 1, size % 2);
	check_folded(text);
	check_written(text, strlen(text));
	free(text);
	return 0;
}
