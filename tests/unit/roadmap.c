/* The roadmap: its order and figures, and that nothing leaves which was not given free. */
#include "model.h"
#include "base/money.h"
#include "cli/roadmap.h"
#include "view/html.h"
#include "view/markdown.h"

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
	pledge("quotas", "Secret", "Binding", "26789", "no");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->counted.value, 5500000); /* at least: 30,000 and a quarter */
	ck_assert_int_eq(quotas->funded.value, 550000);
	ck_assert_int_eq(quotas->step, 250000);
	ck_assert_uint_eq(quotas->pledge_count, 1);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 3000000);
	/* reached: the reader knows the sum, so what is named would tell the rest */
	pledge("quotas", "Third", "Binding", "46544", "yes");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->funded.value, RATIO_ONE);
	ck_assert(quotas->reached && !quotas->counted.known);
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
	ck_assert_int_eq(quotas->counted.value, 5000000);
	/* full: who is named is named with the amount, the other three are one sum */
	pledge("quotas", "D", "Binding", "50000", "yes");
	quotas = told("quotas");
	ck_assert_int_eq(quotas->funded.value, RATIO_ONE);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 5000000);
	ck_assert(!quotas->counted.known);
}
END_TEST

static void set_amount(const char *pledge_of, int64_t whole)
{
	struct buf amount = {0};
	buf_printf(&amount, "amount=%lld", (long long)whole);
	OK(edit("deal", pledge_of, buf_text(&amount)));
	buf_free(&amount);
}

/* Editions between which only a public pledge moves say nothing new of the one that is not named. */
START_TEST(what_is_public_moves_and_probes_nothing)
{
	struct buf less = {0}, more = {0};
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "Secret", "Binding", "25001", "no");
	pledge("quotas", "Open", "Binding", "1", "yes");
	for (int64_t amount = 999; amount < 50000; amount += 3500) {
		set_amount("open", amount);
		for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
			set_amount("secret", 25001);
			write_page(writers[i], &less);
			set_amount("secret", 49990);
			write_page(writers[i], &more);
			ck_assert_msg(strcmp(buf_text(&less), buf_text(&more)) == 0, "page %zu at %lld", i,
			              (long long)amount);
		}
		ck_assert_int_eq(told("quotas")->counted.value, amount * 100 + 2500000);
	}
	buf_free(&less);
	buf_free(&more);
}
END_TEST

/* Money that suffices from too few organisations is no more of a probe. */
START_TEST(what_suffices_from_too_few_is_not_told)
{
	const struct syndic_public_initiative *quotas;
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	foreign("UPDATE syndicate SET min_members = 3");
	pledge("quotas", "Secret", "Binding", "30000", "no");
	pledge("quotas", "Open", "Binding", "70000", "yes");
	quotas = told("quotas");
	ck_assert(!quotas->reached);
	ck_assert_int_eq(quotas->funded.value, 950000);
	ck_assert_int_eq(quotas->pledges[0].amount.value, 7000000);
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

/* So signing leaves it: won, with a contract of what it pays. */
static void signs(const char *deal, const char *org, const char *share)
{
	char sql[300];
	struct buf name = {0}, of = {0}, much = {0};
	buf_printf(&name, "name=signed-%s", deal);
	buf_printf(&of, "org=%s", org);
	buf_printf(&much, "amount=%s", share);
	OK(add("contract", buf_text(&name), buf_text(&of), buf_text(&much), "starts_on=2026-02-01",
	       "ends_on=2027-01-31", "signed_on=2026-01-15"));
	snprintf(sql, sizeof sql,
	         "UPDATE deal SET stage = (SELECT s.id FROM stage AS s WHERE s.pipeline = deal.pipeline"
	         " AND s.name = 'Contracted'), contract = (SELECT id FROM contract WHERE slug ="
	         " 'signed-%s') WHERE slug = '%s'",
	         deal, deal);
	foreign(sql);
	buf_free(&name);
	buf_free(&of);
	buf_free(&much);
}

START_TEST(beside_signed_stands_what_was_signed)
{
	const struct syndic_public_initiative *quotas;
	struct buf text = {0};
	initiative("quotas", "funded");
	round_of("quotas", "quotas", "open", "100000");
	pledge("quotas", "One", "Binding", "70000", "yes");
	pledge("quotas", "Two", "Binding", "60000", "yes");
	pledge("quotas", "Late", "Binding", "30000", "yes");
	signs("one", "one", "50000");
	set_round("quotas", "contracting");
	quotas = told("quotas");
	/* Nothing binds yet: its share of 100,000 among three, 30,000 of which the last one pays. */
	ck_assert_int_eq(quotas->pledges[0].amount.value, 3500000);
	ck_assert(quotas->pledges[0].contracted && !quotas->pledges[1].contracted);
	ck_assert_int_eq(quotas->pledges[1].amount.value, 6000000);
	words_funding(&text, quotas, "USD");
	ck_assert_str_eq(buf_text(&text), "The threshold is reached by 3 organisations; the statement "
	                                  "of work is being signed.");
	/* who has not signed does not fund it */
	signs("two", "two", "50000");
	set_round("quotas", "committed");
	quotas = told("quotas");
	ck_assert_uint_eq(quotas->pledge_count, 2);
	words_funding(&text, quotas, "USD");
	ck_assert_str_eq(buf_text(&text), "Funded by 2 organisations.");
	buf_free(&text);
}
END_TEST

static void said_of(const char *share, const char *overshoot, const char *ceiling,
                    const char *expected)
{
	char sql[200];
	struct buf text = {0};
	snprintf(sql, sizeof sql,
	         "UPDATE syndicate SET share_rule = %s, overshoot_rule = %s, ceiling ="
	         " %s",
	         share, overshoot, ceiling);
	foreign(sql);
	words_rules(&text, told("quotas"), "USD");
	ck_assert_str_eq(buf_text(&text), expected);
	buf_free(&text);
}

#define NOBODY "Nobody pays more than it pledged. If more is pledged than the price, "
#define SAME "each pays the same, or its whole pledge where that is less"
#define BY_TIER "each pays by its membership tier, or its whole pledge where that is less"
#define WAITS                                                                                      \
	" Once the threshold is reached, a pledge that would lift the sum above USD 120,000 waits."

START_TEST(each_pair_of_rules_is_said_as_it_works)
{
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	said_of("'equal'", "'cap'", "NULL", NOBODY SAME ".");
	said_of("'equal'", "NULL", "NULL", NOBODY SAME ".");
	said_of("'proportional'", "'cap'", "NULL", NOBODY SAME ".");
	said_of("'tiered'", "NULL", "NULL", NOBODY BY_TIER ".");
	said_of("NULL", "NULL", "NULL", NOBODY "each pays in proportion to its pledge.");
	said_of("'equal'", "'rebate'", "NULL", NOBODY "each pays in proportion to its pledge.");
	said_of("'fixed'", "'next'", "NULL",
	        NOBODY "pledges are paid whole in the order of pledging, the last of them in part; the"
	               " rest of each pledge is left for the next initiative.");
	said_of("'equal'", "'stretch'", "NULL",
	        NOBODY "each pays its whole pledge, and more is built.");
	said_of("'equal'", "'stretch'", "12000000",
	        NOBODY "up to USD 120,000 is raised, and more is built; beyond that, " SAME "." WAITS);
	said_of("'tiered'", "'stretch'", "10000000",
	        NOBODY BY_TIER ". Once the threshold is reached, a pledge that would lift the sum above"
	                       " USD 100,000 waits.");
	said_of("'proportional'", "'rebate'", "12000000",
	        NOBODY "each pays in proportion to its pledge." WAITS);
}
END_TEST

START_TEST(a_place_is_held_until_all_is_signed)
{
	struct buf text = {0};
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	OK(add("sow", "name=Quotas", "syndicate=quotas"));
	set_round("quotas", "contracting");
	OK(add("slot", "name=Quotas", "initiative=quotas", "syndicate=quotas"));
	foreign("UPDATE slot SET state = 'held'");
	words_slot(&text, told("quotas"), "USD");
	ck_assert_str_eq(buf_text(&text),
	                 "A place in the queue is held until the statement of work is signed.");
	words_funding(&text, told("quotas"), "USD");
	ck_assert_str_eq(buf_text(&text),
	                 "The threshold is reached; the statement of work is being signed.");
	foreign("UPDATE sow SET state = 'executed'");
	words_slot(&text, told("quotas"), "USD");
	ck_assert_str_eq(buf_text(&text), "A place in the queue is held.");
	words_funding(&text, told("quotas"), "USD");
	ck_assert_str_eq(buf_text(&text), "The threshold is reached; the statement of work is signed.");
	buf_free(&text);
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
	/* nor a name, whatever it is marked */
	OK(edit("deal", "secret", "public=yes"));
	quotas = told("quotas");
	ck_assert_uint_eq(quotas->supporter_count, 0);
	ck_assert_int_eq(quotas->interested, 1);
}
END_TEST

/* ---- the pages ---- */

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

/* Names stand where a line begins, and addresses in them are no links. */
START_TEST(names_make_no_lists_and_no_links)
{
	static const char *const names[] = {"# Org",
	                                    "2. Org",
	                                    "3) Org",
	                                    "- Org",
	                                    "+ [ ] Org",
	                                    "See http://a.example",
	                                    "See WWW.b.example",
	                                    "a@c.example",
	                                    "Org #"};
	static const char *const wanted[] = {"* \\# Org",
	                                     "* 2\\. Org",
	                                     "* 3\\) Org",
	                                     "* \\- Org",
	                                     "* \\+ \\[ \\] Org",
	                                     "* See http\\://a.example",
	                                     "* See WWW\\.b.example",
	                                     "* a\\@c.example",
	                                     "* Org #"};
	struct buf page = {0};
	initiative("quotas", "funding");
	round_of("quotas", "quotas", "open", "100000");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char slug[30], by[40], named[60], deal[60];
		snprintf(slug, sizeof slug, "slug=o%zu", i);
		snprintf(by, sizeof by, "org=o%zu", i);
		snprintf(named, sizeof named, "name=%s", names[i]);
		snprintf(deal, sizeof deal, "name=pledge %zu", i);
		OK(add("org", slug, named));
		OK(add("deal", deal, "pipeline=cofunding", "syndicate=quotas", by, "stage=Binding",
		       "amount=10", "public=yes"));
		OK(add("endorsement", "initiative=quotas", by, "words=We need it", "public=yes"));
	}
	foreign("UPDATE initiative SET name = 'In C #'");
	write_page(roadmap_markdown, &page);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		char line[80];
		snprintf(line, sizeof line, "\n%s, USD 10\n", wanted[i]);
		ck_assert_msg(strstr(buf_text(&page), line), "a pledge of %s", names[i]);
		snprintf(line, sizeof line, "\n%s, " TODAY "\n", wanted[i]);
		ck_assert_msg(strstr(buf_text(&page), line), "words of %s", names[i]);
	}
	ck_assert_ptr_nonnull(strstr(buf_text(&page), "\n### In C \\#\n"));
	buf_free(&page);
}
END_TEST

/* Persian and Indic words and joined emoji are written with joiners; anywhere else these hide. */
START_TEST(joiners_stay_in_words)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", NULL}, /* Persian */
		{"\u0915\u094d\u200d\u0937", NULL},                         /* Devanagari */
		{"\u0d28\u0d4d\u200d ", NULL},                              /* Malayalam, at the end */
		{"\U0001f469\u200d\U0001f4bb", NULL},
		{"\U0001f468\U0001f3fd\u200d\U0001f680", NULL},
		{"\u2764\ufe0f\u200d\U0001f525", NULL},
		{"a\u200db", "a\\u{200d}b"},
		{"\u0645\u200c\u200c\u062e", "\u0645\\u{200c}\\u{200c}\u062e"},
		{"\u0645\u200c", "\u0645\\u{200c}"},
		{"\u200c\u0645", "\\u{200c}\u0645"},
		{"\u0645\u202e\u062e", "\u0645\\u{202e}\u062e"},
		{"\u0645\u200b\u062e", "\u0645\\u{200b}\u062e"},
	};
	struct buf page = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *shown = cases[i].shown ? cases[i].shown : cases[i].text;
		buf_reset(&page);
		html_text(&page, cases[i].text);
		ck_assert_str_eq(buf_text(&page), shown);
		if (strchr(shown, '\\')) continue;
		buf_reset(&page);
		markdown_text(&page, cases[i].text);
		ck_assert_str_eq(buf_text(&page), shown);
	}
	buf_reset(&page);
	html_paragraphs(&page, cases[0].text);
	ck_assert_ptr_nonnull(strstr(buf_text(&page), cases[0].text));
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
	tcase_add_test(cases, what_is_public_moves_and_probes_nothing);
	tcase_add_test(cases, what_suffices_from_too_few_is_not_told);
	tcase_add_test(cases, beside_signed_stands_what_was_signed);
	tcase_add_test(cases, each_pair_of_rules_is_said_as_it_works);
	tcase_add_test(cases, a_place_is_held_until_all_is_signed);
	tcase_add_test(cases, no_share_is_finer_than_its_step);
	tcase_add_test(cases, a_bridge_and_terms_that_are_not_frozen_stay_here);
	tcase_add_test(cases, nothing_leaves_that_was_not_given_free);
	tcase_add_test(cases, text_never_becomes_markup);
	tcase_add_test(cases, names_make_no_lists_and_no_links);
	tcase_add_test(cases, joiners_stay_in_words);
	tcase_add_test(cases, links_are_http_and_mail_alone);
	suite_add_tcase(suite, cases);
	return suite;
}
