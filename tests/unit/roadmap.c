/* The roadmap: its order and figures, and that nothing leaves which was not given free. */
#include "model.h"
#include "base/money.h"
#include "cli/roadmap.h"
#include "view/html.h"

/* ---- a database in any state ---- */

static void initiative(const char *slug, const char *state)
{
	char sql[300];
	OK(add("initiative", "name=none-yet", "price=100000"));
	snprintf(sql, sizeof sql,
	         "UPDATE initiative SET slug = '%s', name = '%s', folded = '%s', state = '%s' "
	         "WHERE slug = 'none-yet'",
	         slug, slug, slug, state);
	foreign(sql);
}

static void set_round(const char *slug, const char *state)
{
	char sql[200];
	snprintf(sql, sizeof sql, "UPDATE syndicate SET state = '%s' WHERE slug = '%s'", state, slug);
	foreign(sql);
}

static void round_of(const char *slug, const char *initiative, const char *state,
                     const char *threshold)
{
	struct buf of = {0}, name = {0}, least = {0};
	buf_printf(&of, "initiative=%s", initiative);
	buf_printf(&name, "name=%s", slug);
	buf_printf(&least, "threshold=%s", threshold);
	OK(add("syndicate", buf_text(&name), buf_text(&of), buf_text(&least), "min_members=2",
	       "deadline=2026-03-01", "share_rule=equal"));
	set_round(slug, state);
	buf_free(&of);
	buf_free(&name);
	buf_free(&least);
}

/* A pledge of an organisation that is made for it where it is new. */
static void pledge(const char *syndicate, const char *org, const char *stage, const char *amount,
                   const char *is_public)
{
	struct buf names = {0}, of = {0}, by = {0}, at = {0}, much = {0}, open = {0};
	buf_printf(&names, "name=%s", org);
	if (!strstr(listed("org", NULL, "name"), org)) OK(add("org", buf_text(&names)));
	buf_printf(&of, "syndicate=%s", syndicate);
	buf_printf(&by, "org=%s", org);
	buf_printf(&at, "stage=%s", stage);
	buf_printf(&much, "amount=%s", amount);
	buf_printf(&open, "public=%s", is_public);
	OK(add("deal", buf_text(&names), "pipeline=cofunding", buf_text(&of), buf_text(&by),
	       buf_text(&at), buf_text(&much), buf_text(&open)));
	buf_free(&names);
	buf_free(&of);
	buf_free(&by);
	buf_free(&at);
	buf_free(&much);
	buf_free(&open);
}

static struct syndic_public_roadmap *published;

/* What is told of one initiative; borrowed until the next call. */
static const struct syndic_public_initiative *told(const char *slug)
{
	syndic_public_roadmap_free(published);
	OK(syndic_report_public_roadmap(db, &published));
	for (size_t i = 0; i < published->initiative_count; i++)
		if (strcmp(published->initiatives[i].slug, slug) == 0) return &published->initiatives[i];
	return NULL;
}

/* ---- for our own eyes ---- */

START_TEST(the_order_is_that_of_the_roadmap)
{
	static const char *const states[] = {"draft",  "parked", "done",      "candidate",
	                                     "scoped", "funded", "in-flight", "review"};
	struct syndic_roadmap *report;
	struct buf order = {0};
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		initiative(states[i], states[i]);
	initiative("far", "funding");
	initiative("near", "funding");
	initiative("nowhere", "funding");
	round_of("round-far", "far", "open", "100000");
	round_of("round-near", "near", "open", "20000");
	pledge("round-far", "Big", "Binding", "15000", "no");
	pledge("round-near", "Small", "Binding", "10000", "no");
	OK(syndic_report_roadmap(db, NULL, &report));
	for (size_t i = 0; i < report->item_count; i++)
		buf_printf(&order, "%s ", report->items[i].slug);
	ck_assert_str_eq(
		buf_text(&order),
		"in-flight review funded near far nowhere scoped candidate done parked draft ");
	syndic_roadmap_free(report);
	buf_free(&order);
}
END_TEST

START_TEST(figures_are_those_of_the_round)
{
	struct syndic_roadmap *report;
	const struct syndic_roadmap_item *item;
	initiative("quotas", "funding");
	round_of("old", "quotas", "open", "7");
	round_of("quotas", "quotas", "open", "40000");
	pledge("old", "Gone", "Binding", "5", "no");
	set_round("old", "lapsed");
	pledge("quotas", "One", "Binding", "15000", "no");
	pledge("quotas", "Two", "Soft", "9000", "no");
	pledge("quotas", "Three", "Interest", "1000.50", "no");
	OK(syndic_report_roadmap(db, "quotas", &report));
	item = &report->items[0];
	ck_assert_uint_eq(report->item_count, 1);
	ck_assert_str_eq(item->syndicate, "quotas");
	ck_assert_int_eq(item->counted, 1500000);
	ck_assert_int_eq(item->missing, 2500000);
	ck_assert_int_eq(item->missing_members, 1);
	ck_assert_int_eq(item->interest, 1000050);
	ck_assert_int_eq(item->interested, 2);
	ck_assert_int_eq(item->pledged, 1);
	ck_assert_int_eq(item->signatures, 0);
	ck_assert_int_eq(item->days_left.value, 45);          /* from 15 January to 1 March */
	ck_assert(item->odds.known && item->odds.value == 0); /* all together are too few */
	syndic_roadmap_free(report);
	REFUSED(syndic_report_roadmap(db, "nothing", &report), SYNDIC_NOT_FOUND, "", "nothing");
}
END_TEST

/* ---- what a sum tells ---- */

START_TEST(a_sum_is_told_if_all_in_it_are_named)
{
	const struct syndic_public_initiative *quotas;
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "One", "Binding", "15000.55", "yes");
	quotas = told("quotas");
	ck_assert(quotas->counted.known && quotas->counted.value == 1500055);
	ck_assert_int_eq(quotas->step, 0);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 1500055);
	ck_assert_int_eq(quotas->typical_share.value, 5000000);
}
END_TEST

START_TEST(few_that_are_not_named_round_to_quarters)
{
	const struct syndic_public_initiative *quotas;
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "Open", "Binding", "30000", "yes");
	pledge("quotas", "Secret", "Binding", "23456", "no");
	quotas = told("quotas");
	ck_assert(!quotas->counted.known);
	ck_assert_int_eq(quotas->funded.value, 500000); /* 53,456 of 100,000 */
	ck_assert_int_eq(quotas->step, 250000);
	ck_assert_uint_eq(quotas->pledge_count, 1);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 3000000);
	/* full: the reader knows the sum, so what is named would tell the rest */
	pledge("quotas", "Third", "Binding", "46544", "yes");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->funded.value, RATIO_ONE);
	ck_assert_uint_eq(quotas->pledge_count, 2);
	for (size_t i = 0; i < 2; i++)
		ck_assert(!quotas->pledges[i].amount.known);
}
END_TEST

START_TEST(many_that_are_not_named_round_to_tenths)
{
	const struct syndic_public_initiative *quotas;
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "A", "Binding", "11111", "no");
	pledge("quotas", "B", "Binding", "12222", "no");
	pledge("quotas", "Same", "Binding", "13333", "no");
	/* So another program left it: two pledges of one organisation, which are still two in all. */
	foreign("UPDATE deal SET org = (SELECT id FROM org WHERE slug = 'b') WHERE slug = 'same'");
	ck_assert_int_eq(told("quotas")->step, 250000);
	pledge("quotas", "C", "Binding", "14444", "no");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->step, 100000);
	ck_assert_int_eq(quotas->funded.value, 500000); /* 51,110 */
	ck_assert(!quotas->counted.known);
	/* full: who is named is named with the amount, the other three are one sum */
	pledge("quotas", "D", "Binding", "50000", "yes");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->funded.value, RATIO_ONE);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 5000000);
}
END_TEST

/* Whatever the pledges: what is told is the same for sums that it cannot tell apart. */
START_TEST(no_share_is_finer_than_its_step)
{
	static const char *const hidden[] = {"0.01", "100", "24999.99", "25000", "49999.99", "62000"};
	static const int64_t wanted[] = {0, 0, 0, 250000, 250000, 500000};
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "Secret", "Binding", "1", "no");
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		struct buf amount = {0};
		buf_printf(&amount, "amount=%s", hidden[i]);
		OK(edit("deal", "secret", buf_text(&amount)));
		ck_assert_int_eq(told("quotas")->funded.value, wanted[i]);
		buf_free(&amount);
	}
}
END_TEST

START_TEST(a_bridge_and_terms_that_are_not_frozen_stay_here)
{
	const struct syndic_public_initiative *quotas;
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "reached", "100000");
	pledge("quotas", "Secret", "Binding", "91234", "no");
	foreign("UPDATE syndicate SET bridge = 876600");
	quotas = told("quotas");
	ck_assert(quotas->reached && !quotas->counted.known);
	foreign("UPDATE syndicate SET state = 'forming'");
	quotas = told("quotas");
	ck_assert(!quotas->threshold.known && !quotas->deadline && !quotas->funded.known);
	ck_assert_uint_eq(quotas->pledge_count, 0);
	ck_assert_int_eq(quotas->interested, 1);
}
END_TEST

/* ---- the pages ---- */

static void write_page(void (*write)(struct buf *out, const struct roadmap_page *page),
                       struct buf *out)
{
	struct roadmap_page page = {.title = "Roadmap"};
	told("");
	page.roadmap = published;
	buf_reset(out);
	write(out, &page);
}

static void (*const writers[])(struct buf *out,
                               const struct roadmap_page *page) = {roadmap_html, roadmap_markdown,
                                                                   roadmap_json};

/* Every field that may not leave holds a mark; amounts are such that no other figure looks alike. */
static void add_secrets(void)
{
	OK(add("org", "name=HIDDEN-ORG", "notes=HIDDEN", "website=HIDDEN.example", "owner=HIDDEN",
	       "tags=HIDDEN"));
	OK(add("org", "name=Shown Org", "notes=HIDDEN", "tags=HIDDEN"));
	OK(add("person", "name=HIDDEN-PERSON", "email=hidden@HIDDEN.example", "org=shown-org"));
	initiative("quotas", "funding");
	OK(edit("initiative", "quotas", "problem=Shown problem", "owner=HIDDEN", "notes=HIDDEN",
	        "tags=HIDDEN"));
	initiative("hidden-draft", "draft");
	initiative("hidden-parked", "parked");
	round_of("quotas", "quotas", "open", "100000");
	OK(edit("syndicate", "quotas", "notes=HIDDEN"));
	pledge("quotas", "HIDDEN-ORG", "Binding", "31337.31", "no");
	OK(edit("deal", "hidden-org", "owner=HIDDEN", "next_step=HIDDEN", "probability=0.7731",
	        "budget_line=HIDDEN", "fiscal_year=HIDDEN", "purchase_order=HIDDEN", "tags=HIDDEN",
	        "condition_amount=777.31"));
	pledge("quotas", "Shown Org", "Binding", "12121", "yes");
	OK(edit("deal", "shown-org", "owner=HIDDEN", "probability=0.7731", "budget_line=HIDDEN"));
	pledge("quotas", "HIDDEN-SOFT", "Soft", "41414.31", "no");
	OK(add("activity", "kind=call", "org=shown-org", "summary=HIDDEN", "body=HIDDEN"));
	OK(add("endorsement", "initiative=quotas", "org=hidden-org", "words=HIDDEN", "testers=731",
	       "public=no"));
	OK(add("endorsement", "initiative=quotas", "org=shown-org", "words=Shown words",
	       "person=HIDDEN-PERSON", "other_help=HIDDEN", "public=yes"));
	OK(add("deliverable", "name=Shown part", "initiative=quotas", "low_hours=731.31",
	       "high_hours=831.31", "definition_of_done=Shown done", "notes=HIDDEN"));
	OK(add("slot", "name=HIDDEN", "initiative=quotas", "notes=HIDDEN"));
}

START_TEST(nothing_leaves_that_was_not_given_free)
{
	static const char *const never[] = {"HIDDEN", "hidden-", "31337", "31,337", "41414", "41,414",
	                                    "731",    "777.31",  "831",   "0.77",   "43458", "43,458",
	                                    "56541",  "56,541",  "72751", "72,751"};
	static const char *const always[] = {"Shown Org", "Shown words", "Shown part", "Shown done",
	                                     "Shown problem"};
	struct buf page = {0};
	add_secrets();
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
		write_page(writers[i], &page);
		for (size_t j = 0; j < sizeof never / sizeof *never; j++) {
			const char *found = strstr(buf_text(&page), never[j]);
			ck_assert_msg(!found, "page %zu tells %s: %.200s", i, never[j], found);
		}
		for (size_t j = 0; j < sizeof always / sizeof *always; j++)
			ck_assert_msg(strstr(buf_text(&page), always[j]), "page %zu lacks %s", i, always[j]);
		ck_assert_msg(strstr(buf_text(&page), "12,121") || strstr(buf_text(&page), "12121.00"),
		              "page %zu lacks an amount that is public", i);
	}
	buf_free(&page);
}
END_TEST

/* Each tag that is opened is closed, in order; `<!` and `/>` aside. */
static void is_well_formed(const char *html)
{
	char open[32][32];
	size_t depth = 0;
	for (const char *at = html; (at = strchr(at, '<')); at++) {
		size_t name = strcspn(at + 1, " />\n");
		const char *end = strchr(at, '>');
		ck_assert_ptr_nonnull(end);
		if (at[1] == '!' || end[-1] == '/') continue;
		if (at[1] == '/') {
			name = strcspn(at + 2, ">");
			ck_assert_uint_gt(depth, 0);
			depth--;
			ck_assert_msg(strlen(open[depth]) == name && !strncmp(open[depth], at + 2, name),
			              "%s is closed by %.20s", open[depth], at);
		} else {
			ck_assert_uint_lt(depth, 32);
			snprintf(open[depth++], sizeof open[0], "%.*s", (int)name, at + 1);
		}
	}
	ck_assert_uint_eq(depth, 0);
}

#define WITH_HOSTILE(field)                                                                        \
	field "="                                                                                      \
		  "<script>alert(1)</script> [x](javascript:alert(1)) **b** \x1b[2J & \"q\" 'a'\n\n# "     \
		  "heading\n\n"                                                                            \
		  "- item <img src=x onerror=alert(1)>"

static void add_hostile(void)
{
	OK(add("org", "slug=evil", "name=<b onmouseover=alert(1)>\"'&\x1b]0;t"));
	initiative("quotas", "candidate");
	OK(edit("initiative", "quotas", "name=</title><script>alert(1)</script>",
	        WITH_HOSTILE("problem"), WITH_HOSTILE("upstream_plan")));
	OK(add("endorsement", "initiative=quotas", "org=evil", WITH_HOSTILE("words"), "public=yes"));
	OK(add("deliverable", "initiative=quotas", WITH_HOSTILE("name"),
	       WITH_HOSTILE("definition_of_done"), "upstream_url=javascript:alert(1)"));
	OK(add("deliverable", "initiative=quotas", "name=Two",
	       "upstream_url=https://x.example/\"onclick=\"alert(1)"));
}

START_TEST(text_never_becomes_markup)
{
	static const char *const never[] = {"<script",   "<img", "<b ",      "href=\"java",
	                                    "\"onclick", "\x1b", "</title><"};
	struct buf page = {0};
	add_hostile();
	write_page(roadmap_html, &page);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		const char *found = strstr(buf_text(&page), never[i]);
		ck_assert_msg(!found, "%s: %.200s", never[i], found);
	}
	is_well_formed(buf_text(&page));
	ck_assert_ptr_nonnull(strstr(buf_text(&page), "&lt;script&gt;alert(1)&lt;/script&gt; [x]"));
	write_page(roadmap_markdown, &page);
	ck_assert(!strstr(buf_text(&page), "\x1b") && !strstr(buf_text(&page), "\n# heading"));
	ck_assert(!strstr(buf_text(&page), "\n- item") && !strstr(buf_text(&page), " **b**"));
	for (const char *at = buf_text(&page); (at = strchr(at, '<')); at++)
		if (strncmp(at, "<!-- " ROADMAP_MARK, strlen("<!-- " ROADMAP_MARK)) != 0)
			ck_assert_msg(at[-1] == '\\', "bare: %.30s", at);
	for (const char *at = buf_text(&page); (at = strstr(at, "](")); at++)
		ck_assert_msg(at[-1] == '\\', "a link: %.30s", at);
	write_page(roadmap_json, &page);
	ck_assert(!strstr(buf_text(&page), "\x1b") &&
	          !strstr(buf_text(&page), "javascript:alert(1)\""));
	buf_free(&page);
}
END_TEST

START_TEST(links_are_http_and_mail_alone)
{
	static const char *const good[] = {"https://example.org/a?b=c&d#e", "HTTP://example.org",
	                                   "mailto:a@example.org"};
	static const char *const bad[] = {"javascript:alert(1)",
	                                  "data:text/html,x",
	                                  " https://x.org",
	                                  "https://",
	                                  "//x.org",
	                                  "https://x.org/\"",
	                                  "https://x.org/>",
	                                  "https://x.org/ y",
	                                  "https://x.org/\n",
	                                  "",
	                                  "https://x\xc3\xa9"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ck_assert_msg(link_is_safe(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!link_is_safe(bad[i]), "%s", bad[i]);
}
END_TEST

UNIT(roadmap)
{
	Suite *suite = suite_create("roadmap");
	TCase *cases = model_case("the roadmap");

	tcase_add_test(cases, the_order_is_that_of_the_roadmap);
	tcase_add_test(cases, figures_are_those_of_the_round);
	tcase_add_test(cases, a_sum_is_told_if_all_in_it_are_named);
	tcase_add_test(cases, few_that_are_not_named_round_to_quarters);
	tcase_add_test(cases, many_that_are_not_named_round_to_tenths);
	tcase_add_test(cases, no_share_is_finer_than_its_step);
	tcase_add_test(cases, a_bridge_and_terms_that_are_not_frozen_stay_here);
	tcase_add_test(cases, nothing_leaves_that_was_not_given_free);
	tcase_add_test(cases, text_never_becomes_markup);
	tcase_add_test(cases, links_are_http_and_mail_alone);
	suite_add_tcase(suite, cases);
	return suite;
}
