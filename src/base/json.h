/* A streaming JSON writer into a buffer. It keeps commas and nesting; keys and values are given in
 * order. Invalid UTF-8 becomes U+FFFD, and what could steer a terminal is escaped. */
#ifndef SYNDIC_BASE_JSON_H
#define SYNDIC_BASE_JSON_H
#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

struct json {
	struct buf *out;
	bool comma; /* a value stands before the next one */
};
void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, const char *text); /* NULL: null; jansson owns json_null */
void json_text_n(struct json *json, const char *text, size_t length);
void json_int(struct json *json, int64_t number);
void json_money(struct json *json, int64_t cents);      /* 15000.00 */
void json_ratio(struct json *json, int64_t millionths); /* 0.3 */
void json_bool(struct json *json, bool value);

/* A key and its value, or the bracket that begins it. */
void json_member_open(struct json *json, const char *key, char bracket);
void json_member_text(struct json *json, const char *key, const char *text);
void json_member_int(struct json *json, const char *key, int64_t number);
void json_member_money(struct json *json, const char *key, int64_t cents);
void json_member_ratio(struct json *json, const char *key, int64_t millionths);
void json_member_bool(struct json *json, const char *key, bool value);

#endif
