/* The page of key figures. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

static const struct section {
	const char *name, *heading;
} sections[] = {
	{"lines", "Lines of business: revenue a month"},
	{"coverage", "What the lines cost, a month of the next 6"},
	{"members", "Members"},
	{"rates", "Deals"},
	{"fmrr", "Forecast revenue of the next 6 months (FMRR)"},
	{"leads", "Leads"},
	{"development", "Members feed development"},
	{"cost_of_sale", "Cost of sale, 12 months"},
};

static const char *heading_of(const char *section)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (strcmp(sections[i].name, section) == 0) return sections[i].heading;
	return section;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_figure(struct json *json, const struct syndic_key_figure *figure)
{
	json_open(json, '{');
	json_member_text(json, "section", figure->section);
	json_member_text(json, "key", figure->key);
	json_member_text(json, "of", figure->of);
	json_member_text(json, "label", figure->label);
	json_member_figure(json, "value", figure->value, figure->unit);
	json_member_text(json, "unit", unit_name(figure->unit));
	json_member_figure(json, "aim", figure->aim, figure->unit);
	json_key(json, "cases");
	if (figure->cases.known)
		json_int(json, figure->cases.value);
	else
		json_text(json, NULL);
	json_member_text(json, "note", figure->note);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_kpi *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_open(&json, "figures", '[');
	for (size_t i = 0; i < report->figure_count; i++)
		add_figure(&json, &report->figures[i]);
	json_close(&json, ']');
	print_document(cli, &json);
}

static void print_lines(struct cli *cli, const struct syndic_kpi *report)
{
	struct buf text = {0};
	for (size_t i = 0; i < report->figure_count; i++) {
		struct json json = {.out = &text};
		add_figure(&json, &report->figures[i]);
		buf_add_char(&text, '\n');
	}
	print(cli, buf_text(&text));
	buf_free(&text);
}

/* ---- CSV and the like ------------------------------------------------------------------------ */

static struct syndic_rows *plain_rows(const struct syndic_kpi *report)
{
	static const struct syndic_column columns[] = {
		{"section", "section", SYNDIC_TEXT, 0},
		{"key", "key", SYNDIC_TEXT, 0},
		{"of", "of", SYNDIC_TEXT, 0},
		{"label", "figure", SYNDIC_TEXT, 0},
		{"value", "value", SYNDIC_TEXT, VIEW_RIGHT},
		{"unit", "unit", SYNDIC_TEXT, 0},
		{"aim", "aim", SYNDIC_TEXT, VIEW_RIGHT},
		{"cases", "cases", SYNDIC_INT, 0},
		{"note", "note", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->figure_count; i++) {
		const struct syndic_key_figure *figure = &report->figures[i];
		rows_add_text(rows, figure->section);
		rows_add_text(rows, figure->key);
		rows_add_text(rows, figure->of);
		rows_add_text(rows, figure->label);
		rows_add_plain(rows, figure->value, figure->unit);
		rows_add_text(rows, unit_name(figure->unit));
		rows_add_plain(rows, figure->aim, figure->unit);
		rows_add_figure(rows, figure->cases);
		rows_add_text(rows, *figure->note ? figure->note : NULL);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

static void add_value(struct syndic_rows *rows, struct syndic_figure value, enum syndic_unit unit)
{
	struct buf text = {0};
	figure_add(&text, value, unit, false);
	rows_add_text(rows, value.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

/* The rows of the section that begins at `*at`, which moves behind it. */
static struct syndic_rows *section_rows(const struct syndic_kpi *report, size_t *at)
{
	static const struct syndic_column columns[] = {
		{"label", "figure", SYNDIC_TEXT, VIEW_WRAP}, {"value", "value", SYNDIC_TEXT, VIEW_RIGHT},
		{"aim", "aim", SYNDIC_TEXT, VIEW_RIGHT},     {"cases", "cases", SYNDIC_INT, 0},
		{"note", "note", SYNDIC_TEXT, VIEW_WRAP},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	const char *section = report->figures[*at].section;
	for (; *at < report->figure_count; (*at)++) {
		const struct syndic_key_figure *figure = &report->figures[*at];
		if (strcmp(figure->section, section) != 0) break;
		rows_add_text(rows, figure->label);
		add_value(rows, figure->value, figure->unit);
		add_value(rows, figure->aim, figure->unit);
		rows_add_figure(rows, figure->cases);
		rows_add_text(rows, *figure->note ? figure->note : NULL);
	}
	return rows;
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_kpi *report)
{
	enum syndic_status status = SYNDIC_OK;
	struct buf line = {0};
	buf_printf(&line, "Key figures on %s, in %s", report->as_of, report->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	for (size_t at = 0; at < report->figure_count && status == SYNDIC_OK;) {
		print(cli, "\n");
		print_heading(cli, heading_of(report->figures[at].section));
		status = show_rows(cli, section_rows(report, &at), "figures", NULL, NULL);
	}
	print(cli, "\n");
	print_sentence(cli,
	               "Cases: how many contracts, costs, members, deals or conversations a figure "
	               "rests on. "
	               "Fewer than %d make no percentage.",
	               SYNDIC_FEWEST_CASES);
	return status;
}

static enum syndic_status kpi(struct cli *cli)
{
	struct syndic_kpi *report = NULL;
	enum syndic_status status = syndic_report_kpi(cli->handle, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_JSONL)
		print_lines(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "figures", "key", NULL);
	syndic_kpi_free(report);
	return status;
}

const struct command command_kpi = {
	.noun = "kpi",
	.summary = "show the key figures on one page",
	.text =
		"Revenue and costs of each line of business and how many members more would carry them, "
		"members kept and renewed, how many renewals and new deals are won, the revenue forecast "
		"from that, leads by campaign and what they cost, what members bring to development, and "
		"what a sale costs in hours and campaigns. Each figure says how many cases it rests on.",
	.examples = "syndic kpi\nsyndic kpi --as-of 2026-03-31\nsyndic kpi --json",
	.run = kpi,
};
