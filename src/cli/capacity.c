/* Hours that can be built against hours that are sold or may be. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "view/bar.h"

static int64_t load_of(const struct syndic_capacity_month *month)
{
	return month->committed + month->onboarding + month->weighted;
}

static void print_json(struct cli *cli, const struct syndic_capacity *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_open(&json, "months", '[');
	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_capacity_month *month = &report->months[i];
		json_open(&json, '{');
		json_member_text(&json, "month", month->month);
		json_member_figure(&json, "capacity", month->capacity, SYNDIC_UNIT_HOURS);
		json_member_ratio(&json, "committed", month->committed);
		json_member_ratio(&json, "onboarding", month->onboarding);
		json_member_ratio(&json, "weighted", month->weighted);
		json_member_ratio(&json, "load", load_of(month));
		json_member_figure(&json, "p_over", month->p_over, SYNDIC_UNIT_SHARE);
		json_member_bool(&json, "collision", month->collision);
		json_member_int(&json, "members", month->members);
		json_member_ratio(&json, "operations", month->operations);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_member_open(&json, "gaps", '[');
	for (size_t i = 0; i < report->gap_count; i++) {
		const struct syndic_capacity_gap *gap = &report->gaps[i];
		json_open(&json, '{');
		json_member_text(&json, "entity", gap->entity);
		json_member_text(&json, "reference", gap->reference);
		json_member_text(&json, "why", gap->why);
		json_member_text(&json, "help", gap->help);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

static struct syndic_rows *plain_rows(const struct syndic_capacity *report)
{
	static const struct syndic_column columns[] = {
		{"month", "month", SYNDIC_MONTH, 0},
		{"capacity", "capacity", SYNDIC_DECIMAL, 0},
		{"committed", "committed", SYNDIC_DECIMAL, 0},
		{"onboarding", "onboarding", SYNDIC_DECIMAL, 0},
		{"weighted", "weighted", SYNDIC_DECIMAL, 0},
		{"p_over", "P(over)", SYNDIC_RATIO, 0},
		{"collision", "collision", SYNDIC_BOOL, 0},
		{"members", "members", SYNDIC_INT, 0},
		{"operations", "operations", SYNDIC_DECIMAL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_capacity_month *month = &report->months[i];
		rows_add_text(rows, month->month);
		rows_add_figure(rows, month->capacity);
		rows_add_number(rows, month->committed);
		rows_add_number(rows, month->onboarding);
		rows_add_number(rows, month->weighted);
		rows_add_figure(rows, month->p_over);
		rows_add_number(rows, month->collision);
		rows_add_number(rows, month->members);
		rows_add_number(rows, month->operations);
	}
	return rows;
}

/* ---- for people ---- */

#define BAR_WIDTH 12

static void add_hours(struct syndic_rows *rows, int64_t hours)
{
	struct buf text = {0};
	buf_printf(&text, "%" PRId64, muldiv(hours, 1, RATIO_ONE));
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

static struct syndic_rows *people_rows(const struct cli *cli, const struct syndic_capacity *report)
{
	static const struct syndic_column columns[] = {
		{"month", "month", SYNDIC_MONTH, 0},
		{"capacity", "capacity", SYNDIC_TEXT, VIEW_RIGHT},
		{"committed", "sold", SYNDIC_TEXT, VIEW_RIGHT},
		{"onboarding", "onboarding", SYNDIC_TEXT, VIEW_RIGHT},
		{"weighted", "weighted", SYNDIC_TEXT, VIEW_RIGHT},
		{"p_over", "P(over)", SYNDIC_TEXT, VIEW_RIGHT},
		{"bar", "sold, onboarding, weighted", SYNDIC_TEXT, VIEW_BAR},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_capacity_month *month = &report->months[i];
		const int64_t parts[3] = {month->committed, month->onboarding, month->weighted};
		struct buf bar = {0};
		rows_add_text(rows, month->month);
		if (month->capacity.known)
			add_hours(rows, month->capacity.value);
		else
			rows_add_text(rows, "?");
		add_hours(rows, month->committed);
		add_hours(rows, month->onboarding);
		add_hours(rows, month->weighted);
		if (month->p_over.known)
			rows_add_chance(rows, month->p_over);
		else
			rows_add_text(rows, "?");
		if (month->capacity.known && month->capacity.value > 0)
			bar_add_parts(&bar, parts, month->capacity.value, BAR_WIDTH, cli->view.ascii);
		if (month->capacity.known && load_of(month) > month->capacity.value) buf_add(&bar, " over");
		rows_add_text(rows, buf_text(&bar));
		buf_free(&bar);
	}
	return rows;
}

static void print_collisions(struct cli *cli, const struct syndic_capacity *report)
{
	struct buf months = {0};
	for (size_t i = 0; i < report->month_count; i++)
		if (report->months[i].collision)
			buf_printf(&months, "%s%s", months.length ? ", " : "", report->months[i].month);
	if (months.length)
		print_sentence(cli,
		               "Collision in %s: what is sold and taking new members aboard exceed the "
		               "capacity together, though neither would alone.",
		               buf_text(&months));
	buf_free(&months);
}

static void print_gaps(struct cli *cli, const struct syndic_capacity *report)
{
	if (report->month_count && !report->months[0].capacity.known)
		print_sentence(cli,
		               "Nobody has said how much can be built in %s: syndic person-month add %s "
		               "--people N --hours N --billable-share 0.45.",
		               report->months[0].month, report->months[0].month);
	for (size_t i = 0; i < report->gap_count; i++)
		print_sentence(cli, "In no month: %s %s, %s (%s).", report->gaps[i].entity,
		               report->gaps[i].reference, report->gaps[i].why, report->gaps[i].help);
	if (report->gap_count) print_sentence(cli, "The load is so much more than shown.");
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_capacity *report)
{
	struct buf line = {0};
	enum syndic_status status;
	buf_printf(&line, "Hours of capacity and load by month, on %s", report->as_of);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print(cli, "\n");
	status = show_rows(cli, people_rows(cli, report), "months", "month", NULL);
	print(cli, "\n");
	print_collisions(cli, report);
	print_gaps(cli, report);
	print_sentence(cli, "Capacity is without what operations take for members; of this month it is "
	                    "what is left. P(over): the chance that the load exceeds it.");
	return status;
}

static enum syndic_status capacity(struct cli *cli)
{
	struct syndic_capacity_options wanted = {.from = option(cli, "from")};
	struct syndic_capacity *report = NULL;
	enum syndic_status status;
	if (!read_number(cli, "months", 1, &wanted.months)) return SYNDIC_MISUSE;
	status = syndic_report_capacity(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "months", "month", NULL);
	syndic_capacity_free(report);
	return status;
}

static const struct option_row options[] = {
	{"from", "MONTH", "the first month; else this one", 0, false},
	{"months", "N", "how many; else 12", 0, false},
};

const struct command command_capacity = {
	.noun = "capacity",
	.summary = "show hours that can be built against hours sold and likely, month by month",
	.text =
		"Capacity: people × hours × billable share − leave − operations_hours × members (syndic "
		"person-month, syndic setting). Sold: slots under way and queued, and signed projects "
		"without a slot. Weighted: rounds, held slots and open projects by their chance. "
		"P(over) is the chance that all of it together exceeds the capacity.",
	.examples = "syndic person-month add 2026-01 --people 3 --hours 167 --billable-share 0.45\n"
				"syndic capacity --months 18\nsyndic capacity --json",
	.options = {options, sizeof options / sizeof *options},
	.run = capacity,
};
