#include "unit.h"
#include "property.h"
#include "base/text.h"
#include <string.h>
#include <utf8proc.h>

#define MARK "\u0301"

static struct buf out;

static const char *folded(const char *text)
{
	buf_reset(&out);
	text_fold(&out, text);
	return buf_text(&out);
}

static const char *key(const char *text)
{
	buf_reset(&out);
	text_key(&out, text);
	return buf_text(&out);
}

static const char *slug(const char *text)
{
	buf_reset(&out);
	text_slug(&out, text);
	return buf_text(&out);
}

static const char *shown(const char *text, size_t columns, bool ascii)
{
	buf_reset(&out);
	text_display(&out, text, columns, ascii);
	return buf_text(&out);
}

static void release(void)
{
	buf_free(&out);
}

START_TEST(test_length)
{
	ck_assert_uint_eq(text_length(""), 0);
	ck_assert_uint_eq(text_length(" \t\n"), 0);
	ck_assert_uint_eq(text_length("  two words\n"), 9);
	ck_assert_uint_eq(text_length("Zürich"), 6);
	ck_assert_uint_eq(text_length("Zu\xcc\x88rich"), 6); /* a letter and its mark */
	ck_assert_uint_eq(text_length("東風"), 2);           /* wide */
	ck_assert_uint_eq(text_length("\xf0\x9f\x87\xa8\xf0\x9f\x87\xad"), 1); /* a flag of two codes */
	ck_assert_uint_eq(text_length("a\xff\x62"), 3); /* an invalid byte is one */
}
END_TEST

START_TEST(test_valid)
{
	static const char *const good[] = {"",       "abc",  "Zürich",           "日本",
	                                   "🜚",      "\x7f", "\xEF\xBF\xBF",     "\xF4\x8F\xBF\xBF",
	                                   "\uFEFF", "\t\n", "0123456789abcdefé"};
	static const char *const bad[] = {"\x80",
	                                  "\xff",
	                                  "\xc0\xaf",
	                                  "\xc1\xbf",
	                                  "\xe0\x80\xaf",
	                                  "\xf0\x80\x80\xaf",
	                                  "\xed\xa0\x80",
	                                  "\xed\xbf\xbf",
	                                  "\xf4\x90\x80\x80",
	                                  "\xf8\x88\x80\x80\x80",
	                                  "\xc3",
	                                  "\xe6\x97",
	                                  "\xf0\x9f\x9c",
	                                  "\xc3(",
	                                  "01234567\xe9t\xe9",
	                                  "012345678901234\x80"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ck_assert_msg(text_utf8_valid(good[i], strlen(good[i])), "good %zu", i);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!text_utf8_valid(bad[i], strlen(bad[i])), "bad %zu", i);
	char bytes[24] = "abcdefghijklmnopqrstuvw";
	for (size_t i = 0; i < 23; i++) {
		char kept = bytes[i];
		bytes[i] = '\0';
		ck_assert(!text_utf8_valid(bytes, 23));
		bytes[i] = '\xfc';
		ck_assert(!text_utf8_valid(bytes, 23));
		bytes[i] = kept;
		ck_assert(text_utf8_valid(bytes, i));
	}
}
END_TEST

START_TEST(test_valid_agrees_with_a_decoder)
{
	uint64_t seed = 21;
	static const unsigned char often[] = {0,    'a',  0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc2,
	                                      0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xc0, 0xf5, 0xff};
	for (int i = 0; i < 60000; i++) {
		unsigned char bytes[20];
		size_t length = (size_t)chance_between(&seed, 0, 20), at = 0;
		for (size_t k = 0; k < length; k++)
			bytes[k] = chance(&seed) % 3 ? (unsigned char)(k % 3 ? 0x80 + chance(&seed) % 64 : 'a')
			                             : often[chance(&seed) % sizeof often];
		utf8proc_int32_t code = 1;
		while (at < length && code) {
			utf8proc_ssize_t size =
				utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(length - at), &code);
			if (size < 0) break;
			at += (size_t)size;
		}
		HOLDS(text_utf8_valid((char *)bytes, length) == (at == length && code), "round %d", i);
	}
}
END_TEST

START_TEST(test_equal)
{
	ck_assert(text_equal(NULL, NULL));
	ck_assert(!text_equal(NULL, ""));
	ck_assert(!text_equal("", NULL));
	ck_assert(text_equal("a", "a"));
	ck_assert(!text_equal("a", "A"));
}
END_TEST

START_TEST(test_fold)
{
	ck_assert_str_eq(folded("Universität  Zürich"), "universitat zurich");
	ck_assert_str_eq(folded(" \t BIDS\r\n2027 \n"), "bids 2027");
	ck_assert_str_eq(folded(""), "");
	ck_assert_str_eq(folded(" \n "), "");
	ck_assert_str_eq(folded("\u00A0Straße\u2003\u3000ﬁn\u00A0"), "strasse fin");
	ck_assert_str_eq(folded("ＢＩＤＳ ２０２７ Ⅳ"), "bids 2027 iv");
	ck_assert_str_eq(folded("e" MARK), folded("É"));
	ck_assert_str_eq(folded("İstanbul"), "istanbul");
	ck_assert_str_eq(folded("ΣΟΦΟΣ"), "σοφοσ");
	ck_assert_str_eq(folded("co\u00ADop\u200B er"), "coop er");
	ck_assert_str_eq(folded("a\xff"
	                        "b"),
	                 "a\uFFFDb");
	ck_assert_str_eq(folded("北京 大学"), "北京 大学");
	release();
}
END_TEST

START_TEST(test_fold_of_long_ascii)
{
	char text[2000];
	uint64_t seed = 22;
	for (int round = 0; round < 500; round++) {
		size_t length = (size_t)chance_between(&seed, 0, 1999);
		for (size_t i = 0; i < length; i++)
			text[i] = (char)chance_between(&seed, 1, 127);
		text[length] = '\0';
		/* A mark that is removed again makes every way through the text the general one. */
		char marked[2010];
		snprintf(marked, sizeof marked, MARK "%s" MARK, text);
		char fast[2010];
		strcpy(fast, folded(text));
		HOLDS(strcmp(fast, folded(marked)) == 0, "round %d", round);
		strcpy(fast, key(text));
		HOLDS(strcmp(fast, key(marked)) == 0, "round %d", round);
		strcpy(fast, slug(text));
		HOLDS(strcmp(fast, slug(marked)) == 0, "round %d", round);
	}
	release();
}
END_TEST

/* Every character of the planes with alphabets, some of the vast rest. */
static int32_t next_character(int32_t code)
{
	code += code < 0x20000 ? 1 : 251;
	return code == 0xD800 ? 0xE000 : code;
}

START_TEST(test_fold_of_every_character)
{
	struct buf again = {0};
	for (int32_t code = 1; code <= 0x10FFFF; code++) {
		if (code >= 0xD800 && code <= 0xDFFF) continue;
		unsigned char text[5] = {0};
		utf8proc_encode_char(code, text);
		buf_reset(&out);
		text_fold(&out, (char *)text);
		HOLDS(text_utf8_valid(buf_text(&out), out.length), "U+%04X", (unsigned)code);
		buf_reset(&again);
		text_fold(&again, buf_text(&out));
		HOLDS(strcmp(buf_text(&out), buf_text(&again)) == 0, "U+%04X", (unsigned)code);
	}
	buf_free(&again);
	release();
}
END_TEST

START_TEST(test_key)
{
	ck_assert_str_eq(key("Deal - Closed Won"), "dealclosedwon");
	ck_assert_str_eq(key("deal_closed_won"), "dealclosedwon");
	ck_assert_str_eq(key("\uFEFFAmount *"), "amount");
	ck_assert_str_eq(key("Montant (€)"), "montant");
	ck_assert_str_eq(key("契約 番号"), "契約番号");
	ck_assert_str_eq(key("Größe/Maß"), "grossemass");
	ck_assert_str_eq(key("--- !"), "");
	release();
}
END_TEST

START_TEST(test_slug)
{
	ck_assert_str_eq(slug("BIDS 2027"), "bids-2027");
	ck_assert_str_eq(slug("  The (new) Org, Inc. "), "the-new-org-inc");
	ck_assert_str_eq(slug("Universität Zürich"), "universitat-zurich");
	ck_assert_str_eq(slug("Łódź & Ærøskøbing"), "lodz-aeroskobing");
	ck_assert_str_eq(slug("Straße 7"), "strasse-7");
	ck_assert_str_eq(slug("北京大学"), "");
	ck_assert_str_eq(slug("北京 2027"), "2027");
	ck_assert_str_eq(slug("\xff\xfe"), "");
	ck_assert_str_eq(slug("---"), "");
	ck_assert_str_eq(slug(""), "");
	char text[200];
	memset(text, 'a', sizeof text - 1);
	text[199] = '\0';
	ck_assert_uint_eq(strlen(slug(text)), 60);
	text[60] = ' ';
	ck_assert_uint_eq(strlen(slug(text)), 60);
	text[59] = ' '; /* a dash would be the last */
	ck_assert_uint_eq(strlen(slug(text)), 59);
	text[58] = ' ';
	ck_assert_uint_eq(strlen(slug(text)), 60);
	release();
}
END_TEST

START_TEST(test_slugs_of_anything)
{
	uint64_t seed = 23;
	for (int i = 0; i < 30000; i++) {
		char text[200] = "";
		size_t length = (size_t)chance_between(&seed, 0, 199);
		for (size_t k = 0; k < length; k++)
			text[k] = (char)chance_between(&seed, i % 2 ? 1 : 32, i % 2 ? 255 : 126);
		text[length] = '\0';
		const char *made = slug(text);
		size_t size = strlen(made);
		HOLDS(size <= 60 && strspn(made, "abcdefghijklmnopqrstuvwxyz0123456789-") == size, "%s",
		      made);
		HOLDS(!strstr(made, "--") && *made != '-' && (!size || made[size - 1] != '-'), "%s", made);
		char first[61];
		strcpy(first, made);
		HOLDS(strcmp(first, slug(first)) == 0, "%s", first);
	}
	release();
}
END_TEST

START_TEST(test_width)
{
	ck_assert_uint_eq(text_width(""), 0);
	ck_assert_uint_eq(text_width("bids 2027 renewal"), 17);
	ck_assert_uint_eq(text_width("Zürich"), 6);
	ck_assert_uint_eq(text_width("Zu\u0308rich"), 6);
	ck_assert_uint_eq(text_width("日本"), 4);
	ck_assert_uint_eq(text_width("ｗ"), 2);
	ck_assert_uint_eq(text_width("한국"), 4);
}
END_TEST

START_TEST(test_display)
{
	ck_assert_str_eq(shown("Zürich 日本", 0, false), "Zürich 日本");
	ck_assert_str_eq(shown("", 5, false), "");
	ck_assert_str_eq(shown("\x1b]0;title\a", 0, false), "\\x1b]0;title\\x07");
	ck_assert_str_eq(shown("a\u202Eb", 0, false), "a\\u{202e}b");
	ck_assert_str_eq(shown("one\r\ntwo\tthree\x7f", 0, false), "one\\r\\ntwo\\tthree\\x7f");
	ck_assert_str_eq(shown("\xC2\x85\xC2\x9B", 0, false), "\\u{85}\\u{9b}");
	ck_assert_str_eq(shown("a\xff\xc3(\xed\xa0\x80", 0, false), "a\\xff\\xc3(\\xed\\xa0\\x80");
	ck_assert_str_eq(shown("\uE000\U0010FFFD\u0378\uFFFF", 0, false),
	                 "\\u{e000}\\u{10fffd}\\u{378}\\u{ffff}");
	ck_assert_str_eq(shown("\u200B\u200F\u2028\u2029\u2060\u2066\u2069\uFEFF\u00AD\u061C", 0,
	                       false),
	                 "\\u{200b}\\u{200f}\\u{2028}\\u{2029}\\u{2060}\\u{2066}\\u{2069}\\u{feff}"
	                 "\\u{ad}\\u{61c}");
	release();
}
END_TEST

START_TEST(test_display_cuts)
{
	ck_assert_str_eq(shown("renewal", 7, false), "renewal");
	ck_assert_str_eq(shown("renewals", 7, false), "renewa…");
	ck_assert_str_eq(shown("renewals", 7, true), "rene...");
	ck_assert_str_eq(shown("renewals", 1, false), "…");
	ck_assert_str_eq(shown("renewals", 2, true), "..");
	ck_assert_str_eq(shown("日本語", 6, false), "日本語");
	ck_assert_str_eq(shown("日本語", 5, false), "日本…");
	ck_assert_str_eq(shown("日本語", 4, false), "日…");
	ck_assert_str_eq(shown("ab\x1b", 5, false), "ab…");
	ck_assert_str_eq(shown("ab\x1b", 6, false), "ab\\x1b");
	ck_assert_str_eq(shown("abe" MARK "f", 4, false), "abe" MARK "f");
	ck_assert_str_eq(shown("abe" MARK "fg", 4, false), "abe" MARK "…");
	static char endless[10001];
	memset(endless, 'x', 10000);
	ck_assert_uint_eq(text_width(shown(endless, 30, false)), 30);
	ck_assert_uint_eq(strlen(shown(endless, 0, false)), 10000);

	buf_reset(&out);
	buf_add(&out, "kept ");
	text_display(&out, "renewals", 3, false);
	ck_assert_str_eq(buf_text(&out), "kept re…");
	release();
}
END_TEST

START_TEST(test_display_of_marks)
{
	/* In front of everything a mark would change what stands before the text. */
	ck_assert_str_eq(shown(MARK "a", 0, false), "\\u{301}a");
	ck_assert_str_eq(shown("a" MARK MARK MARK MARK "b", 0, false), "a" MARK MARK MARK MARK "b");
	ck_assert_str_eq(shown("a" MARK MARK MARK MARK MARK MARK "b", 0, false),
	                 "a" MARK MARK MARK MARK "\\u{301}\\u{301}b");
	ck_assert_str_eq(shown("b" MARK, 0, false), "b" MARK);
	ck_assert_str_eq(shown("हिन्दी", 0, false), "हिन्दी");
	release();
}
END_TEST

START_TEST(test_display_in_ascii)
{
	ck_assert_str_eq(shown("Zürich 日本", 0, true), "Z?rich ??");
	ck_assert_str_eq(shown("a\u202E\x1b\xff", 0, true), "a\\u{202e}\\x1b\\xff");
	release();
}
END_TEST

/* Whatever goes in: valid UTF-8 comes out, nothing in it steers a terminal, and it fits. */
static void check_display(const char *text, size_t columns, bool ascii)
{
	shown(text, columns, ascii);
	const char *made = buf_text(&out);
	HOLDS(text_utf8_valid(made, out.length), "%s", made);
	HOLDS(!columns || text_width(made) <= columns, "%zu: %s", columns, made);
	for (size_t at = 0, marks = 4; at < out.length;) {
		utf8proc_int32_t code;
		at += (size_t)utf8proc_iterate((const unsigned char *)made + at,
		                               (utf8proc_ssize_t)(out.length - at), &code);
		utf8proc_category_t category = utf8proc_category(code);
		HOLDS(category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF &&
		          category != UTF8PROC_CATEGORY_CO && category != UTF8PROC_CATEGORY_CN &&
		          category != UTF8PROC_CATEGORY_ZL && category != UTF8PROC_CATEGORY_ZP,
		      "%s", made);
		HOLDS(!ascii || code < 0x80, "%s", made);
		marks = utf8proc_charwidth(code) ? 0 : marks + 1;
		HOLDS(marks <= 4, "%s", made);
	}
}

START_TEST(test_display_of_anything)
{
	uint64_t seed = 24;
	for (int32_t code = 1; code <= 0x10FFFF; code = next_character(code)) {
		char text[8] = "x";
		utf8proc_encode_char(code, (unsigned char *)text + 1);
		check_display(text, 0, false);
	}
	for (int i = 0; i < 30000; i++) {
		char text[200] = "";
		size_t length = (size_t)chance_between(&seed, 0, 150), at = 0;
		while (at < length)
			if (i % 2)
				text[at++] = (char)chance_between(&seed, 1, 255);
			else {
				int32_t code = (int32_t)chance_between(&seed, 1, i % 4 ? 0x3FF : 0x30FF);
				at += (size_t)utf8proc_encode_char(code, (unsigned char *)text + at);
			}
		text[at] = '\0';
		check_display(text, (size_t)chance_between(&seed, 0, 40), chance(&seed) % 2);
	}
	release();
}
END_TEST

START_TEST(test_similarity)
{
	ck_assert_int_eq(text_similarity("BIDS", "bids"), 1000000);
	ck_assert_int_eq(text_similarity("Zürich University", "university zurich"), 1000000);
	ck_assert_int_eq(text_similarity("a", "A"), 1000000);
	ck_assert_int_eq(text_similarity("abc", "xyz"), 0);
	ck_assert_int_eq(text_similarity("", ""), 0);
	ck_assert_int_eq(text_similarity("", "bids"), 0);
	ck_assert_int_eq(text_similarity("a", "b"), 0);
	ck_assert_int_eq(text_similarity("night", "nacht"), 250000);
	ck_assert_int_gt(text_similarity("Zürich University", "University of Zurich"), 800000);
	ck_assert_int_gt(text_similarity("BIDS 2027 renewal", "BIDS"), 300000);
	ck_assert_int_lt(text_similarity("Navigation Fund", "National Library"), 500000);
	ck_assert_int_gt(text_similarity("北京大学", "北京大學院"), 400000);
	static const char *const names[] = {"Zürich University",
	                                    "University of Zurich",
	                                    "BIDS",
	                                    "bids 2027",
	                                    "x",
	                                    "北京大学",
	                                    "",
	                                    "a b c d"};
	enum { NAMES = sizeof names / sizeof *names };
	for (int i = 0; i < NAMES; i++)
		for (int k = 0; k < NAMES; k++) {
			int64_t likeness = text_similarity(names[i], names[k]);
			ck_assert_int_eq(likeness, text_similarity(names[k], names[i]));
			ck_assert(likeness >= 0 && likeness <= 1000000);
		}
}
END_TEST

START_TEST(test_distance)
{
	ck_assert_uint_eq(text_distance("", ""), 0);
	ck_assert_uint_eq(text_distance("bids", "BIDS"), 0);
	ck_assert_uint_eq(text_distance("bids", "bisd"), 1);
	ck_assert_uint_eq(text_distance("bids", "bds"), 1);
	ck_assert_uint_eq(text_distance("bids", "birds"), 1);
	ck_assert_uint_eq(text_distance("bids", "bins"), 1);
	ck_assert_uint_eq(text_distance("kitten", "sitting"), 3);
	ck_assert_uint_eq(text_distance("ca", "abc"), 3);
	ck_assert_uint_eq(text_distance("Zürich", "zurich"), 0);
	ck_assert_uint_eq(text_distance("日本", "日本語"), 1);
	ck_assert_uint_eq(text_distance("", "bids"), 4);
	ck_assert_uint_eq(text_distance("bids", ""), 4);
	static char longer[1001], shorter[901];
	memset(longer, 'x', 1000);
	memset(shorter, 'x', 900);
	ck_assert_uint_eq(text_distance(longer, shorter), 100);
	ck_assert_uint_eq(text_distance("x", longer), 999);
}
END_TEST

START_TEST(test_csv)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"plain text", "plain text"},
		{"a,b", "\"a,b\""},
		{"a;b", "a;b"},
		{"say \"yes\"", "\"say \"\"yes\"\"\""},
		{"\"", "\"\"\"\""},
		{"a\nb", "\"a\nb\""},
		{"a\rb", "\"a\rb\""},
		{" a", "\" a\""},
		{"a\t", "\"a\t\""},
		{" ", "\" \""},
		{"=1+1", "=1+1"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_reset(&out);
		text_add_csv(&out, cases[i][0]);
		ck_assert_str_eq(buf_text(&out), cases[i][1]);
	}
	release();
}
END_TEST

UNIT(text)
{
	Suite *suite = suite_create("text");
	TCase *cases = tcase_create("text from outside");
	tcase_add_test(cases, test_length);
	tcase_add_test(cases, test_valid);
	tcase_add_test(cases, test_valid_agrees_with_a_decoder);
	tcase_add_test(cases, test_equal);
	tcase_add_test(cases, test_fold);
	tcase_add_test(cases, test_fold_of_long_ascii);
	tcase_add_test(cases, test_fold_of_every_character);
	tcase_add_test(cases, test_key);
	tcase_add_test(cases, test_slug);
	tcase_add_test(cases, test_slugs_of_anything);
	tcase_add_test(cases, test_width);
	tcase_add_test(cases, test_display);
	tcase_add_test(cases, test_display_cuts);
	tcase_add_test(cases, test_display_of_marks);
	tcase_add_test(cases, test_display_in_ascii);
	tcase_add_test(cases, test_display_of_anything);
	tcase_add_test(cases, test_similarity);
	tcase_add_test(cases, test_distance);
	tcase_add_test(cases, test_csv);
	suite_add_tcase(suite, cases);
	return suite;
}
