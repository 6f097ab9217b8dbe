#include "store_fixture.h"

struct expected {
	const char *section, *reference, *days, *due_on;
};

static void page_is(struct syndic *handle, int64_t limit, const struct expected *rows, size_t count)
{
	struct syndic_rows *page;

	FIXTURE_OK(handle, syndic_report_next(handle, limit, &page));
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(syndic_rows_next(page) == 1, "there is no row for %s", rows[i].reference);
		ck_assert_str_eq(fixture_cell(page, "section"), rows[i].section);
		ck_assert_str_eq(fixture_cell(page, "reference"), rows[i].reference);
		ck_assert_str_eq(fixture_cell(page, "days"), rows[i].days);
		ck_assert_pstr_eq(fixture_cell(page, "due_on"), rows[i].due_on);
	}
	ck_assert_int_eq(syndic_rows_next(page), 0);
	syndic_rows_free(page);
}

/* On 22 November: yesterday is overdue, today and the 29th are due, the 30th is not yet; done is done. */
START_TEST(tasks_come_by_day)
{
	static const struct expected all[] = {
		{"overdue", "#3", "-30", "2026-10-23"},
		{"overdue", "#2", "-1", "2026-11-21"},
		{"due", "#1", "0", "2026-11-22"},
		{"due", "#4", "7", "2026-11-29"},
	};
	static const struct expected first[] = {{"overdue", "#3", "-30", "2026-10-23"},
	                                        {"due", "#1", "0", "2026-11-22"}};
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_rows *page;

	fixture_add(handle, "org", "name=Bids", NULL);
	fixture_add(handle, "task", "what=call", "due_on=2026-11-22", "org=bids", "owner=mika", NULL);
	fixture_add(handle, "task", "what=quote", "due_on=2026-11-21", NULL);
	fixture_add(handle, "task", "what=bill", "due_on=2026-10-23", NULL);
	fixture_add(handle, "task", "what=write", "due_on=2026-11-29", NULL);
	fixture_add(handle, "task", "what=later", "due_on=2026-11-30", NULL);
	fixture_add(handle, "task", "what=done", "due_on=2026-11-01", "done_on=2026-11-02", NULL);
	fixture_add(handle, "task", "what=some day", NULL);
	page_is(handle, 0, all, 4);
	page_is(handle, 1, first, 2);
	FIXTURE_OK(handle, syndic_report_next(handle, 1, &page));
	ck_assert_int_eq(syndic_rows_next(page), 1);
	ck_assert_str_eq(fixture_cell(page, "total"), "2");
	ck_assert_str_eq(fixture_cell(page, "what"), "bill");
	ck_assert_int_eq(syndic_rows_next(page), 1);
	ck_assert_str_eq(fixture_cell(page, "org"), "bids");
	ck_assert_str_eq(fixture_cell(page, "owner"), "mika");
	syndic_rows_free(page);
	syndic_close(handle);
}
END_TEST

/*
 * 90 days before and after 22 November are 24 August and 20 February.
 *   A  membership to 24 August           lapsed, the last day of grace
 *   B  membership to 23 August           lapsed too long ago
 *   C  membership to 20 February         the last day
 *   D  membership to 21 February         later
 *   E  membership to December, renewed   done
 *   F  membership to December, leaves    done
 *   G  service to 1 December             no membership: itself
 *   H  service to 1 December, renewed by a contract that says so; I, by one that follows
 *   J  project to 1 December             does not recur
 */
START_TEST(renewals_are_what_nothing_continues)
{
	static const struct expected all[] = {
		{"renewal", "org-a-2025", "-90", "2026-08-24"},
		{"renewal", "g", "9", "2026-12-01"},
		{"renewal", "org-c-2026", "90", "2027-02-20"},
	};
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_rows *page;

	for (const char *org = "ABCDEFGHIJ"; *org; org++) {
		char name[] = "name=Org ?", org_of[] = "org=org-?", told[] = "summary=?";
		name[9] = *org;
		org_of[8] = (char)(*org | 32);
		told[8] = *org;
		fixture_add(handle, "org", name, "owner=ana", NULL);
		fixture_add(handle, "activity", org_of, told, NULL);
	}
	fixture_add(handle, "membership", "org=org-a", "starts_on=2025-08-25", "ends_on=2026-08-24",
	            NULL);
	fixture_add(handle, "membership", "org=org-b", "starts_on=2025-08-24", "ends_on=2026-08-23",
	            NULL);
	fixture_add(handle, "contract", "name=C", "org=org-c", "revenue_type=membership",
	            "amount=30000", "fee_per_year=15000", "starts_on=2026-02-21", "ends_on=2027-02-20",
	            NULL);
	fixture_add(handle, "membership", "org=org-d", "starts_on=2026-02-22", "ends_on=2027-02-21",
	            NULL);
	fixture_add(handle, "membership", "org=org-e", "starts_on=2026-01-01", "ends_on=2026-12-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-e", "starts_on=2027-01-01", "ends_on=2027-12-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-f", "starts_on=2026-01-01", "ends_on=2026-12-31",
	            "ended_reason=budget", NULL);
	fixture_add(handle, "contract", "name=G", "org=org-g", "revenue_type=service", "amount=96000",
	            "starts_on=2025-12-02", "ends_on=2026-12-01", NULL);
	fixture_add(handle, "contract", "name=H", "org=org-h", "revenue_type=service", "amount=1",
	            "starts_on=2025-12-02", "ends_on=2026-12-01", NULL);
	fixture_add(handle, "contract", "name=H more", "org=org-h", "revenue_type=service", "amount=1",
	            "renews=h", "starts_on=2026-12-01", "ends_on=2027-12-01", NULL);
	fixture_add(handle, "contract", "name=I", "org=org-i", "revenue_type=service", "amount=1",
	            "starts_on=2025-12-02", "ends_on=2026-12-01", NULL);
	fixture_add(handle, "contract", "name=I more", "org=org-i", "revenue_type=service", "amount=1",
	            "starts_on=2026-12-02", "ends_on=2027-12-01", NULL);
	fixture_add(handle, "contract", "name=J", "org=org-j", "revenue_type=project", "amount=1",
	            "starts_on=2025-12-02", "ends_on=2026-12-01", NULL);
	page_is(handle, 0, all, 3);
	FIXTURE_OK(handle, syndic_report_next(handle, 0, &page));
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(syndic_rows_next(page), 1);
	ck_assert_str_eq(fixture_cell(page, "amount"), "1500000");
	ck_assert_str_eq(fixture_cell(page, "what"), "C");
	ck_assert_str_eq(fixture_cell(page, "owner"), "ana");
	ck_assert_str_eq(fixture_cell(page, "total"), "3");
	syndic_rows_free(page);
	syndic_close(handle);
}
END_TEST

/*
 * 30 days before 22 November is 23 October.
 *   A  in its stage since March, spoken of on 23 October       quiet for 30 days
 *   B  in its stage since March, never spoken of               quiet since then
 *   C  in its stage since March, spoken of yesterday
 *   D  spoken of in March, moved on 24 October
 *   E  lost
 */
START_TEST(deals_go_quiet)
{
	static const struct expected all[] = {
		{"quiet deal", "b", "266", NULL},
		{"quiet deal", "a", "30", NULL},
	};
	struct syndic *handle = fixture_new("2026-11-22");

	fixture_add(handle, "deal", "name=A", "amount=5", "stage_since=2026-03-01", NULL);
	fixture_add(handle, "deal", "name=B", "stage_since=2026-03-01", NULL);
	fixture_add(handle, "deal", "name=C", "stage_since=2026-03-01", NULL);
	fixture_add(handle, "deal", "name=D", "stage_since=2026-10-24", NULL);
	fixture_add(handle, "deal", "name=E", "stage_since=2026-03-01", "pipeline=membership",
	            "stage=Closed Lost", "lost_reason=price", "closed_on=2026-03-01", NULL);
	fixture_add(handle, "activity", "deal=a", "summary=call", "at=2026-05-01", NULL);
	fixture_add(handle, "activity", "deal=a", "summary=call", "at=2026-10-23T18:00:00Z", NULL);
	fixture_add(handle, "activity", "deal=c", "summary=call", "at=2026-11-21T08:00:00Z", NULL);
	fixture_add(handle, "activity", "deal=d", "summary=call", "at=2026-03-03", NULL);
	page_is(handle, 0, all, 2);
	page_is(handle, 1, all, 1);
	syndic_close(handle);
}
END_TEST

/* 90 days before 22 November is 24 August: A and B have not been heard of since, C has, D joined later, and
 * E is no member any more. */
START_TEST(members_go_quiet)
{
	static const struct expected all[] = {
		{"quiet member", "org-b", "325", NULL},
		{"quiet member", "org-a", "90", NULL},
	};
	struct syndic *handle = fixture_new("2026-11-22");

	for (const char *org = "ABCDE"; *org; org++) {
		char name[] = "name=Org ?";
		name[9] = *org;
		fixture_add(handle, "org", name, NULL);
	}
	fixture_add(handle, "membership", "org=org-a", "starts_on=2025-01-01", NULL);
	fixture_add(handle, "membership", "org=org-b", "starts_on=2026-01-01", "ends_on=2028-12-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-c", "starts_on=2025-01-01", "ends_on=2028-12-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-d", "starts_on=2026-09-01", "ends_on=2028-12-31",
	            NULL);
	fixture_add(handle, "membership", "org=org-e", "starts_on=2024-01-01", "ends_on=2024-12-31",
	            NULL);
	fixture_add(handle, "activity", "org=org-a", "summary=call", "at=2026-08-24", NULL);
	fixture_add(handle, "activity", "org=org-c", "summary=call", "at=2026-08-25", NULL);
	page_is(handle, 0, all, 2);
	syndic_close(handle);
}
END_TEST

UNIT(next)
{
	Suite *suite = suite_create("next");
	TCase *cases = tcase_create("the weekly page");

	tcase_add_test(cases, tasks_come_by_day);
	tcase_add_test(cases, renewals_are_what_nothing_continues);
	tcase_add_test(cases, deals_go_quiet);
	tcase_add_test(cases, members_go_quiet);
	suite_add_tcase(suite, cases);
	return suite;
}
