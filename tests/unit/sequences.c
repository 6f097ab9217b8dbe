/* Writes by chance, through the public calls, and what holds of any of them: a refused one changes
 * nothing, all of them undone newest first lead back step by step, undone in whatever order they
 * leave nothing that `check` finds, and what was known on a day is what there was, to the last cell. */
#include "known.h"
#include "property.h"

enum { WRITES = 30, KNOWN_RUNS = 3 };

static uint64_t seed;

static bool one_in(int64_t n)
{
	return chance_between(&seed, 1, n) == 1;
}

#define ANY(...) any_of((const char *const[]){__VA_ARGS__, NULL})
static const char *any_of(const char *const *words)
{
	int64_t count = 0;
	while (words[count])
		count++;
	return words[chance_between(&seed, 0, count - 1)];
}

/* The id of any record of a kind; one that is not there where there is none. */
static const char *any(const char *entity)
{
	static char ids[6][40];
	static size_t turn;
	const struct syndic_list_options options = {.by_id = true};
	struct syndic_rows *rows;
	int64_t count = 0, wanted;
	char *id = ids[turn = (turn + 1) % 6];
	OK(syndic_list(db, entity, &options, &rows));
	while (syndic_rows_next(rows) == 1)
		count++;
	syndic_rows_free(rows);
	snprintf(id, sizeof ids[0], "01ARZ3NDEKTSV4RRFFQ69G5FAV");
	if (!count) return id;
	wanted = chance_between(&seed, 1, count);
	OK(syndic_list(db, entity, &options, &rows));
	while (wanted-- > 0)
		ck_assert_int_eq(syndic_rows_next(rows), 1);
	snprintf(id, sizeof ids[0], "%s", plain(rows, 0));
	syndic_rows_free(rows);
	return id;
}

/* "field=" and a text, kept for a while. */
static const char *with(const char *field, const char *text)
{
	static char kept[24][120];
	static size_t turn;
	char *out = kept[turn = (turn + 1) % 24];
	snprintf(out, sizeof kept[0], "%s=%s", field, text);
	return out;
}

static const char *day(void)
{
	static char days[6][11];
	static size_t turn;
	char *out = days[turn = (turn + 1) % 6];
	snprintf(out, sizeof days[0], "20%02d-%02d-%02d", (int)chance_between(&seed, 25, 27),
	         (int)chance_between(&seed, 1, 12), (int)chance_between(&seed, 1, 28));
	return out;
}

static const char *money(void)
{
	return ANY("0", "5", "100.25", "15k", "");
}

static const char *reference(const char *entity)
{
	return one_in(4) ? "" : any(entity);
}

static enum syndic_status write_org(void)
{
	if (one_in(2)) {
		return add("org", with("name", ANY("Acme", "Tern Island", "北京", "Acme", "Lyon")),
		           with("parent", reference("org")), with("payer", reference("org")));
	}
	return edit("org", any("org"), with("slug", ANY("acme", "one", "two", "")),
	            with("country", ANY("CH", "DE", "")), with("notes", ANY("x", "a\nb", "")),
	            with("via", reference("org")));
}

static enum syndic_status write_person(void)
{
	if (one_in(2))
		return add("person", with("name", ANY("Ana", "Bo")), with("org", reference("org")),
		           with("email", ANY("ana@example.org", "bo@example.org", "")));
	return edit("person", any("person"), with("org", reference("org")),
	            with("role", ANY("x", "y")));
}

static enum syndic_status write_deal(void)
{
	if (one_in(2)) {
		return add("deal", with("name", ANY("Hub", "Renewal", "Hub")),
		           with("org", reference("org")), with("amount", money()),
		           with("tier", ANY("general", "premier", "")),
		           with("revenue_type", ANY("membership", "membership", "grant", "")),
		           with("starts_on", one_in(3) ? "" : day()), with("stage", any("stage")));
	}
	return edit("deal", any("deal"), with("amount", money()), with("org", reference("org")),
	            with("tags", ANY("a", "b,a", "")), with("starts_on", one_in(2) ? "" : day()),
	            with("slug", ANY("hub", "other", "")));
}

static enum syndic_status move_deal(void)
{
	const char *deal = any("deal");
	struct syndic_input sooner = {"stage_since", "2025-12-01"};
	switch (chance_between(&seed, 1, 8)) {
	case 1: return edit("deal", deal, with("pipeline", any("pipeline")));
	case 2: return edit("deal", deal, with("stage", any("stage")));
	case 3: return syndic_deal_move(db, deal, any("stage"), &sooner, 1);
	case 4: return lose(deal);
	case 5: return reopen(deal);
	case 6: return syndic_deal_win(db, deal, any("contract"), NULL, NULL, 0);
	case 7: return link_deal(deal, any("org"), ANY("new", "renewal"));
	default: return win(deal);
	}
}

static enum syndic_status write_contract(void)
{
	switch (chance_between(&seed, 1, 4)) {
	case 1:
		return add("contract", with("name", ANY("Hub", "Paper")), with("org", reference("org")),
		           with("revenue_type", ANY("membership", "grant", "")), with("amount", money()),
		           with("starts_on", day()), with("renews", reference("contract")));
	case 2: return syndic_contract_collect(db, any("contract"), ANY("5", "-1.5"), day(), NULL);
	case 3: return edit("payment", any("payment"), with("amount", money()));
	default:
		return edit("contract", any("contract"), with("amount", money()),
		            with("org", reference("org")), with("ends_on", one_in(2) ? "" : day()),
		            with("collected", ANY("", "7")), with("deal", reference("deal")));
	}
}

static enum syndic_status write_membership(void)
{
	switch (chance_between(&seed, 1, 4)) {
	case 1:
		return add("membership", with("org", any("org")), with("starts_on", day()),
		           with("contract", reference("contract")));
	case 2: return syndic_membership_renew(db, any("membership"), NULL, 0);
	case 3: return syndic_membership_end(db, any("membership"), NULL, "budget");
	default:
		return edit("membership", any("membership"), with("ends_on", one_in(3) ? "" : day()),
		            with("tier", reference("tier")));
	}
}

static enum syndic_status converse(void)
{
	const char *people[] = {ANY("ana@example.org", "bo@example.org", "cy@example.org"), NULL};
	struct syndic_conversation said = {.org = any("org"),
	                                   .summary = "x",
	                                   .people = people,
	                                   .add_person = true,
	                                   .deal = one_in(2) ? NULL : any("deal"),
	                                   .next_step = one_in(2) ? NULL : ANY("call", "write"),
	                                   .owner = "zoe"};
	switch (chance_between(&seed, 1, 4)) {
	case 1: return syndic_task_done(db, any("task"), NULL);
	case 2:
		return edit("activity", any("activity"), with("people", reference("person")),
		            with("deal", reference("deal")));
	default: return syndic_log(db, &said);
	}
}

static enum syndic_status write_plan(void)
{
	switch (chance_between(&seed, 1, 7)) {
	case 1:
		return add("stage", with("pipeline", any("pipeline")), with("name", ANY("Seen", "Invited")),
		           "position=9", "probability=0.1", with("outcome", ANY("open", "won", "lost")));
	case 2:
		return edit("stage", any("stage"), with("outcome", ANY("open", "won", "lost")),
		            with("name", ANY("Seen", "Proposal", "Invited")));
	case 3:
		return add("target", with("key", ANY("k", "l", "m")), "label=x", "year=2026",
		           with("measure", "arr"), "amount=5", with("org", reference("org")));
	case 4: return edit("setting", any("setting"), with("value", ANY("0.5", "45", "days")));
	case 5: return edit("target", any("target"), with("key", ANY("k", "l", "m")));
	case 6:
		return add("target", with("key", ANY("sum", "more")), "label=x", "year=2026",
		           "measure=sum-of", with("sum_of", ANY("k", "l,m", "sum", "k,sum")));
	default:
		return add("usage", with("cluster", ANY("a", "b")),
		           with("month", ANY("2026-01", "2025-12")), "active_users=5",
		           with("org", reference("org")));
	}
}

static enum syndic_status write_anything(void)
{
	const char *entity;
	switch (chance_between(&seed, 1, 16)) {
	case 1:
	case 2: return write_org();
	case 3: return write_person();
	case 4:
	case 5:
	case 6: return write_deal();
	case 7:
	case 8:
	case 9:
	case 10: return move_deal();
	case 11: return write_contract();
	case 12: return write_membership();
	case 13: return converse();
	case 14: return write_plan();
	default:
		entity = ANY("org", "person", "deal", "contract", "membership", "payment", "activity",
		             "task", "usage", "target", "stage", "tier", "setting", "pipeline");
		return rm(entity, any(entity));
	}
}

/* A refusal says why and helps, in our words. */
static void tell_well(enum syndic_status status)
{
	const struct syndic_error *error = syndic_last_error(db);
	HOLDS(status != SYNDIC_FAILED && status != SYNDIC_LOCKED, "%s", error->message);
	HOLDS(error->code == status && error->message[0] && error->help[0], "%s", error->message);
	HOLDS(!strstr(error->message, "constraint"), "%s", error->message);
}

/* Writes until `count` writes changed something; what was before each goes to `before`, its number
 * to `numbers`. */
static void write_some(size_t count, char **before, int64_t *numbers)
{
	for (size_t made = 0; made < count;) {
		char *now = dump();
		enum syndic_status status = write_anything();
		int64_t number = syndic_last_write(db)->change;
		if (status != SYNDIC_OK) {
			tell_well(status);
			same_dump(now, dump(), syndic_last_error(db)->message);
		} else if (!number) {
			free(now);
		} else {
			before[made] = now;
			numbers[made++] = number;
		}
	}
	HOLDS(!findings()[0], "%s", findings());
}

static void take_back(int64_t number, char *expected)
{
	OK(undo(number));
	HOLDS(!notes()[0], "change %d: %s", (int)number, notes());
	same_dump(expected, dump(), "undone");
}

START_TEST(test_newest_first)
{
	char *before[WRITES + 1];
	int64_t numbers[WRITES], undos[WRITES];
	seed = 7919 + (uint64_t)_i;
	write_some(WRITES, before, numbers);
	before[WRITES] = dump();
	for (int round = 0; round < 2; round++) {
		for (size_t i = WRITES; i-- > 0;) {
			take_back(round ? numbers[i] : 0, strdup(before[i]));
			undos[i] = syndic_last_write(db)->change;
		}
		HOLDS(!findings()[0], "all undone: %s", findings());
		for (size_t i = 0; i < WRITES; i++)
			take_back(undos[i], strdup(before[i + 1]));
		HOLDS(!findings()[0], "all done again: %s", findings());
	}
	for (size_t i = 0; i <= WRITES; i++)
		free(before[i]);
}
END_TEST

START_TEST(test_in_any_order)
{
	char *before[WRITES];
	int64_t numbers[WRITES];
	seed = 104729 + (uint64_t)_i;
	write_some(WRITES, before, numbers);
	for (size_t i = 0; i < WRITES; i++) {
		char *now = dump();
		int64_t last = strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
		int64_t number = chance_between(&seed, 1, last);
		enum syndic_status status = undo(number);
		free(before[i]);
		if (status != SYNDIC_OK) {
			tell_well(status);
			same_dump(now, dump(), "a refused undo");
		} else {
			free(now);
		}
		HOLDS(!findings()[0], "change %d undone: %s", (int)number, findings());
	}
}
END_TEST

/* ---- what was known on a day ---- */

enum { DAYS = 7, WRITES_A_DAY = 7, PATH = 400 };

static char day_names[DAYS][32], copies[DAYS][PATH];
static char *dumps[DAYS], *figures[DAYS];

static enum syndic_status import_deals(void)
{
	char path[PATH];
	struct syndic_import_report *report;
	const struct syndic_import_options options = {.add_stages = true, .add_orgs = true};
	enum syndic_status status;
	snprintf(path, sizeof path, "%s", beside(".csv"));
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fprintf(file,
	        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Associated Company,Create Date\n");
	for (int i = 0; i < 6; i++) {
		if (one_in(3)) continue;
		fprintf(file, "%d,Imported %d,%s,%s,%d,%s,2026-01-01\n", i, i,
		        ANY("Discovery", "Outreach", "Proposal", "Closed Lost"),
		        ANY("membership", "project"), (int)chance_between(&seed, 1, 9),
		        ANY("Acme", "Lyon"));
	}
	fclose(file);
	status = syndic_import(db, "deals", path, &options, &report);
	syndic_import_report_free(report);
	remove(path);
	remove(beside(".csv.rejects.csv"));
	return status;
}

/* Also what other tests do by themselves: undo in any order, and imports. */
static void write_or_undo(void)
{
	int64_t last = strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
	enum syndic_status status;
	switch (chance_between(&seed, 1, 6)) {
	case 1: status = undo(0); break;
	case 2: status = undo(chance_between(&seed, 1, last ? last : 1)); break;
	case 3: status = one_in(3) ? import_deals() : move_deal(); break;
	default: status = write_anything();
	}
	HOLDS(status != SYNDIC_FAILED && status != SYNDIC_LOCKED, "%s", syndic_last_error(db)->message);
}

static void add_figure_text(struct buf *out, struct syndic_figure figure)
{
	buf_printf(out, figure.known ? " %lld" : " -", (long long)figure.value);
}

/* Every figure of `pipeline` and `status`, and the rows of `next`. */
static char *reports(void)
{
	struct buf out = {0};
	struct syndic_pipeline *pipeline;
	struct syndic_status_report *status;
	struct syndic_rows *rows;
	OK(syndic_report_pipeline(db, &pipeline));
	buf_printf(&out, "%s %lld %lld %lld %lld\n", pipeline->as_of, (long long)pipeline->count,
	           (long long)pipeline->amount, (long long)pipeline->weighted,
	           (long long)pipeline->amount_unknown);
	for (size_t i = 0; i < pipeline->stage_count; i++) {
		const struct syndic_pipeline_stage *stage = &pipeline->stages[i];
		buf_printf(&out, "%s %s %s %lld %lld %lld %lld %lld", stage->pipeline, stage->stage,
		           stage->outcome, (long long)stage->count, (long long)stage->amount,
		           (long long)stage->weighted, (long long)stage->year_count,
		           (long long)stage->year_amount);
		add_figure_text(&out, stage->days);
		buf_add_char(&out, '\n');
	}
	syndic_pipeline_free(pipeline);
	OK(syndic_report_status(db, "2026", &status));
	for (size_t i = 0; i < status->target_count; i++) {
		const struct syndic_target_line *line = &status->targets[i];
		const struct syndic_figure all[] = {line->target,   line->committed, line->in_force,
		                                    line->renewing, line->expected,  line->open,
		                                    line->gap,      line->coverage,  line->probability};
		buf_add(&out, line->key);
		for (size_t k = 0; k < sizeof all / sizeof *all; k++)
			add_figure_text(&out, all[k]);
		buf_add_char(&out, '\n');
	}
	for (size_t i = 0; i < sizeof status->mix / sizeof *status->mix; i++)
		buf_printf(&out, "%s %lld\n", status->mix[i].size_class, (long long)status->mix[i].amount);
	add_figure_text(&out, status->arr);
	buf_printf(&out, " %s %lld %lld %lld %lld\n", status->method, (long long)status->revenue,
	           (long long)status->members_in_force, (long long)status->members_signed_this_year,
	           (long long)status->incomplete_amount);
	syndic_status_report_free(status);
	OK(syndic_report_next(db, 0, &rows));
	while (syndic_rows_next(rows) == 1) {
		for (size_t i = 0; i < syndic_rows_column_count(rows); i++)
			buf_printf(&out, "%s ", plain(rows, i));
		buf_add_char(&out, '\n');
	}
	syndic_rows_free(rows);
	return out.data;
}

static void live_through(int d)
{
	char at[40];
	long long last = last_change();
	syndic_close(db);
	db = open_as(day_names[d], "a day", false);
	for (int i = 0; i < WRITES_A_DAY; i++)
		write_or_undo();
	snprintf(at, sizeof at, "%.10sT%s", day_names[d], one_in(2) ? "23:59:59Z" : "00:00:00Z");
	date_changes(last, at);
	dumps[d] = dump();
	figures[d] = reports();
	OK(syndic_backup(db, copies[d]));
}

static void look_back(int d)
{
	syndic_close(db);
	db = open_known(day_names[DAYS - 1], day_names[d]);
	ck_assert_str_eq(notes(), "");
	same_as_copy(copies[d], day_names[d]);
	same_dump(dumps[d], dump(), day_names[d]);
	same_dump(figures[d], reports(), day_names[d]);
}

START_TEST(test_what_was_known)
{
	seed = 611953 + (uint64_t)_i;
	for (int d = 0; d < DAYS; d++) {
		snprintf(day_names[d], sizeof day_names[0], "2026-%02d-15", 1 + d);
		snprintf(copies[d], sizeof copies[0], "%s", beside(day_names[d]));
		live_through(d);
	}
	HOLDS(!findings()[0], "%s", findings());
	for (int d = DAYS; d-- > 0;)
		look_back(d);
}
END_TEST

UNIT(sequences)
{
	Suite *suite = suite_create("sequences");
	TCase *cases = model_case("sequences");
	tcase_add_loop_test(cases, test_newest_first, 0, 2);
	tcase_add_loop_test(cases, test_in_any_order, 0, 2);
	tcase_add_loop_test(cases, test_what_was_known, 0, KNOWN_RUNS);
	suite_add_tcase(suite, cases);
	return suite;
}
