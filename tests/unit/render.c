#include "unit.h"
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "view/render.h"

enum { COLUMNS = 7 };
static const struct syndic_column columns[COLUMNS] = {
	{"slug", "slug", SYNDIC_TEXT, SYNDIC_LISTED},
	{"name", "name", SYNDIC_TEXT, SYNDIC_LISTED},
	{"amount", "amount", SYNDIC_MONEY, SYNDIC_LISTED},
	{"probability", "chance", SYNDIC_RATIO, 0},
	{"auto_renew", "auto renew", SYNDIC_BOOL, 0},
	{"tags", "tags", SYNDIC_WORDS, SYNDIC_LISTED},
	{"minutes", "minutes", SYNDIC_INT, 0},
};

static struct syndic_rows *rows;

static void add(const char *slug, const char *name, int64_t cents)
{
	rows_add_text(rows, slug);
	rows_add_text(rows, name);
	rows_add_number(rows, cents);
	rows_add_number(rows, 350000);
	rows_add_number(rows, 1);
	rows_add_text(rows, "a,b");
	rows_add_null(rows);
}

static void begin(void)
{
	rows = rows_new(columns, COLUMNS);
}

/* What the rows become; they are gone then. The caller frees the text. */
static char *shown(enum view_format format, struct view_options options, int64_t expected)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	if (!options.reference) options.reference = "slug";
	ck_assert_int_eq(view_rows(out, format, rows, "deals", &options), expected);
	fclose(out);
	syndic_rows_free(rows);
	return text;
}

/* Each line of a text is at most so many columns wide. */
static void check_width(const char *text, size_t width)
{
	for (const char *at = text; *at;) {
		char line[20000];
		size_t length = strcspn(at, "\n");
		ck_assert_uint_lt(length, sizeof line);
		memcpy(line, at, length);
		line[length] = '\0';
		ck_assert_uint_le(text_width(line), width);
		at += length + (at[length] == '\n');
	}
}

START_TEST(table_aligns)
{
	begin();
	add("bids", "Bay Institute", 1500000);
	add("zurich", "Zürich", 123456700);
	char *text = shown(VIEW_TABLE, (struct view_options){0}, 2);
	ck_assert_str_eq(text, "Slug    Name              Amount  Tags\n"
	                       "──────  ─────────────  ─────────  ────\n"
	                       "bids    Bay Institute     15,000  a,b\n"
	                       "zurich  Zürich         1,234,567  a,b\n");
	free(text);
}
END_TEST

START_TEST(table_keeps_cents_and_ascii)
{
	begin();
	add("bids", "Zürich", 1500001);
	add("b", "B", -5);
	char *text = shown(VIEW_TABLE, (struct view_options){.ascii = true, .indent = 2}, 2);
	ck_assert_str_eq(text, "  Slug  Name       Amount  Tags\n"
	                       "  ----  ------  ---------  ----\n"
	                       "  bids  Z?rich  15,000.01  a,b\n"
	                       "  b     B           -0.05  a,b\n");
	free(text);
}
END_TEST

START_TEST(table_fits)
{
	static const size_t widths[] = {20, 24, 30, 40, 80, 200};
	char name[10001];
	memset(name, 'x', 10000);
	name[10000] = '\0';
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		begin();
		add("a-slug-that-is-rather-long-for-a-slug", name, 1500000);
		add("bids", "日本語日本語日本語日本語日本語日本語日本語日本語", 1500000);
		char *text = shown(VIEW_TABLE, (struct view_options){.width = widths[i]}, 2);
		check_width(text, widths[i]);
		ck_assert_ptr_nonnull(strstr(text, "…"));
		free(text);
	}
	/* in a pipe no cell is beyond 60 columns, and a figure is never cut */
	begin();
	add("bids", name, 1500000);
	char *text = shown(VIEW_TABLE, (struct view_options){0}, 1);
	check_width(text, 4 + 2 + 60 + 2 + 6 + 2 + 4);
	ck_assert_ptr_nonnull(strstr(text, "15,000"));
	free(text);
}
END_TEST

START_TEST(table_names_what_has_no_room)
{
	begin();
	add("bids", "Bay Institute", 1500000);
	char *text = shown(VIEW_TABLE, (struct view_options){.width = 22}, 1);
	ck_assert_str_eq(text, "Slug  Name      Amount\n"
	                       "────  ────────  ──────\n"
	                       "bids  Bay Ins…  15,000\n"
	                       "(no room for: tags)\n");
	free(text);
}
END_TEST

START_TEST(table_wraps_where_told)
{
	static const struct syndic_column wrapping[] = {
		{"label", "label", SYNDIC_TEXT, VIEW_WRAP},
		{"goal", "goal", SYNDIC_TEXT, VIEW_RIGHT},
		{"bar", "", SYNDIC_TEXT, VIEW_BAR},
	};
	rows = rows_new(wrapping, 3);
	rows_add_text(rows, "joint-venture statements of work");
	rows_add_text(rows, "1.48M");
	rows_add_text(rows, "███");
	char *text = shown(VIEW_TABLE, (struct view_options){.width = 30}, 1);
	ck_assert_str_eq(text, "Label                Goal\n"
	                       "──────────────────  ─────  ───\n"
	                       "joint-venture       1.48M  ███\n"
	                       "statements of work\n");
	free(text);
}
END_TEST

START_TEST(table_goes_on_after_what_was_measured)
{
	begin();
	for (int i = 0; i < 2500; i++)
		add("bids", "B", 100);
	add("later", "a name that is longer than all that was measured", 12345678901);
	char *text = shown(VIEW_TABLE, (struct view_options){0}, 2501);
	ck_assert_ptr_nonnull(strstr(text, "…"));
	ck_assert_ptr_nonnull(strstr(text, "123,456,789.01"));
	free(text);
}
END_TEST

/* Amounts that were made into text, too. */
START_TEST(table_never_cuts_an_amount)
{
	static const struct syndic_column closing = {"closing", "closing", SYNDIC_TEXT, VIEW_RIGHT};
	rows = rows_new(&closing, 1);
	for (int i = 0; i < 1100; i++)
		rows_add_text(rows, "0");
	rows_add_text(rows, "123,456,789,012,345.67");
	char *text = shown(VIEW_TABLE, (struct view_options){.width = 40}, 1101);
	ck_assert_ptr_nonnull(strstr(text, "123,456,789,012,345.67"));
	free(text);
}
END_TEST

START_TEST(nothing_moves_the_cursor)
{
	static const enum view_format formats[] = {VIEW_TABLE, VIEW_LIST, VIEW_JSON, VIEW_JSONL,
	                                           VIEW_CSV,   VIEW_MD,   VIEW_IDS};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		begin();
		add("\x1b]0;title\x07",
		    "A\x1b[2J\tB\xe2\x80\xae"
		    "C\xc2\x9b\r\x7f",
		    100);
		char *text = shown(formats[i], (struct view_options){.terminal = true}, 1);
		ck_assert_ptr_null(strpbrk(text, "\x1b\x07\t\r\x7f"));
		ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
		ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
		free(text);
	}
}
END_TEST

START_TEST(list_shows_a_field_a_line)
{
	begin();
	add("bids", "first line\nsecond", 1500050);
	add("b", "B", 100);
	char *text = shown(VIEW_LIST, (struct view_options){0}, 2);
	ck_assert_str_eq(text, "slug         bids\n"
	                       "name         first line\n"
	                       "             second\n"
	                       "amount       15,000.50\n"
	                       "probability  35 %\n"
	                       "auto_renew   yes\n"
	                       "tags         a,b\n"
	                       "(not set)    minutes\n"
	                       "\n"
	                       "slug         b\n"
	                       "name         B\n"
	                       "amount       1.00\n"
	                       "probability  35 %\n"
	                       "auto_renew   yes\n"
	                       "tags         a,b\n"
	                       "(not set)    minutes\n");
	free(text);
}
END_TEST

START_TEST(json_is_exact)
{
	begin();
	add("bids", "\"B\"", 1500000);
	add("b", NULL, -5);
	char *text = shown(VIEW_JSON, (struct view_options){.currency = "USD"}, 2);
	ck_assert_str_eq(
		text,
		"{\"format\":1,\"deals\":["
		"{\"slug\":\"bids\",\"name\":\"\\\"B\\\"\",\"amount\":15000.00,\"currency\":\"USD\","
		"\"probability\":0.35,\"auto_renew\":true,\"tags\":[\"a\",\"b\"],\"minutes\":null},\n"
		"{\"slug\":\"b\",\"name\":null,\"amount\":-0.05,\"currency\":\"USD\","
		"\"probability\":0.35,\"auto_renew\":true,\"tags\":[\"a\",\"b\"],\"minutes\":null}]}\n");
	free(text);
	begin();
	text = shown(VIEW_JSON, (struct view_options){0}, 0);
	ck_assert_str_eq(text, "{\"format\":1,\"deals\":[]}\n");
	free(text);
	begin();
	add("bids", "B", 0);
	text = shown(VIEW_JSON, (struct view_options){.single = true}, 1);
	ck_assert_str_eq(text,
	                 "{\"format\":1,\"deals\":{\"slug\":\"bids\",\"name\":\"B\",\"amount\":0.00,"
	                 "\"probability\":0.35,\"auto_renew\":true,\"tags\":[\"a\",\"b\"],"
	                 "\"minutes\":null}}\n");
	free(text);
}
END_TEST

START_TEST(csv_md_and_ids)
{
	begin();
	add("bids", "Bay, \"the\" Institute", 1500000);
	char *text = shown(VIEW_CSV, (struct view_options){0}, 1);
	ck_assert_str_eq(text, "slug,name,amount,probability,auto_renew,tags,minutes\n"
	                       "bids,\"Bay, \"\"the\"\" Institute\",15000.00,0.35,true,\"a,b\",\n");
	free(text);
	begin();
	add("bids", "A|B_c", 1500000);
	text = shown(VIEW_MD, (struct view_options){0}, 1);
	ck_assert_str_eq(text, "| Slug | Name | Amount | Tags |\n"
	                       "| --- | --- | ---: | --- |\n"
	                       "| bids | A\\|B\\_c | 15,000.00 | a,b |\n");
	free(text);
	begin();
	add("bids", "B", 0);
	add("b", "B", 0);
	text = shown(VIEW_IDS, (struct view_options){0}, 2);
	ck_assert_str_eq(text, "bids\nb\n");
	free(text);
}
END_TEST

START_TEST(colour_is_an_addition)
{
	begin();
	add("bids", "B", 100);
	char *plain = shown(VIEW_TABLE, (struct view_options){0}, 1);
	begin();
	add("bids", "B", 100);
	char *coloured = shown(VIEW_TABLE, (struct view_options){.color = true}, 1);
	ck_assert_ptr_nonnull(strstr(coloured, "\x1b[1m"));
	size_t length = 0;
	for (const char *at = coloured; *at; at++) {
		if (*at == '\x1b')
			at = strchr(at, 'm');
		else
			coloured[length++] = *at;
	}
	coloured[length] = '\0';
	ck_assert_str_eq(coloured, plain);
	free(plain);
	free(coloured);
}
END_TEST

START_TEST(a_full_disk_ends_it)
{
	FILE *full = fopen("/dev/full", "w");
	if (!full) return;
	setvbuf(full, NULL, _IONBF, 0);
	begin();
	for (int i = 0; i < 10; i++)
		add("bids", "B", 100);
	struct view_options options = {0};
	ck_assert_int_ge(view_rows(full, VIEW_CSV, rows, "deals", &options), 0);
	ck_assert(ferror(full));
	fclose(full);
	syndic_rows_free(rows);
}
END_TEST

UNIT(render)
{
	Suite *suite = suite_create("render");
	TCase *people = tcase_create("for people"), *programs = tcase_create("for programs");

	tcase_add_test(people, table_aligns);
	tcase_add_test(people, table_keeps_cents_and_ascii);
	tcase_add_test(people, table_fits);
	tcase_add_test(people, table_names_what_has_no_room);
	tcase_add_test(people, table_wraps_where_told);
	tcase_add_test(people, table_goes_on_after_what_was_measured);
	tcase_add_test(people, table_never_cuts_an_amount);
	tcase_add_test(people, nothing_moves_the_cursor);
	tcase_add_test(people, list_shows_a_field_a_line);
	tcase_add_test(people, colour_is_an_addition);
	suite_add_tcase(suite, people);
	tcase_add_test(programs, json_is_exact);
	tcase_add_test(programs, csv_md_and_ids);
	tcase_add_test(programs, a_full_disk_ends_it);
	suite_add_tcase(suite, programs);
	return suite;
}
