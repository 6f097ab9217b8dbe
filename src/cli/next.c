/* The page for the weekly sales meeting: sections, each a small table. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

static const struct section {
	const char *name, *heading, *days; /* `days`: what the column of days counts */
} sections[] = {
	{"overdue", "Overdue", "late"},
	{"due", "Due", "in"},
	{"renewal", "Ends soon, to be renewed", "in"},
	{"quiet deal", "Open deals gone quiet", "for"},
	{"quiet member", "Members gone quiet", "for"},
};

static const struct section *section_of(const char *name)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (strcmp(sections[i].name, name) == 0) return &sections[i];
	return NULL;
}

enum { SECTION, DUE_ON, DAYS, REFERENCE, ORG, WHAT, AMOUNT, OWNER, TOTAL, COLUMNS = TOTAL };

/* `5d`, or `5d ago`; how late something is needs no such word. */
static void add_days(struct syndic_rows *rows, struct syndic_value value, bool late)
{
	struct buf days = {0};
	bool past = value.number < 0;
	if (past) value.number = -value.number;
	value_add_plain(&days, value, SYNDIC_INT);
	if (days.length) buf_add(&days, past && !late ? "d ago" : "d");
	rows_add_text(rows, days.length ? buf_text(&days) : NULL);
	buf_free(&days);
}

/* The rows of one section, without the column that names it; `all` stands on the first. */
static struct syndic_rows *take_section(struct syndic_rows *all, const struct section *section,
                                        const struct syndic_column *columns, int *more)
{
	struct syndic_rows *rows = rows_new(columns, COLUMNS - 1);
	do {
		for (size_t i = DUE_ON; i < COLUMNS; i++) {
			struct syndic_value value = syndic_rows_value(all, i);
			if (i == DAYS)
				add_days(rows, value, section == sections);
			else if (i == ORG && value_equal(value, syndic_rows_value(all, REFERENCE)))
				rows_add_null(rows);
			else if (i == AMOUNT && value.kind == SYNDIC_NUMBER)
				rows_add_number(rows, muldiv(value.number, 1, 100) * 100);
			else
				rows_add_value(rows, value);
		}
		*more = syndic_rows_next(all);
	} while (*more > 0 && strcmp(syndic_rows_value(all, SECTION).text, section->name) == 0);
	return rows;
}

static enum syndic_status print_people(struct cli *cli, struct syndic_rows *all)
{
	struct syndic_column columns[COLUMNS - 1];
	enum syndic_status status = SYNDIC_OK;
	int more = syndic_rows_next(all);
	for (size_t i = DUE_ON; i < COLUMNS; i++)
		columns[i - 1] = *syndic_rows_column(all, i);
	columns[DAYS - 1].type = SYNDIC_TEXT;
	columns[DAYS - 1].flags = VIEW_RIGHT;
	columns[WHAT - 1].flags |= VIEW_WRAP;
	if (more == 0) say(cli, "nothing is due, and nobody has gone quiet");
	for (bool first = true; more > 0 && status == SYNDIC_OK; first = false) {
		const struct section *section = section_of(syndic_rows_value(all, SECTION).text);
		struct buf heading = {0};
		columns[DAYS - 1].label = section->days;
		int64_t total = syndic_rows_value(all, TOTAL).number;
		struct syndic_rows *rows = take_section(all, section, columns, &more);
		int64_t shown = (int64_t)rows_count(rows);
		buf_printf(&heading, "%s (", section->heading);
		if (shown < total) buf_printf(&heading, "the first %" PRId64 " of ", shown);
		buf_printf(&heading, "%" PRId64 ")", total);
		if (!first) print(cli, "\n");
		print_heading(cli, buf_text(&heading));
		buf_free(&heading);
		status = show_rows(cli, rows, "items", "reference", NULL);
	}
	return more < 0 ? syndic_last_error(cli->handle)->code : status;
}

static enum syndic_status next(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	int64_t limit;
	if (!read_limit(cli, 10, &limit)) return SYNDIC_MISUSE;
	enum syndic_status status = syndic_report_next(cli->handle, limit, &rows);
	if (status != SYNDIC_OK) return status;
	if (cli->format != VIEW_TABLE)
		return show_rows(cli, rows, "items", "reference", "nothing is due");
	status = print_people(cli, rows);
	syndic_rows_free(rows);
	return status;
}

static const struct option_row options[] = {
	{"limit", "N", "how many of each section, 0 for all; else 10", 0, false},
};

const struct command command_next = {
	.noun = "next",
	.summary = "show what is due: the page for the weekly sales meeting",
	.text = "Tasks that are due and overdue, what ends soon and wants renewing, and open deals and "
			"members "
			"with whom nobody has talked for long. The settings renewal_days and quiet_days say "
			"how soon "
			"and how long.",
	.examples = "syndic next\nsyndic next --as-of monday --limit 0",
	.options = {options, sizeof options / sizeof *options},
	.run = next,
};
