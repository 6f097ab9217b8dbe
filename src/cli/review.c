/* What needs a person's eye, and what the forecast misses for lack of a field. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "cli/commands.h"
#include "view/cell.h"

#define SHOWN 10 /* findings of a kind, where people read */

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_words(struct json *json, const char *words)
{
	json_open(json, '[');
	for (const char *at = words ? words : ""; *at; at += *at == ',') {
		size_t length = strcspn(at, ",");
		json_text_n(json, at, length);
		at += length;
	}
	json_close(json, ']');
}

static void add_finding(struct json *json, const struct syndic_rows *rows)
{
	json_open(json, '{');
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		struct syndic_value value = syndic_rows_value(rows, i);
		json_key(json, column->name);
		if (column->type == SYNDIC_WORDS)
			add_words(json, value.kind == SYNDIC_STRING ? value.text : NULL);
		else if (value.kind == SYNDIC_NULL)
			json_text(json, NULL);
		else if (value.kind == SYNDIC_NUMBER)
			json_money(json, value.number);
		else
			json_text_n(json, value.text, value.length);
	}
	json_close(json, '}');
}

static void add_sums(struct json *json, int64_t count, int64_t amount, int64_t weighted,
                     int64_t unknown)
{
	json_member_int(json, "count", count);
	json_member_money(json, "amount", amount);
	json_member_money(json, "weighted", weighted);
	json_member_int(json, "amount_unknown", unknown);
}

static void add_text(struct json *json, const char *key, const char *text)
{
	json_member_text(json, key, text);
}

static void add_kind(struct json *json, const struct syndic_review_kind *kind)
{
	json_open(json, '{');
	add_text(json, "key", kind->key);
	add_text(json, "severity", kind->severity);
	add_text(json, "entity", kind->entity);
	add_text(json, "money", kind->money);
	add_sums(json, kind->count, kind->amount, kind->weighted, kind->amount_unknown);
	json_close(json, '}');
}

static void add_leak(struct json *json, const struct syndic_leak *leak)
{
	json_open(json, '{');
	add_text(json, "entity", leak->entity);
	add_text(json, "pipeline", leak->pipeline);
	add_text(json, "revenue_type", leak->revenue_type);
	json_key(json, "fields");
	add_words(json, leak->fields);
	add_sums(json, leak->count, leak->amount, leak->weighted, leak->amount_unknown);
	json_member_figure(json, "typical", leak->typical, SYNDIC_UNIT_MONEY);
	json_member_int(json, "typical_cases", leak->typical_cases);
	json_member_figure(json, "hidden", leak->hidden, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "hidden_weighted", leak->hidden_weighted, SYNDIC_UNIT_MONEY);
	json_close(json, '}');
}

static void add_part(struct json *json, const struct syndic_partition *part)
{
	json_open(json, '{');
	add_text(json, "entity", part->entity);
	add_text(json, "state", part->state);
	add_sums(json, part->count, part->amount, part->weighted, part->amount_unknown);
	json_close(json, '}');
}

static enum syndic_status print_json(struct cli *cli, const struct syndic_review *report,
                                     bool findings)
{
	struct buf text = {.ceiling = SIZE_MAX};
	struct json json = {.out = &text};
	int more = 0;
	json_open(&json, '{');
	json_member_int(&json, "format", 1);
	add_text(&json, "as_of", report->as_of);
	add_text(&json, "currency", report->currency);
	add_text(&json, "first_day", report->first_day);
	json_member_int(&json, "count", report->count);
	json_member_open(&json, "kinds", '[');
	for (size_t i = 0; i < report->kind_count; i++)
		add_kind(&json, &report->kinds[i]);
	json_close(&json, ']');
	json_member_open(&json, "findings", '[');
	while (findings && (more = syndic_rows_next(report->findings)) > 0)
		add_finding(&json, report->findings);
	json_close(&json, ']');
	json_member_open(&json, "partition", '[');
	for (size_t i = 0; i < sizeof report->partition / sizeof *report->partition; i++)
		add_part(&json, &report->partition[i]);
	json_close(&json, ']');
	json_member_open(&json, "leaks", '[');
	for (size_t i = 0; i < report->leak_count; i++)
		add_leak(&json, &report->leaks[i]);
	json_close(&json, ']');
	print_document(cli, &json);
	return more < 0 ? syndic_last_error(cli->handle)->code : SYNDIC_OK;
}

/* ---- rows of sums and leaks ------------------------------------------------------------------ */

static struct syndic_rows *kind_rows(const struct syndic_review *report)
{
	static const struct syndic_column columns[] = {
		{"key", "finding", SYNDIC_TEXT, 0},
		{"severity", "severity", SYNDIC_TEXT, 0},
		{"entity", "entity", SYNDIC_TEXT, 0},
		{"count", "count", SYNDIC_INT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"weighted", "weighted", SYNDIC_MONEY, 0},
		{"amount_unknown", "no amount", SYNDIC_INT, 0},
		{"money", "money is", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->kind_count; i++) {
		const struct syndic_review_kind *kind = &report->kinds[i];
		rows_add_text(rows, kind->key);
		rows_add_text(rows, kind->severity);
		rows_add_text(rows, kind->entity);
		rows_add_number(rows, kind->count);
		rows_add_number(rows, kind->amount);
		rows_add_number(rows, kind->weighted);
		rows_add_number(rows, kind->amount_unknown);
		rows_add_text(rows, kind->money);
	}
	return rows;
}

static struct syndic_rows *leak_rows(const struct syndic_review *report)
{
	static const struct syndic_column columns[] = {
		{"entity", "entity", SYNDIC_TEXT, 0},      {"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"revenue_type", "type", SYNDIC_TEXT, 0},  {"fields", "lacks", SYNDIC_WORDS, 0},
		{"count", "count", SYNDIC_INT, 0},         {"amount", "amount", SYNDIC_MONEY, 0},
		{"weighted", "weighted", SYNDIC_MONEY, 0}, {"amount_unknown", "no amount", SYNDIC_INT, 0},
		{"typical", "typical", SYNDIC_MONEY, 0},   {"typical_cases", "cases", SYNDIC_INT, 0},
		{"hidden", "may hide", SYNDIC_MONEY, 0},   {"hidden_weighted", "weighted", SYNDIC_MONEY, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->leak_count; i++) {
		const struct syndic_leak *leak = &report->leaks[i];
		rows_add_text(rows, leak->entity);
		rows_add_text(rows, leak->pipeline);
		rows_add_text(rows, leak->revenue_type);
		rows_add_text(rows, leak->fields);
		rows_add_number(rows, leak->count);
		rows_add_number(rows, leak->amount);
		rows_add_number(rows, leak->weighted);
		rows_add_number(rows, leak->amount_unknown);
		rows_add_figure(rows, leak->typical);
		rows_add_number(rows, leak->typical_cases);
		rows_add_figure(rows, leak->hidden);
		rows_add_figure(rows, leak->hidden_weighted);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

/* `3 deals, 45,000, weighted 2,250, 1 without an amount`. */
static void add_money(struct buf *out, const char *entity, const char *money, int64_t amount,
                      int64_t weighted, int64_t count, int64_t unknown)
{
	count_add(out, count, entity);
	if (count > unknown) {
		buf_add(out, ", ");
		money_add(out, amount, 1);
		if (money) buf_printf(out, " %s", money);
	}
	if (count > unknown && strcmp(entity, "deal") == 0) {
		buf_add(out, ", weighted ");
		money_add(out, weighted, 1);
	}
	if (unknown == count)
		buf_add(out, count == 1 ? ", its amount unknown" : ", their amounts unknown");
	else if (unknown)
		buf_printf(out, ", %" PRId64 " without an amount", unknown);
}

static void pad(struct buf *out, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		buf_add_char(out, ' ');
}

/* Text after `before`, made safe and broken; further lines stand `indent` columns in. */
static void print_hanging(struct cli *cli, const char *before, const char *text, size_t indent)
{
	struct buf safe = {0}, lines = {0};
	size_t width = cli->view.width > indent + 20 ? cli->view.width - indent : 0;
	text_display(&safe, text, 0, cli->view.ascii);
	buf_add(&lines, before);
	for (const char *at = buf_text(&safe), *next; *at; at = next) {
		if (at != buf_text(&safe)) pad(&lines, indent);
		buf_add_n(&lines, at, cell_break(at, width ? width : safe.length, &next));
		buf_add_char(&lines, '\n');
	}
	print(cli, buf_text(&lines));
	buf_free(&safe);
	buf_free(&lines);
}

/* Where a command may be parted, before an option or after `&&`: the last place within `width`
 * columns, else the first one; NULL: nowhere. Quoted words stay whole. */
static const char *parting(const char *text, size_t width)
{
	const char *found = NULL;
	bool quoted = false;
	for (const char *at = text; *at; at++) {
		if (!quoted && *at == '\\' && at[1])
			at++;
		else if (*at == '\'')
			quoted = !quoted;
		else if (*at == ' ' && !quoted && at > text &&
		         (strncmp(at, " --", 3) == 0 || at[-1] == '&')) {
			if (found && (size_t)(at - text) > width) break;
			found = at;
		}
	}
	return found;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* A command as it can be pasted: over several lines with `\`, where it is too long for one. */
static void print_command(struct cli *cli, const char *key, const char *command, size_t indent)
{
	struct buf safe = {0}, lines = {0};
	size_t width = cli->view.width > indent + 40 ? cli->view.width - indent - 2 : SIZE_MAX;
	text_display(&safe, command, 0, false);
	const char *at = buf_text(&safe), *next;
	if (cli->view.ascii && !is_ascii(at)) {
		/* With other letters than its own it would run, and say something else. */
		pad(&lines, indent);
		buf_printf(&lines, "(not ASCII: syndic review --kind %s --json has it)\n", key);
	} else {
		for (; text_width(at) > width && (next = parting(at, width)) != NULL; at = next + 1) {
			pad(&lines, indent);
			buf_add_n(&lines, at, (size_t)(next - at));
			buf_add(&lines, " \\\n");
		}
		pad(&lines, indent);
		buf_add(&lines, at);
		buf_add_char(&lines, '\n');
	}
	print(cli, buf_text(&lines));
	buf_free(&safe);
	buf_free(&lines);
}

enum {
	KEY,
	SEVERITY,
	ENTITY,
	REFERENCE,
	ORG,
	NAME,
	OWNER,
	FIELDS,
	AMOUNT,
	WEIGHTED,
	FINDING,
	HELP,
};
#define AMOUNT_COLUMNS 9 /* 1,234,567 */

static void print_finding(struct cli *cli, const struct syndic_rows *rows)
{
	struct buf before = {0}, amount = {0}, text = {0};
	struct syndic_value money = syndic_rows_value(rows, AMOUNT);
	if (money.kind == SYNDIC_NUMBER)
		money_add(&amount, money.number, 1);
	else
		buf_add_char(&amount, '?');
	if (amount.length < AMOUNT_COLUMNS) pad(&before, AMOUNT_COLUMNS - amount.length);
	buf_printf(&before, "%s  ", buf_text(&amount));
	buf_printf(&text, "%s: %s", syndic_rows_value(rows, NAME).text,
	           syndic_rows_value(rows, FINDING).text);
	print_hanging(cli, buf_text(&before), buf_text(&text), AMOUNT_COLUMNS + 2);
	print_command(cli, syndic_rows_value(rows, KEY).text, syndic_rows_value(rows, HELP).text,
	              AMOUNT_COLUMNS + 2);
	buf_free(&before);
	buf_free(&amount);
	buf_free(&text);
}

/* What it is, and beside it, or below where there is no room, how many and how much. */
static void print_kind_heading(struct cli *cli, const struct syndic_review_kind *kind)
{
	struct buf line = {0}, sums = {0};
	add_money(&sums, kind->entity, strcmp(kind->money, "amount") == 0 ? NULL : kind->money,
	          kind->amount, kind->weighted, kind->count, kind->amount_unknown);
	buf_printf(&line, "%s (%s)", kind->label, buf_text(&sums));
	bool fits = !cli->view.width || line.length <= cli->view.width;
	print(cli, "\n");
	print_heading(cli, fits ? buf_text(&line) : kind->label);
	if (!fits) print_sentence(cli, "(%s)", buf_text(&sums));
	buf_free(&line);
	buf_free(&sums);
}

/* A word in quotes, as a shell takes it. */
static void add_quoted(struct buf *out, const char *word)
{
	buf_add_char(out, '\'');
	for (; *word; word++)
		if (*word == '\'')
			buf_add(out, "'\\''");
		else
			buf_add_char(out, *word);
	buf_add_char(out, '\'');
}

static void print_more(struct cli *cli, const struct syndic_review_kind *kind, int64_t shown)
{
	struct buf command = {0};
	if (shown >= kind->count) return;
	buf_printf(&command, "syndic review --kind %s", kind->key);
	if (option(cli, "owner")) {
		buf_add(&command, " --owner ");
		add_quoted(&command, option(cli, "owner"));
	}
	print_sentence(cli, "and %" PRId64 " more: %s --limit 0", kind->count - shown,
	               buf_text(&command));
	buf_free(&command);
}

static enum syndic_status print_findings(struct cli *cli, const struct syndic_review *report)
{
	int more = syndic_rows_next(report->findings);
	for (size_t i = 0; i < report->kind_count && more >= 0; i++) {
		const struct syndic_review_kind *kind = &report->kinds[i];
		int64_t shown = 0;
		print_kind_heading(cli, kind);
		while (more > 0 && strcmp(syndic_rows_value(report->findings, KEY).text, kind->key) == 0) {
			print_finding(cli, report->findings);
			shown++;
			more = syndic_rows_next(report->findings);
		}
		print_more(cli, kind, shown);
	}
	return more < 0 ? syndic_last_error(cli->handle)->code : SYNDIC_OK;
}

static void print_first_line(struct cli *cli, const struct syndic_review *report)
{
	struct buf line = {0};
	const char *owner = option(cli, "owner"), *kind = option(cli, "kind");
	count_add(&line, report->count, "finding");
	if (kind) buf_printf(&line, " of kind %s", kind);
	if (owner) buf_printf(&line, ", what %s owns", owner);
	buf_printf(&line, ", on %s, in %s", report->as_of, report->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
}

/* `without starts_on and ends_on`. */
static void add_lacks(struct buf *out, const char *fields)
{
	buf_add(out, " without ");
	for (const char *at = fields; *at;) {
		size_t length = strcspn(at, ",");
		buf_add_n(out, at, length);
		at += length + (at[length] == ',');
		if (*at) buf_add(out, strchr(at, ',') ? ", " : " and ");
	}
}

static void add_leak_words(struct buf *out, const struct syndic_leak *leak)
{
	if (leak->pipeline) buf_printf(out, "%s: ", leak->pipeline);
	if (leak->revenue_type) buf_printf(out, "%s: ", leak->revenue_type);
	count_add(out, leak->count, leak->entity);
	add_lacks(out, leak->fields);
	if (leak->count > leak->amount_unknown) {
		buf_add(out, ", ");
		money_add(out, leak->amount, 1);
		if (strcmp(leak->entity, "deal") == 0) {
			buf_add(out, ", weighted ");
			money_add(out, leak->weighted, 1);
		}
	}
	if (!leak->amount_unknown) return;
	if (!leak->typical.known) {
		buf_printf(out, "; for a typical amount too few cases: %" PRId64, leak->typical_cases);
		return;
	}
	buf_add(out, "; typical ");
	money_add(out, leak->typical.value, 1);
	buf_printf(out, " (median of %" PRId64 "), so about ", leak->typical_cases);
	money_add(out, leak->hidden.value, 1);
	buf_add(out, " may be hidden");
	if (strcmp(leak->entity, "deal") == 0) {
		buf_add(out, ", weighted ");
		money_add(out, leak->hidden_weighted.value, 1);
	}
}

static void print_partition(struct cli *cli, const struct syndic_review *report)
{
	struct buf line = {0};
	for (size_t i = 0; i < sizeof report->partition / sizeof *report->partition; i++) {
		const struct syndic_partition *part = &report->partition[i];
		bool first = strcmp(part->state, "active") == 0;
		if (first && i > 0) buf_add(&line, ". ");
		if (first)
			buf_add(&line, strcmp(part->entity, "deal") == 0 ? "Open deals: " : "Contracts: ");
		else
			buf_add(&line, ", ");
		buf_printf(&line, "%" PRId64 " %s", part->count, part->state);
		if (part->count == part->amount_unknown) continue;
		buf_add(&line, " (");
		money_add(&line, part->amount, 1);
		buf_add_char(&line, ')');
	}
	print_sentence(cli, "%s. Inactive: a contract that ended before %s, a deal whose term is over.",
	               buf_text(&line), report->first_day);
	buf_free(&line);
}

/* What no forecast from this month on can count. */
static void print_leaks(struct cli *cli, const struct syndic_review *report)
{
	struct buf line = {0};
	print_heading(cli, "Missing from the forecast for lack of a field");
	for (size_t i = 0; i < report->leak_count; i++) {
		buf_reset(&line);
		add_leak_words(&line, &report->leaks[i]);
		print_hanging(cli, "  ", buf_text(&line), 4);
	}
	if (report->leak_count == 0) print(cli, "  nothing\n");
	print_partition(cli, report);
	buf_free(&line);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_review *report)
{
	enum syndic_status status = SYNDIC_OK;
	bool narrowed = option(cli, "kind") || option(cli, "owner");
	if (option(cli, "leaks")) {
		print_leaks(cli, report);
		return SYNDIC_OK;
	}
	print_first_line(cli, report);
	if (option(cli, "sum")) {
		if (report->count) print(cli, "\n");
		status = show_rows(cli, kind_rows(report), "kinds", "key", NULL);
	} else {
		status = print_findings(cli, report);
	}
	if (status == SYNDIC_OK && !narrowed) {
		print(cli, "\n");
		print_leaks(cli, report);
	}
	if (report->count && !option(cli, "sum"))
		say(cli, "what a command says of the world is a proposal: look before you take it");
	return status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum syndic_status show_plain(struct cli *cli, struct syndic_review *report)
{
	struct syndic_rows *rows = report->findings;
	if (option(cli, "leaks"))
		return show_rows(cli, leak_rows(report), "leaks", NULL, "nothing is missing");
	if (option(cli, "sum")) return show_rows(cli, kind_rows(report), "kinds", "key", "no findings");
	report->findings = NULL; /* shown rows are freed */
	return show_rows(cli, rows, "findings", "reference", "no findings");
}

static enum syndic_status review(struct cli *cli)
{
	struct syndic_review *report = NULL;
	struct syndic_review_options options = {option(cli, "kind"), option(cli, "owner"), 0};
	bool findings = !option(cli, "sum") && !option(cli, "leaks");
	if (option(cli, "sum") && option(cli, "leaks"))
		return misuse(cli, NULL, "--sum and --leaks exclude each other");
	if (option(cli, "leaks") && (options.kind || options.owner))
		return misuse(cli, "syndic review --leaks",
		              "--leaks looks at everything: --kind and --owner choose among findings");
	if (!read_limit(cli, cli->format == VIEW_TABLE ? SHOWN : 0, &options.limit))
		return SYNDIC_MISUSE;
	if (!findings) options.limit = 1; /* of what is not shown, little is worded */
	enum syndic_status status = syndic_report_review(cli->handle, &options, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		status = print_json(cli, report, findings);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_plain(cli, report);
	syndic_review_free(report);
	return status;
}

static const struct option_row options[] = {
	{"kind", "FINDING", "only these: `syndic review --sum` names them", 0, false},
	{"owner", "NAME", "only deals, and contracts of deals or organisations, of this owner", 0,
     false},
	{"limit", "N", "how many of each kind, 0 for all; a table else shows 10", 0, false},
	{"sum", NULL, "count and money of each kind", 0, false},
	{"leaks", NULL, "what the forecast misses for lack of a field", 0, false},
};

const struct command command_review = {
	.noun = "review",
	.summary = "show what needs a person's eye, with its money and the command that mends it",
	.text =
		"Contracts: what was collected is unknown, too much or too little, dates or an amount "
		"are missing. Open deals: a field is missing, the expected close has passed, nobody has "
		"talked for long, too long in a stage, no next step, no organisation. Each with its money "
		"and a command that runs as it stands; what it says of the world is a proposal.\n"
		"Below, what no forecast can count: open deals and contracts without a first day, last day "
		"or amount. Every open deal and contract is active, incomplete or inactive. The exit "
		"status "
		"is 0 whatever is found.",
	.examples = "syndic review\nsyndic review --kind quiet --owner mika --limit 0\n"
				"syndic review --sum\nsyndic review --leaks",
	.options = {options, sizeof options / sizeof *options},
	.run = review,
};
