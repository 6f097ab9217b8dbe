#include "unit.h"
#include <string.h>
#include "base/date.h"
#include "property.h"
#include "report/collected.h"
#include "report/partition.h"

#define AS_OF "2026-01-15"
#define FIRST "2026-01-01"

static void is(const struct partition_facts *facts, enum partition_state state, unsigned lacks)
{
	struct partition partition = partition_of(facts, AS_OF, FIRST);

	ck_assert_int_eq(partition.state, state);
	ck_assert_uint_eq(partition.lacks, lacks);
}

/* A contract is over before the first day of the report, a deal before as_of. */
START_TEST(ends_decide)
{
	is(&(struct partition_facts){"2025-01-01", "2025-12-31", true, false}, PARTITION_INACTIVE, 0);
	is(&(struct partition_facts){"2025-01-01", "2026-01-01", true, false}, PARTITION_ACTIVE, 0);
	is(&(struct partition_facts){"2025-01-01", "2026-01-14", true, true}, PARTITION_INACTIVE, 0);
	is(&(struct partition_facts){"2025-01-01", "2026-01-15", true, true}, PARTITION_ACTIVE, 0);
	is(&(struct partition_facts){"2027-01-01", "2027-12-31", true, true}, PARTITION_ACTIVE, 0);
	/* What is over hides nothing, whatever it lacks. */
	is(&(struct partition_facts){NULL, "2025-12-31", false, false}, PARTITION_INACTIVE, 0);
}
END_TEST

START_TEST(what_is_unknown_is_named)
{
	is(&(struct partition_facts){NULL, NULL, false, true}, PARTITION_INCOMPLETE,
	   LACKS_START | LACKS_END | LACKS_AMOUNT);
	is(&(struct partition_facts){NULL, "2026-12-31", true, true}, PARTITION_INCOMPLETE,
	   LACKS_START);
	is(&(struct partition_facts){"2020-01-01", NULL, true, false}, PARTITION_INCOMPLETE, LACKS_END);
	is(&(struct partition_facts){"2026-01-01", "2026-12-31", false, false}, PARTITION_INCOMPLETE,
	   LACKS_AMOUNT);
}
END_TEST

/* The book moves a deal's start and end to days that are still to come; `over` keeps that it was. */
START_TEST(the_books_sales_are_the_same)
{
	struct sale deal = {.starts_on = "2026-01-01",
	                    .ends_on = "2026-01-01",
	                    .open = true,
	                    .over = true,
	                    .has_amount = true};
	struct sale contract = {.starts_on = "2026-01-01", .has_amount = true};

	ck_assert_int_eq(partition_sale(&deal, AS_OF, FIRST).state, PARTITION_INACTIVE);
	deal.over = false;
	deal.ends_on = "2026-12-31";
	ck_assert_int_eq(partition_sale(&deal, AS_OF, FIRST).state, PARTITION_ACTIVE);
	ck_assert_uint_eq(partition_sale(&contract, AS_OF, FIRST).lacks, LACKS_END);
}
END_TEST

/* Whatever is known: exactly one state, and something is lacking exactly where it is incomplete. */
START_TEST(nothing_falls_out)
{
	uint64_t seed = 20260115;
	char days[2][DATE_SIZE];

	for (int i = 0; i < 20000; i++) {
		struct partition_facts facts = {.has_amount = chance(&seed) & 1, .open = chance(&seed) & 1};
		struct partition partition;
		bool over;

		date_from_days(chance_between(&seed, 20300, 20600), days[0]);
		date_from_days(chance_between(&seed, 20300, 20600), days[1]);
		if (chance(&seed) % 3) facts.starts_on = days[0];
		if (chance(&seed) % 3) facts.ends_on = days[1];
		partition = partition_of(&facts, AS_OF, FIRST);
		over = facts.ends_on && strcmp(facts.ends_on, facts.open ? AS_OF : FIRST) < 0;
		HOLDS((partition.state == PARTITION_INACTIVE) == over, "case %d", i);
		HOLDS((partition.state == PARTITION_INCOMPLETE) == (partition.lacks != 0), "case %d", i);
		HOLDS(over || (partition.lacks != 0) ==
		                  (!facts.starts_on || !facts.ends_on || !facts.has_amount),
		      "case %d", i);
	}
}
END_TEST

/*
 * 120.00 over the twelve months of 2025-10 to 2026-09: 10.00 a month; before 2026-01 lie three.
 * 100.00 over three months: 33.34, 33.33, 33.33. By days, July to September are 92 days, 31 of them
 * in July: 92.00 leaves 31.00 for July.
 */
START_TEST(collected_is_assumed_by_the_months_passed)
{
	int64_t january = month_number("2026-01");

	ck_assert_int_eq(collected_assumed(SPREAD_MONTHS, 12000, "2025-10-01", "2026-09-30", january),
	                 3000);
	ck_assert_int_eq(collected_assumed(SPREAD_MONTHS, 10000, "2025-12-15", "2026-02-14", january),
	                 3334);
	ck_assert_int_eq(collected_assumed(SPREAD_DAYS, 9200, "2025-07-01", "2025-09-30",
	                                   month_number("2025-08")),
	                 3100);
	ck_assert_int_eq(collected_assumed(SPREAD_MONTHS, 12000, "2026-01-01", "2026-12-31", january),
	                 0);
	ck_assert_int_eq(collected_assumed(SPREAD_MONTHS, 12000, "2026-03-01", "2026-12-31", january),
	                 0);
	ck_assert_int_eq(collected_assumed(SPREAD_MONTHS, 12000, "2025-01-01", "2025-12-31", january),
	                 12000);
}
END_TEST

UNIT(partition)
{
	Suite *suite = suite_create("partition");
	TCase *cases = tcase_create("active, incomplete, inactive");

	tcase_add_test(cases, ends_decide);
	tcase_add_test(cases, what_is_unknown_is_named);
	tcase_add_test(cases, the_books_sales_are_the_same);
	tcase_add_test(cases, nothing_falls_out);
	tcase_add_test(cases, collected_is_assumed_by_the_months_passed);
	suite_add_tcase(suite, cases);
	return suite;
}
