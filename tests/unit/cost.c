/* Costs, and what is known of closed months. */
#include "model.h"

START_TEST(an_amount_or_a_share)
{
	REFUSED(add("cost", "name=A"), SYNDIC_MISUSE, "amount", "either");
	REFUSED(add("cost", "name=A", "amount=1", "share=1%"), SYNDIC_MISUSE, "amount", "either");
	REFUSED(add("cost", "name=A", "amount=-1"), SYNDIC_MISUSE, "amount", "negative");
	REFUSED(add("cost", "name=A", "share=150%"), SYNDIC_MISUSE, "share", "0 to 1");
	REFUSED(add("cost", "name=A", "share=-1%"), SYNDIC_MISUSE, "share", "0 to 1");
	REFUSED(add("cost", "name=A", "amount=nan"), SYNDIC_MISUSE, "amount", "nan");
	REFUSED(add("cost", "name=A", "share=inf"), SYNDIC_MISUSE, "share", "inf");
	REFUSED(add("cost", "amount=1"), SYNDIC_MISUSE, "name", "missing");
	REFUSED(add("cost", "name=A", "amount=1", "kind=rent"), SYNDIC_MISUSE, "kind", "rent");
	REFUSED(add("cost", "name=A", "amount=1", "line=sales"), SYNDIC_MISUSE, "line", "sales");
	OK(add("cost", "name=Nothing", "amount=0"));
	OK(add("cost", "name=All", "share=100%"));
	REFUSED(edit("cost", "all", "amount=1"), SYNDIC_MISUSE, "amount", "either");
	OK(edit("cost", "all", "amount=1", "share="));
	ck_assert_str_eq(cell("cost", "all", "amount"), "1.00");
}
END_TEST

START_TEST(a_term_in_order)
{
	REFUSED(add("cost", "name=A", "amount=1", "starts_on=2026-03-01", "ends_on=2026-02-28"),
	        SYNDIC_MISUSE, "ends_on", "before starts_on");
	OK(add("cost", "name=A", "amount=1", "starts_on=2026-03-01", "ends_on=2026-03-01"));
	/* A month, quarter or year stands for its last day where something ends. */
	OK(add("cost", "name=B", "amount=1", "starts_on=2026-Q1", "ends_on=2026-Q1"));
	ck_assert_str_eq(cell("cost", "b", "starts_on"), "2026-01-01");
	ck_assert_str_eq(cell("cost", "b", "ends_on"), "2026-03-31");
}
END_TEST

/* Rows of a name follow each other by months: a month that both touch would count twice. */
START_TEST(months_count_once)
{
	OK(add("cost", "name=Rent", "amount=1", "starts_on=2026-03-15", "ends_on=2026-05-15"));
	REFUSED(add("cost", "name=Rent", "amount=2"), SYNDIC_CONFLICT, "starts_on", "count twice");
	REFUSED(add("cost", "name=Rent", "amount=2", "starts_on=2026-05-16"), SYNDIC_CONFLICT,
	        "starts_on", "rent");
	REFUSED(add("cost", "name=Rent", "amount=2", "ends_on=2026-03-01"), SYNDIC_CONFLICT,
	        "starts_on", "count twice");
	REFUSED(add("cost", "name=Rent", "amount=2", "starts_on=2026-04-01", "ends_on=2026-04-30"),
	        SYNDIC_CONFLICT, "starts_on", "count twice");
	OK(add("cost", "name=Rent", "amount=2", "starts_on=2026-06-01"));
	OK(add("cost", "name=Rent", "amount=3", "ends_on=2026-02-28"));
	OK(add("cost", "name=Rent a car", "amount=3"));
	REFUSED(edit("cost", "rent-2", "starts_on=2026-05-31"), SYNDIC_CONFLICT, "starts_on",
	        "count twice");
	REFUSED(edit("cost", "rent-a-car", "name=Rent"), SYNDIC_CONFLICT, "starts_on", "count twice");
	OK(edit("cost", "rent-2", "starts_on=2026-07-01", "amount=5"));
	ck_assert_str_eq(listed("cost", "name=Rent", "amount"), "1.00\n5.00\n3.00\n");
}
END_TEST

START_TEST(only_months_that_are_over)
{
	REFUSED(add("cash_balance", "month=2026-01", "amount=1"), SYNDIC_MISUSE, "month", "not over");
	REFUSED(add("cash_balance", "month=2026-02", "amount=1"), SYNDIC_MISUSE, "month", "not over");
	REFUSED(add("actual", "month=2026-01", "revenue_type=gift", "amount=1"), SYNDIC_MISUSE, "month",
	        "not over");
	REFUSED(add("cash_balance", "month=2025-13", "amount=1"), SYNDIC_MISUSE, "month", "2025-13");
	REFUSED(add("cash_balance", "month=2025-12", "amount=NaN"), SYNDIC_MISUSE, "amount", "NaN");
	REFUSED(add("cash_balance", "month=2025-12", "amount=inf"), SYNDIC_MISUSE, "amount", "inf");
	REFUSED(add("cash_balance", "month=2025-12"), SYNDIC_MISUSE, "amount", "missing");
	OK(add("cash_balance", "month=2025-12", "amount=-250"));
	REFUSED(edit("cash_balance", "2025-12", "month=2026-03"), SYNDIC_MISUSE, "month", "not over");
	tear_down();
	db = open_as("2026-01-30", "a test", false);
	REFUSED(add("cash_balance", "month=2026-01", "amount=1"), SYNDIC_MISUSE, "month", "not over");
	tear_down();
	db = open_as("2026-01-31", "a test", false);
	OK(add("cash_balance", "month=2026-01", "amount=1"));
	ck_assert_str_eq(listed("cash_balance", NULL, "amount"), "-250.00\n1.00\n");
}
END_TEST

START_TEST(a_month_once)
{
	OK(add("cash_balance", "month=2025-12", "amount=5"));
	REFUSED(add("cash_balance", "month=2025-12", "amount=6"), SYNDIC_CONFLICT, "month", "2025-12");
	OK(edit("cash_balance", "2025-12", "amount=6"));
	OK(add("actual", "month=2025-12", "revenue_type=gift", "amount=0"));
	OK(add("actual", "month=2025-12", "revenue_type=grant", "amount=7"));
	OK(add("actual", "month=2025-11", "revenue_type=gift", "amount=8"));
	REFUSED(add("actual", "month=2025-12", "revenue_type=gift", "amount=9"), SYNDIC_CONFLICT,
	        "month", "known already");
	REFUSED(add("actual", "month=2025-12", "amount=9"), SYNDIC_MISUSE, "revenue_type", "missing");
	REFUSED(add("actual", "month=2025-12", "revenue_type=gifts", "amount=9"), SYNDIC_MISUSE,
	        "revenue_type", "gifts");
	OK(rm("cash_balance", "2025-12"));
	OK(add("cash_balance", "month=2025-12", "amount=7"));
}
END_TEST

START_TEST(undone_and_done_again)
{
	char *before = dump();

	OK(add("cost", "name=Rent", "amount=1", "starts_on=2026-03-15"));
	OK(undo(0));
	same_dump(before, dump(), "without the cost");
	before = dump();
	OK(add("cash_balance", "month=2025-12", "amount=5"));
	OK(edit("cash_balance", "2025-12", "amount=6"));
	OK(undo(0));
	ck_assert_str_eq(cell("cash_balance", "2025-12", "amount"), "5.00");
	OK(undo(0));
	same_dump(before, dump(), "without the balance");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(campaigns_and_assumptions)
{
	REFUSED(add("campaign", "name=C", "cost=-1"), SYNDIC_MISUSE, "cost", "negative");
	REFUSED(add("campaign", "name=C", "days=-1"), SYNDIC_MISUSE, "days", "negative");
	REFUSED(add("campaign", "name=C", "starts_on=2026-02-01", "ends_on=2026-01-01"), SYNDIC_MISUSE,
	        "ends_on", "before starts_on");
	OK(add("campaign", "name=C", "cost=100", "days=3", "starts_on=2026-02-01"));
	REFUSED(add("assumption", "key=slip"), SYNDIC_MISUSE, "value", "missing");
	REFUSED(add("assumption", "value=1"), SYNDIC_MISUSE, "key", "missing");
	OK(add("assumption", "key=slip", "value=0,1,4", "why=the plan"));
	REFUSED(add("assumption", "key=slip", "value=2"), SYNDIC_CONFLICT, "key", "slip");
}
END_TEST

UNIT(cost)
{
	Suite *suite = suite_create("cost");
	TCase *cases = model_case("costs");

	tcase_add_test(cases, an_amount_or_a_share);
	tcase_add_test(cases, a_term_in_order);
	tcase_add_test(cases, months_count_once);
	tcase_add_test(cases, undone_and_done_again);
	tcase_add_test(cases, campaigns_and_assumptions);
	suite_add_tcase(suite, cases);

	cases = model_case("closed months");
	tcase_add_test(cases, only_months_that_are_over);
	tcase_add_test(cases, a_month_once);
	suite_add_tcase(suite, cases);
	return suite;
}
