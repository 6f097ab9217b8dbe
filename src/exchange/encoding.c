#include "exchange/encoding.h"

#include <string.h>

/* Windows-1252 differs from Latin-1 in these 32 places; 0 has no meaning. */
static const uint16_t windows_1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
                                          0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
                                          0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D,
                                          0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
                                          0x0153, 0,      0x017E, 0x0178};

const char *encoding_name(enum encoding encoding)
{
	static const char *const names[] = {"UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16BE",
	                                    "Windows-1252"};
	return names[encoding];
}

enum encoding encoding_of_start(const char *bytes, size_t length, size_t *mark)
{
	*mark = 0;
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		*mark = 3;
		return ENCODING_UTF8_BOM;
	}
	if (length < 2) return ENCODING_UTF8;
	if (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0) {
		*mark = 2;
		return bytes[0] == '\xFF' ? ENCODING_UTF16LE : ENCODING_UTF16BE;
	}
	size_t pairs = length / 2 < 32 ? length / 2 : 32, little = 0, big = 0;
	for (size_t i = 0; i < pairs; i++) {
		little += bytes[2 * i] != 0 && bytes[2 * i + 1] == 0;
		big += bytes[2 * i] == 0 && bytes[2 * i + 1] != 0;
	}
	if (pairs >= 4 && little == pairs) return ENCODING_UTF16LE;
	if (pairs >= 4 && big == pairs) return ENCODING_UTF16BE;
	return ENCODING_UTF8;
}

/* Length of the UTF-8 sequence that begins here, 0 if none does or it is cut. */
static size_t sequence(const char *bytes, size_t left, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)bytes[0];
	size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	*code = length < 2 ? first : first & (0x7Fu >> length);
	if (length > left || first > 0xF4) return 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)bytes[i];
		if ((next & 0xC0) != 0x80) return 0;
		*code = *code << 6 | (next & 0x3F);
	}
	bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
	return *code < least[length] || *code > 0x10FFFF || surrogate ? 0 : length;
}

static bool ascii_word(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, sizeof word);
	return (word & UINT64_C(0x8080808080808080)) == 0;
}

/* Bytes of the piece that were judged; the rest is the start of a cut sequence. */
static size_t scan_sequences(struct encoding_scan *scan, const char *bytes, size_t length,
                             bool last)
{
	size_t at = 0;
	while (at < length) {
		while (length - at >= 8 && ascii_word(bytes + at))
			at += 8;
		if (at == length) break;
		if ((unsigned char)bytes[at] < 0x80) {
			at++;
			continue;
		}
		uint32_t code;
		size_t used = sequence(bytes + at, length - at, &code);
		if (used > 0) {
			scan->sequences = true;
			at += used;
		} else if (!last && length - at < 4) {
			break;
		} else {
			scan->strays = true;
			at++;
		}
	}
	return at;
}

void encoding_scan_add(struct encoding_scan *scan, const char *bytes, size_t length)
{
	if (!scan->nuls) scan->nuls = memchr(bytes, 0, length) != NULL;
	if (!scan->feeds) scan->feeds = memchr(bytes, '\n', length) != NULL;
	if (!scan->returns) scan->returns = memchr(bytes, '\r', length) != NULL;
	while (scan->held_length > 0 && length > 0) {
		scan->held[scan->held_length++] = *bytes++;
		length--;
		size_t used = scan_sequences(scan, scan->held, scan->held_length, false);
		memmove(scan->held, scan->held + used, scan->held_length - used);
		scan->held_length -= used;
	}
	size_t used = scan_sequences(scan, bytes, length, false);
	if (used < length) {
		memcpy(scan->held, bytes + used, length - used);
		scan->held_length = length - used;
	}
}

void encoding_scan_end(struct encoding_scan *scan)
{
	scan_sequences(scan, scan->held, scan->held_length, true);
	scan->held_length = 0;
}

static void add_code(struct buf *out, uint32_t code)
{
	static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = length; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3F));
	bytes[0] = (char)(marks[length] | code);
	buf_add_n(out, bytes, length);
}

bool encoding_from_1252(struct buf *out, const char *bytes, size_t length)
{
	bool good = true;
	for (size_t at = 0; at < length;) {
		size_t plain = at;
		while (plain < length && (unsigned char)bytes[plain] < 0x80)
			plain++;
		buf_add_n(out, bytes + at, plain - at);
		at = plain;
		if (at == length) break;
		unsigned byte = (unsigned char)bytes[at++];
		uint32_t code = byte >= 0xA0 ? byte : windows_1252[byte - 0x80];
		if (code == 0) good = false;
		add_code(out, code ? code : 0xFFFD);
	}
	return good;
}

bool utf16_add(struct utf16 *state, struct buf *out, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		if (!state->half) {
			state->first = byte;
			state->half = true;
			continue;
		}
		state->half = false;
		uint32_t unit = state->big_endian ? (uint32_t)state->first << 8 | byte
		                                  : (uint32_t)byte << 8 | state->first;
		bool low = unit >= 0xDC00 && unit <= 0xDFFF;
		if (low != (state->high != 0)) return false;
		if (unit >= 0xD800 && unit <= 0xDBFF) {
			state->high = unit;
			continue;
		}
		if (low) unit = 0x10000 + ((state->high - 0xD800) << 10) + (unit - 0xDC00);
		state->high = 0;
		add_code(out, unit);
	}
	return true;
}

bool utf16_complete(const struct utf16 *state)
{
	return !state->half && state->high == 0;
}

static void add_unit(struct buf *out, uint32_t unit, bool big_endian)
{
	char high = (char)(unit >> 8), low = (char)(unit & 0xFF);
	buf_add_char(out, big_endian ? high : low);
	buf_add_char(out, big_endian ? low : high);
}

static char byte_of_1252(uint32_t code)
{
	if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) return (char)code;
	for (unsigned i = 0; i < 32; i++)
		if (windows_1252[i] == code) return (char)(0x80 + i);
	return '?';
}

void encoding_add(struct buf *out, enum encoding encoding, const char *text, size_t length)
{
	if (encoding == ENCODING_UTF8 || encoding == ENCODING_UTF8_BOM) {
		buf_add_n(out, text, length);
		return;
	}
	bool big_endian = encoding == ENCODING_UTF16BE;
	for (size_t at = 0; at < length;) {
		uint32_t unit;
		size_t used = sequence(text + at, length - at, &unit);
		if (used == 0) {
			unit = '?';
			used = 1;
		}
		at += used;
		if (encoding == ENCODING_WINDOWS_1252) {
			buf_add_char(out, byte_of_1252(unit));
		} else if (unit < 0x10000) {
			add_unit(out, unit, big_endian);
		} else {
			add_unit(out, 0xD800 + ((unit - 0x10000) >> 10), big_endian);
			add_unit(out, 0xDC00 + ((unit - 0x10000) & 0x3FF), big_endian);
		}
	}
}

void encoding_add_mark(struct buf *out, enum encoding encoding)
{
	if (encoding == ENCODING_UTF8_BOM) buf_add_n(out, "\xEF\xBB\xBF", 3);
	if (encoding == ENCODING_UTF16LE) buf_add_n(out, "\xFF\xFE", 2);
	if (encoding == ENCODING_UTF16BE) buf_add_n(out, "\xFE\xFF", 2);
}
