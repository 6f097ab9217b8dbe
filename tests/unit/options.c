#include "unit.h"
#include "cli/options.h"

static const struct option_row global_rows[] = {
	{"json", NULL, "", 0, false},
	{"help", NULL, "", 'h', false},
	{"db", "FILE", "", 0, false},
};
static const struct option_row own_rows[] = {
	{"amount", "MONEY", "", 0, false},
	{"map", "PAIR", "", 'm', true},
	{"amount-known", NULL, "", 0, false},
};
static const struct option_table tables[] = {{global_rows, 3}, {own_rows, 3}};

static struct arguments given;
static struct buf why;

/* Parses words up to the first NULL; how many were read. */
static int parse(bool stop, char **words)
{
	int count = 0;
	while (words[count])
		count++;
	arguments_free(&given);
	buf_reset(&why);
	return options_parse(tables, 2, count, words, stop, &given, &why);
}
#define WORDS(...) ((char *[]){__VA_ARGS__, NULL})

START_TEST(reads_options_and_operands_in_any_order)
{
	ck_assert_int_eq(parse(false, WORDS("one", "--amount", "-1.50", "two", "-h", "--db=x")), 6);
	ck_assert_str_eq(option_value(&given, "amount"), "-1.50");
	ck_assert_str_eq(option_value(&given, "db"), "x");
	ck_assert_str_eq(option_value(&given, "help"), "");
	ck_assert_ptr_null(option_value(&given, "json"));
	ck_assert_uint_eq(given.operand_count, 2);
	ck_assert_str_eq(given.operands[0], "one");
	ck_assert_str_eq(given.operands[1], "two");
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
	ck_assert_int_eq(parse(false, WORDS("--json", "--", "--amount")), 3);
	ck_assert_uint_eq(given.operand_count, 1);
	ck_assert_str_eq(given.operands[0], "--amount");
}
END_TEST

START_TEST(stops_before_the_first_operand)
{
	ck_assert_int_eq(parse(true, WORDS("--db", "x", "deal", "--amount", "1")), 2);
	ck_assert_str_eq(option_value(&given, "db"), "x");
	ck_assert_uint_eq(given.operand_count, 0);
	ck_assert_ptr_null(option_value(&given, "amount"));
}
END_TEST

START_TEST(repeats_only_what_may_be)
{
	ck_assert_int_eq(parse(false, WORDS("--map", "a=b", "-m", "c=d")), 4);
	ck_assert_uint_eq(given.option_count, 2);
	ck_assert_str_eq(given.options[0].value, "a=b");
	ck_assert_str_eq(given.options[1].value, "c=d");
	ck_assert_int_eq(parse(false, WORDS("--amount", "1", "--amount", "2")), -1);
	ck_assert_str_eq(buf_text(&why), "--amount is given twice");
}
END_TEST

START_TEST(refuses_what_it_does_not_know)
{
	ck_assert_int_eq(parse(false, WORDS("--amuont", "1")), -1);
	ck_assert_str_eq(buf_text(&why), "there is no option --amuont; near: amount");
	ck_assert_int_eq(parse(false, WORDS("--zzz=1")), -1);
	ck_assert_str_eq(buf_text(&why), "there is no option --zzz");
	ck_assert_int_eq(parse(false, WORDS("-x")), -1);
	ck_assert_str_eq(buf_text(&why), "there is no option -x");
	ck_assert_int_eq(parse(false, WORDS("--amount")), -1);
	ck_assert_str_eq(buf_text(&why), "--amount wants a value: --amount MONEY");
	ck_assert_int_eq(parse(false, WORDS("--json=1")), -1);
	ck_assert_str_eq(buf_text(&why), "--json takes no value");
}
END_TEST

START_TEST(takes_no_abbreviation)
{
	ck_assert_int_eq(parse(false, WORDS("--js")), -1);
	ck_assert_str_eq(buf_text(&why), "there is no option --js; near: json");
	ck_assert_int_eq(parse(false, WORDS("--d", "x")), -1);
	ck_assert_int_eq(parse(false, WORDS("--amou=1")), -1);
	ck_assert_str_eq(buf_text(&why), "there is no option --amou; near: amount, amount-known");
	ck_assert_int_eq(parse(false, WORDS("--amount=1")), 1);
	ck_assert_str_eq(option_value(&given, "amount"), "1");
}
END_TEST

START_TEST(names_what_is_near)
{
	static const char *const names[] = {"pipeline", "status", "import", "export", "stage", "deal"};
	struct buf near = {0};
	near_add(&near, "piepline", names, 6);
	ck_assert_str_eq(buf_text(&near), "pipeline");
	buf_reset(&near);
	near_add(&near, "deals", names, 6);
	ck_assert_str_eq(buf_text(&near), "deal");
	buf_reset(&near);
	near_add(&near, "sta", names, 6);
	ck_assert_str_eq(buf_text(&near), "status, stage");
	buf_reset(&near);
	near_add(&near, "nothing", names, 6);
	ck_assert_str_eq(buf_text(&near), "");
	buf_free(&near);
}
END_TEST

UNIT(options)
{
	Suite *suite = suite_create("options");
	TCase *cases = tcase_create("command line");

	tcase_add_test(cases, reads_options_and_operands_in_any_order);
	tcase_add_test(cases, two_dashes_end_the_options);
	tcase_add_test(cases, stops_before_the_first_operand);
	tcase_add_test(cases, repeats_only_what_may_be);
	tcase_add_test(cases, refuses_what_it_does_not_know);
	tcase_add_test(cases, takes_no_abbreviation);
	tcase_add_test(cases, names_what_is_near);
	suite_add_tcase(suite, cases);
	return suite;
}
