#include "base/json.h"

#include <string.h>
#include <utf8proc.h>

#include "base/money.h"

static void value_begins(struct json *json)
{
	if (json->comma) buf_add_char(json->out, ',');
	json->comma = true;
}

void json_open(struct json *json, char bracket)
{
	value_begins(json);
	buf_add_char(json->out, bracket);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	buf_add_char(json->out, bracket);
	json->comma = true;
}

void json_key(struct json *json, const char *key)
{
	json_text(json, key);
	buf_add_char(json->out, ':');
	json->comma = false;
}

void json_text(struct json *json, const char *text)
{
	if (text) {
		json_text_n(json, text, strlen(text));
	} else {
		value_begins(json);
		buf_add(json->out, "null");
	}
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Would it steer a terminal: a control character, or one that turns the direction of text? */
static bool steers(utf8proc_int32_t code)
{
	return code < 0xa0 || code == 0x061c || code == 0x200e || code == 0x200f ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static void add_escape(struct buf *out, unsigned code)
{
	static const char named[] = "\"\"\\\\b\bf\fn\nr\rt\t";
	for (size_t i = 0; named[i]; i += 2)
		if ((unsigned char)named[i + 1] == code) {
			const char escape[] = {'\\', named[i]};
			buf_add_n(out, escape, sizeof escape);
			return;
		}
	buf_printf(out, "\\u%04x", code);
}

void json_text_n(struct json *json, const char *text, size_t length)
{
	struct buf *out = json->out;
	value_begins(json);
	buf_add_char(out, '"');
	size_t done = 0;
	for (size_t i = 0; i < length;) {
		unsigned char c = (unsigned char)text[i];
		if (is_plain(c)) {
			i++;
			continue;
		}
		if (c >= 0x80) {
			utf8proc_int32_t code;
			utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
			                                         (utf8proc_ssize_t)(length - i), &code);
			if (size > 0 && steers(code)) {
				buf_add_n(out, text + done, i - done);
				add_escape(out, (unsigned)code);
				i += (size_t)size;
				done = i;
				continue;
			}
			if (size > 0) {
				i += (size_t)size;
				continue;
			}
		}
		buf_add_n(out, text + done, i - done);
		if (c >= 0x80)
			buf_add(out, "\xEF\xBF\xBD");
		else
			add_escape(out, c);
		done = ++i;
	}
	buf_add_n(out, text + done, length - done);
	buf_add_char(out, '"');
}

void json_int(struct json *json, int64_t number)
{
	value_begins(json);
	buf_add_int(json->out, number);
}

void json_money(struct json *json, int64_t cents)
{
	value_begins(json);
	money_add_plain(json->out, cents);
}

void json_ratio(struct json *json, int64_t millionths)
{
	value_begins(json);
	ratio_add_plain(json->out, millionths);
}

void json_bool(struct json *json, bool value)
{
	value_begins(json);
	buf_add(json->out, value ? "true" : "false");
}

void json_member_open(struct json *json, const char *key, char bracket)
{
	json_key(json, key);
	json_open(json, bracket);
}

void json_member_text(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_text(json, text);
}

void json_member_int(struct json *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_int(json, number);
}

void json_member_money(struct json *json, const char *key, int64_t cents)
{
	json_key(json, key);
	json_money(json, cents);
}

void json_member_ratio(struct json *json, const char *key, int64_t millionths)
{
	json_key(json, key);
	json_ratio(json, millionths);
}

void json_member_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}
