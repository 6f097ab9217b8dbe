#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"

#define SLUG_SIZE 60

static bool is_ascii_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_ascii_alnum(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char ascii_lower(unsigned char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* The length of the ASCII text (without NUL) that `bytes` begin with, eight bytes a step. */
static size_t ascii_length(const char *bytes, size_t length)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	size_t i = 0;
	for (uint64_t word; i + sizeof word <= length; i += sizeof word) {
		memcpy(&word, bytes + i, sizeof word);
		if ((word | (word - ones)) & tops) break;
	}
	while (i < length && (signed char)bytes[i] > 0)
		i++;
	return i;
}

/* The code point at `bytes` and its size; 0 where they are no UTF-8. */
static size_t decode(const char *bytes, size_t length, int32_t *code)
{
	utf8proc_ssize_t size =
		utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, code);
	return size > 0 ? (size_t)size : 0;
}

static void add_code(struct buf *out, int32_t code)
{
	utf8proc_uint8_t bytes[4];
	buf_add_n(out, (const char *)bytes, (size_t)utf8proc_encode_char(code, bytes));
}

bool text_utf8_valid(const char *bytes, size_t length)
{
	size_t i = 0;
	while ((i += ascii_length(bytes + i, length - i)) < length) {
		int32_t code;
		size_t size = decode(bytes + i, length - i, &code);
		if (!size || !code) return false;
		i += size;
	}
	return true;
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

int text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* ---- folding --------------------------------------------------------------------------------- */

static bool is_space(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);
	return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

static bool is_letter_or_digit(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO &&
	       category != UTF8PROC_CATEGORY_MN && category != UTF8PROC_CATEGORY_MC &&
	       category != UTF8PROC_CATEGORY_ME;
}

/* Where folded characters go: the buffer, and whether a space is due before the next one. */
struct folding {
	struct buf *out;
	bool begun, space, key;
};

static void fold_ascii(struct folding *folding, const char *bytes, size_t length)
{
	char chunk[256];
	size_t used = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (folding->key ? !is_ascii_alnum(c) : c <= ' ' || c == 0x7f) {
			folding->space = folding->begun;
			continue;
		}
		if (used + 2 > sizeof chunk) {
			buf_add_n(folding->out, chunk, used);
			used = 0;
		}
		if (folding->space && !folding->key) chunk[used++] = ' ';
		chunk[used++] = ascii_lower(c);
		folding->space = false;
		folding->begun = true;
	}
	buf_add_n(folding->out, chunk, used);
}

static void fold_code(struct folding *folding, int32_t code)
{
	const utf8proc_option_t options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
	                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	int32_t parts[32];
	int boundary = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t count = utf8proc_decompose_char(code, parts, 32, options, &boundary);
	for (utf8proc_ssize_t i = 0; i < count && i < 32; i++) {
		if (folding->key ? !is_letter_or_digit(parts[i]) : is_space(parts[i])) {
			folding->space = folding->begun;
			continue;
		}
		if (folding->space && !folding->key) buf_add_char(folding->out, ' ');
		add_code(folding->out, parts[i]);
		folding->space = false;
		folding->begun = true;
	}
}

static void fold(struct buf *out, const char *text, bool key)
{
	struct folding folding = {.out = out, .key = key};
	size_t length = strlen(text);
	for (size_t i = 0; i < length;) {
		size_t size = ascii_length(text + i, length - i);
		fold_ascii(&folding, text + i, size);
		if ((i += size) == length) break;
		int32_t code;
		size = decode(text + i, length - i, &code);
		fold_code(&folding, size ? code : 0xFFFD);
		i += size ? size : 1;
	}
}

void text_fold(struct buf *out, const char *text)
{
	fold(out, text, false);
}

void text_key(struct buf *out, const char *text)
{
	fold(out, text, true);
}

/* Latin letters that are no base letter with a mark, as people type them without. */
static const char *plain_letters(int32_t code)
{
	static const struct {
		int32_t code;
		const char *letters;
	} plain[] = {{0xE6, "ae"},  {0xF0, "d"},   {0xF8, "o"},  {0xFE, "th"},
	             {0x111, "d"},  {0x127, "h"},  {0x131, "i"}, {0x142, "l"},
	             {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"}, {0x259, "e"}};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].code == code) return plain[i].letters;
	return "";
}

struct slug {
	char text[SLUG_SIZE + 2];
	size_t length;
	bool dash;
};

/* Adds letters; false once the slug is full. */
static bool slug_add(struct slug *slug, const char *letters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slug->length + slug->dash >= SLUG_SIZE) return false;
		if (slug->dash) slug->text[slug->length++] = '-';
		slug->text[slug->length++] = ascii_lower((unsigned char)letters[i]);
		slug->dash = false;
	}
	return true;
}

/* Adds folded text, or ASCII of any case. */
static bool slug_add_text(struct slug *slug, const char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		int32_t code = (unsigned char)text[i];
		size_t size = code < 0x80 ? 1 : decode(text + i, length - i, &code);
		if (code < 0x80 && is_ascii_alnum((unsigned char)code)) {
			if (!slug_add(slug, text + i, 1)) return false;
		} else {
			const char *letters = code < 0x80 ? "" : plain_letters(code);
			if (!*letters)
				slug->dash = slug->length > 0;
			else if (!slug_add(slug, letters, strlen(letters)))
				return false;
		}
		i += size;
	}
	return true;
}

void text_slug(struct buf *out, const char *text)
{
	struct slug slug = {.length = 0};
	size_t length = strlen(text);
	if (ascii_length(text, length) == length)
		slug_add_text(&slug, text, length);
	else {
		struct buf folded = {0};
		text_fold(&folded, text);
		slug_add_text(&slug, buf_text(&folded), folded.length);
		buf_free(&folded);
	}
	buf_add_n(out, slug.text, slug.length);
}

/* ---- display --------------------------------------------------------------------------------- */

size_t text_width(const char *text)
{
	size_t length = strlen(text), width = 0;
	for (size_t i = 0; i < length;) {
		size_t size = ascii_length(text + i, length - i);
		width += size;
		if ((i += size) == length) break;
		int32_t code;
		size = decode(text + i, length - i, &code);
		width += size ? (size_t)utf8proc_charwidth(code) : 1;
		i += size ? size : 1;
	}
	return width;
}

size_t text_length(const char *text)
{
	size_t length, characters = 0;
	int32_t before = 0, code, state = 0;
	while (is_ascii_space((unsigned char)*text))
		text++;
	for (length = strlen(text); length > 0; length--)
		if (!is_ascii_space((unsigned char)text[length - 1])) break;
	for (size_t i = 0, size; i < length; i += size, before = code) {
		size = decode(text + i, length - i, &code);
		if (!size) size = 1;
		if (i == 0 || utf8proc_grapheme_break_stateful(before, code, &state)) characters++;
	}
	return characters;
}

#define MARKS_MAX                                                                                  \
	4 /* on one letter; no language needs more, and more would climb into other lines */

/* Is it a mark on the character before it? */
static bool is_mark(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME || utf8proc_charwidth(code) == 0;
}

/* Is it nothing to see, or does it steer what follows? */
static bool is_unsafe(int32_t code)
{
	switch (utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP: return true;
	default:
		/* fillers that are letters by category */
		return code == 0x34F || code == 0x115F || code == 0x1160 || code == 0x3164 ||
		       code == 0xFFA0;
	}
}

/* What is shown for one character: `size` bytes and `width` columns. */
struct glyph {
	char text[16];
	size_t size, width;
	int32_t code; /* of the character; 0: an invalid byte */
};

static void glyph_escape(struct glyph *glyph, int32_t code, bool byte)
{
	static const char hex[] = "0123456789abcdef";
	char *at = glyph->text;
	*at++ = '\\';
	const char *named = code == '\n' ? "n" : code == '\r' ? "r" : code == '\t' ? "t" : NULL;
	if (named)
		*at++ = *named;
	else if (byte || code < 0x80) {
		*at++ = 'x';
		*at++ = hex[code >> 4 & 15];
		*at++ = hex[code & 15];
	} else {
		*at++ = 'u';
		*at++ = '{';
		int shift = 4;
		while (code >> (shift + 4))
			shift += 4;
		for (; shift >= 0; shift -= 4)
			*at++ = hex[code >> shift & 15];
		*at++ = '}';
	}
	glyph->size = glyph->width = (size_t)(at - glyph->text);
}

/* The glyph for the character at `bytes`, whose size is returned. `marks` counts those on a
 * letter. */
static size_t glyph_at(struct glyph *glyph, const char *bytes, size_t length, bool ascii,
                       size_t *marks)
{
	int32_t code;
	size_t size = decode(bytes, length, &code);
	glyph->code = size ? code : 0;
	if (!size) {
		*marks = 0;
		glyph_escape(glyph, (unsigned char)*bytes, true);
		return 1;
	}
	bool mark = is_mark(code);
	*marks = mark ? *marks + 1 : 0;
	if (is_unsafe(code) || *marks > MARKS_MAX)
		glyph_escape(glyph, code, false);
	else if (ascii && code >= 0x80) {
		glyph->text[0] = '?';
		glyph->size = glyph->width = 1;
	} else {
		memcpy(glyph->text, bytes, size);
		glyph->size = size;
		glyph->width = (size_t)utf8proc_charwidth(code);
	}
	return size;
}

/* Letters and marks of scripts that join, and pictures with what colours them. */
static bool is_joined(int32_t code)
{
	utf8proc_category_t category = utf8proc_category(code);
	if (code < 0x80) return false;
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME) ||
	       category == UTF8PROC_CATEGORY_SO || category == UTF8PROC_CATEGORY_SK;
}

#define VIRAMA 9 /* combining class of the signs that take an Indic letter its vowel */

/* Is the character at `bytes` a joiner in its place: between two that it joins or parts, or after a
 * virama, which it may end a word with? Anywhere else it hides. */
static bool joins(const char *bytes, size_t length, int32_t before)
{
	int32_t code, after;
	size_t size = decode(bytes, length, &code);
	if (!size || (code != 0x200C && code != 0x200D) || !is_joined(before)) return false;
	if (utf8proc_get_property(before)->combining_class == VIRAMA) return true;
	return decode(bytes + size, length - size, &after) && is_joined(after);
}

static void display(struct buf *out, const char *text, size_t columns, bool ascii, bool joiners)
{
	const char *cut_mark = ascii ? "..." : "\u2026";
	size_t cut_width = ascii ? 3 : 1, length = strlen(text), width = 0;
	size_t cut = out->length; /* up to where text and mark fit together */
	size_t marks = MARKS_MAX; /* a mark in front would sit on what stands before the text */
	int32_t before = 0;
	for (size_t i = 0; i < length;) {
		struct glyph glyph = {.size = 0};
		unsigned char c = (unsigned char)text[i];
		if (c >= ' ' && c < 0x7f) {
			glyph.text[0] = text[i++];
			glyph.size = glyph.width = 1;
			marks = 0;
		} else if (joiners && joins(text + i, length - i, before)) {
			glyph.size = 3;
			memcpy(glyph.text, text + i, glyph.size);
			i += glyph.size;
		} else
			i += glyph_at(&glyph, text + i, length - i, ascii, &marks);
		before = glyph.code;
		if (columns && width + glyph.width > columns) {
			if (out->data) out->data[out->length = cut] = '\0';
			buf_add_n(out, cut_mark, ascii && columns < 3 ? columns : strlen(cut_mark));
			return;
		}
		buf_add_n(out, glyph.text, glyph.size);
		width += glyph.width;
		if (width + cut_width <= columns) cut = out->length;
	}
}

void text_display(struct buf *out, const char *text, size_t columns, bool ascii)
{
	display(out, text, columns, ascii, false);
}

void text_page(struct buf *out, const char *text)
{
	display(out, text, 0, false, true);
}

/* ---- likeness -------------------------------------------------------------------------------- */

/* The code points of valid UTF-8, at most `limit`; their number. */
static size_t decode_all(const struct buf *text, int32_t *out, size_t limit)
{
	size_t count = 0;
	for (size_t i = 0; i < text->length && count < limit; count++)
		i += decode(text->data + i, text->length - i, &out[count]);
	return count;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* The words of `text` folded, without punctuation, in order, one space apart. */
static void sort_words(struct buf *out, const char *text)
{
	struct arena arena = {0};
	struct buf folded = {0}, word = {0};
	text_fold(&folded, text);
	size_t count = 0;
	char **words = arena_alloc(&arena, (folded.length / 2 + 1) * sizeof *words);
	static const char between[] = " -_/,;:&()";
	char *rest = folded.data;
	for (char *at; (at = strsep(&rest, between));) {
		buf_reset(&word);
		text_key(&word, at);
		if (word.length) words[count++] = arena_copy_n(&arena, word.data, word.length);
	}
	qsort(words, count, sizeof *words, by_text);
	for (size_t i = 0; i < count; i++) {
		if (i) buf_add_char(out, ' ');
		buf_add(out, words[i]);
	}
	buf_free(&word);
	buf_free(&folded);
	arena_free(&arena);
}

/* The pairs of neighbouring letters of `text`, sorted; the caller frees them. */
static uint64_t *sorted_pairs(const struct buf *text, size_t *count)
{
	int32_t *codes = mem_alloc((text->length + 1) * sizeof *codes);
	size_t length = decode_all(text, codes, text->length);
	*count = length ? length - 1 : 0;
	uint64_t *pairs = mem_alloc((*count + 1) * sizeof *pairs);
	for (size_t i = 0; i < *count; i++)
		pairs[i] = (uint64_t)codes[i] << 32 | (uint32_t)codes[i + 1];
	qsort(pairs, *count, sizeof *pairs, by_number);
	free(codes);
	return pairs;
}

int64_t text_similarity(const char *a, const char *b)
{
	struct buf left = {0}, right = {0};
	size_t left_count, right_count, shared = 0;
	sort_words(&left, a);
	sort_words(&right, b);
	uint64_t *left_pairs = sorted_pairs(&left, &left_count);
	uint64_t *right_pairs = sorted_pairs(&right, &right_count);
	for (size_t i = 0, j = 0; i < left_count && j < right_count;) {
		int order = by_number(&left_pairs[i], &right_pairs[j]);
		shared += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	size_t all = left_count + right_count;
	int64_t likeness = all ? (int64_t)(2000000 * shared / all) : 0;
	if (left.length && text_equal(buf_text(&left), buf_text(&right))) likeness = 1000000;
	free(left_pairs);
	free(right_pairs);
	buf_free(&left);
	buf_free(&right);
	return likeness;
}

#define COMPARED 256 /* code points; beyond them only the lengths count */

static size_t count_codes(const struct buf *text)
{
	size_t count = 0;
	for (size_t i = 0; i < text->length; i++)
		count += (text->data[i] & 0xC0) != 0x80;
	return count;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t text_distance(const char *a, const char *b)
{
	struct buf left = {0}, right = {0};
	text_fold(&left, a);
	text_fold(&right, b);
	int32_t x[COMPARED], y[COMPARED];
	size_t x_count = decode_all(&left, x, COMPARED), y_count = decode_all(&right, y, COMPARED);
	size_t x_rest = count_codes(&left) - x_count, y_rest = count_codes(&right) - y_count;
	size_t beyond = x_rest > y_rest ? x_rest - y_rest : y_rest - x_rest;

	size_t rows[3][COMPARED + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= y_count; j++)
		row[j] = j;
	for (size_t i = 1; i <= x_count; i++) {
		size_t *oldest = before;
		before = above;
		above = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= y_count; j++) {
			row[j] =
				smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + (x[i - 1] != y[j - 1]));
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				row[j] = smaller(row[j], before[j - 2] + 1);
		}
	}
	size_t distance = row[y_count] + beyond;
	buf_free(&left);
	buf_free(&right);
	return distance;
}

void text_add_csv(struct buf *out, const char *text)
{
	size_t length = strlen(text);
	bool quoted = length && (is_ascii_space((unsigned char)text[0]) ||
	                         is_ascii_space((unsigned char)text[length - 1]));
	if (!quoted && !strpbrk(text, ",\"\r\n")) {
		buf_add_n(out, text, length);
		return;
	}
	buf_add_char(out, '"');
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		buf_add_n(out, text, (size_t)(quote - text) + 1);
		buf_add_char(out, '"');
	}
	buf_add(out, text);
	buf_add_char(out, '"');
}
