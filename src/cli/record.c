/* The verbs of every noun: their options come from the entity's descriptor. */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/rows.h"
#include "cli/commands.h"

const struct syndic_field *leading_field(const struct syndic_entity *entity)
{
	for (size_t i = 0; i < entity->field_count; i++) {
		const struct syndic_field *field = &entity->fields[i];
		if (!(field->flags & SYNDIC_REQUIRED)) continue;
		if (field->type == SYNDIC_TEXT || field->type == SYNDIC_MONTH) return field;
	}
	return NULL;
}

static bool is_given(const struct syndic_input *inputs, size_t count, const char *field)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(inputs[i].field, field) == 0) return true;
	return false;
}

/* Asks for the field that the last error says is missing. False: nobody answers, or nothing is. */
static bool ask_missing(struct cli *cli, struct syndic_input *inputs, size_t *count,
                        struct arena *answers)
{
	const struct syndic_error *error = syndic_last_error(cli->handle);
	int index = syndic_field_find(cli->entity, error->field);
	if (index < 0 || !can_ask(cli)) return false;
	const struct syndic_field *field = &cli->entity->fields[index];
	if (!(field->flags & SYNDIC_REQUIRED) || is_given(inputs, *count, field->name)) return false;
	struct buf question = {0}, answer = {0};
	buf_printf(&question, "%s, %s:", field->name, field->help);
	bool answered = ask(cli, buf_text(&question), &answer) && answer.length;
	if (answered)
		inputs[(*count)++] =
			(struct syndic_input){field->name, arena_copy(answers, buf_text(&answer))};
	buf_free(&question);
	buf_free(&answer);
	return answered;
}

static void say_after_add(const struct cli *cli, const char *noun)
{
	const char *reference = syndic_last_write(cli->handle)->reference;
	if (!has_written(cli) || !*reference) return;
	if (strcmp(noun, "org") == 0)
		say_next(cli, "syndic deal add 'NAME' --org %s", reference);
	else if (strcmp(noun, "deal") == 0)
		/* A conversation takes its organisation from its deal; '' where that has none. */
		say_next(cli, "syndic log '%s' 'SUMMARY' --deal %s --next 'WHAT' --due 'next fri'",
		         option(cli, "org") && !strchr(option(cli, "org"), '\'') ? option(cli, "org") : "",
		         reference);
	else if (strcmp(noun, "contract") == 0)
		say_next(cli, "syndic contract collect %s AMOUNT", reference);
	else if (strcmp(noun, "target") == 0)
		say_next(cli, "syndic status");
	else if (strcmp(noun, "task") == 0)
		say_next(cli, "syndic next");
	else {
		struct buf name = {0};
		noun_add(&name, cli->entity);
		/* a # would begin a comment in a shell */
		say_next(cli, "syndic %s show %s", buf_text(&name), reference + (*reference == '#'));
		buf_free(&name);
	}
}

static enum syndic_status add(struct cli *cli)
{
	size_t count;
	struct arena answers = {0};
	struct syndic_input *given = field_inputs(cli, cli->entity, &count);
	size_t room = count + cli->entity->field_count + 1;
	struct syndic_input *inputs = mem_resize(given, room * sizeof *inputs);
	const struct syndic_field *leading = leading_field(cli->entity);
	enum syndic_status status = SYNDIC_MISUSE;
	if (operand(cli, 0) && !leading) {
		struct buf noun = {0};
		noun_add(&noun, cli->entity);
		misuse(cli, NULL, "%s add takes options only, not %s", buf_text(&noun), operand(cli, 0));
		buf_free(&noun);
		goto out;
	}
	if (operand(cli, 0) && is_given(inputs, count, leading->name)) {
		misuse(cli, NULL, "the %s is given twice: %s and --%s", leading->name, operand(cli, 0),
		       leading->name);
		goto out;
	}
	if (operand(cli, 0)) inputs[count++] = (struct syndic_input){leading->name, operand(cli, 0)};
	do
		status = syndic_add(cli->handle, cli->entity->name, inputs, count);
	while (status == SYNDIC_MISUSE && ask_missing(cli, inputs, &count, &answers));
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK) say_after_add(cli, cli->entity->name);
out:
	free(inputs);
	arena_free(&answers);
	return status;
}

static enum syndic_status edit(struct cli *cli)
{
	size_t count;
	struct syndic_input *inputs = field_inputs(cli, cli->entity, &count);
	enum syndic_status status;
	if (count == 0) {
		struct buf help = {0};
		buf_add(&help, "syndic ");
		noun_add(&help, cli->entity);
		buf_add(&help, " edit --help");
		status = misuse(cli, buf_text(&help), "what should become of it? No field is given");
		buf_free(&help);
	} else
		status = syndic_edit(cli->handle, cli->entity->name, operand(cli, 0), inputs, count);
	if (status == SYNDIC_OK) status = tell_write(cli);
	free(inputs);
	return status;
}

/* What a record is made of stands in other lists. */
static void say_after_show(const struct cli *cli)
{
	const char *reference = operand(cli, 0);
	if (cli->format != VIEW_LIST || strcmp(cli->entity->name, "snapshot") != 0) return;
	if (!strchr(reference, '\''))
		say_next(cli, "syndic snapshot-month list --snapshot '%s'", reference);
}

static enum syndic_status show(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	enum syndic_status status;
	if (option(cli, "source")) {
		status = syndic_show_source(cli->handle, cli->entity->name, operand(cli, 0), &rows);
		if (!cli->format_given) cli->format = VIEW_LIST;
		if (status == SYNDIC_OK)
			status = show_rows(cli, rows, "sources", NULL, "it was never imported");
		return status;
	}
	status = syndic_show(cli->handle, cli->entity->name, operand(cli, 0), &rows);
	if (!cli->format_given) cli->format = VIEW_LIST;
	cli->view.single = true;
	if (status == SYNDIC_OK)
		status = show_rows(cli, rows, cli->entity->name, cli->entity->reference, NULL);
	if (status == SYNDIC_OK) say_after_show(cli);
	return status;
}

static enum syndic_status list(struct cli *cli)
{
	size_t count;
	struct syndic_input *filters = field_inputs(cli, cli->entity, &count);
	struct syndic_list_options options = {.filters = filters, .filter_count = count};
	struct syndic_rows *rows = NULL;
	struct buf empty = {0};
	enum syndic_status status = SYNDIC_MISUSE;
	options.sort = option(cli, "sort");
	if (!read_limit(cli, 0, &options.limit)) goto out;
	status = syndic_list(cli->handle, cli->entity->name, &options, &rows);
	buf_add(&empty, "no ");
	nouns_add(&empty, cli->entity);
	if (count) buf_add(&empty, " match");
	if (status == SYNDIC_OK)
		status =
			show_rows(cli, rows, cli->entity->plural, cli->entity->reference, buf_text(&empty));
out:
	free(filters);
	buf_free(&empty);
	return status;
}

static enum syndic_status rm(struct cli *cli)
{
	enum syndic_status status = syndic_remove(cli->handle, cli->entity->name, operand(cli, 0));
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) say_next(cli, "syndic undo (if it was a mistake)");
	return status;
}

static const char *type_name(const struct syndic_field *field)
{
	static const char *const names[] = {
		[SYNDIC_TEXT] = "text",      [SYNDIC_INT] = "number",    [SYNDIC_RATIO] = "ratio",
		[SYNDIC_MONEY] = "money",    [SYNDIC_DATE] = "date",     [SYNDIC_MONTH] = "month",
		[SYNDIC_TIME] = "time",      [SYNDIC_BOOL] = "yes/no",   [SYNDIC_CHOICE] = "choice",
		[SYNDIC_WORDS] = "words",    [SYNDIC_REF] = "reference", [SYNDIC_REFS] = "references",
		[SYNDIC_DECIMAL] = "number",
	};
	return names[field->type];
}

static enum syndic_status describe(struct cli *cli)
{
	static const struct syndic_column columns[] = {
		{"field", "Field", SYNDIC_TEXT, 0},
		{"type", "Type", SYNDIC_TEXT, 0},
		{"required", "Must", SYNDIC_BOOL, 0},
		{"set_by_hand", "By hand", SYNDIC_BOOL, 0},
		{"refers_to", "Of", SYNDIC_TEXT, 0},
		{"choices", "Choices", SYNDIC_WORDS, VIEW_WRAP},
		{"help", "Meaning", SYNDIC_TEXT, VIEW_WRAP},
	};
	const struct syndic_entity *entity = cli->entity;
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < entity->field_count; i++) {
		const struct syndic_field *field = &entity->fields[i];
		struct buf choices = {0};
		for (size_t j = 0; field->choices && field->choices[j]; j++)
			buf_printf(&choices, "%s%s", j ? "," : "", field->choices[j]);
		rows_add_text(rows, field->name);
		rows_add_text(rows, type_name(field));
		rows_add_number(rows, (field->flags & SYNDIC_REQUIRED) != 0);
		rows_add_number(rows, !(field->flags & SYNDIC_KEPT) && !(entity->flags & SYNDIC_TRAIL));
		rows_add_text(rows, field->refers_to);
		rows_add_text(rows, field->choices ? buf_text(&choices) : NULL);
		rows_add_text(rows, field->help);
		buf_free(&choices);
	}
	return show_rows(cli, rows, "fields", "field", NULL);
}

const struct command command_add = {
	.verb = "add",
	.operands = "[NAME]",
	.summary = "add one",
	.text =
		"The word after `add` is the first text or month that must be given. On a terminal what "
		"must be "
		"given and is missing is asked for, unless --no-input or --yes is given. The reference of "
		"the new record is printed.",
	/* One for each noun at least: its help shows no other. */
	.examples =
		"syndic org add 'BIDS' --kind research --country US\n"
		"syndic person add 'Ana Lopez' --org bids --email ana@example.org\n"
		"syndic deal add 'BIDS 2027' --org bids --amount 15k --expected-close eoq\n"
		"syndic contract add 'BIDS 2026' --org bids --amount 15k --starts-on 2026-07-01 --ends-on "
		"2027-06-30\n"
		"syndic payment add --contract bids-2026 --paid-on today --amount 5000\n"
		"syndic membership add --org bids --tier general --starts-on 2026-07-01\n"
		"syndic usage add bids-hub --org bids --month 2025-12 --active-users 75\n"
		"syndic activity add 'They renew in autumn' --org bids --kind call\n"
		"syndic task add 'Send the quote' --deal bids-2027 --due-on 'next fri'\n"
		"syndic campaign add 'Autumn mailing' --cost 1200 --days 3\n"
		"syndic target add recurring-2026 --label 'Recurring revenue' --year 2026 --measure arr "
		"--amount 500k\n"
		"syndic cost add 'Rent' --amount 1500 --starts-on 2026-07-01\n"
		"syndic cash-balance add 2025-12 --amount 410k\n"
		"syndic actual add 2025-12 --revenue-type membership --amount 12,500\n"
		"syndic assumption add renewal_rate --value 90% --why 'three years of renewals'\n"
		"syndic scenario add 'No hiring' --base expected\n"
		"syndic scenario-change add renewal_rate --scenario no-hiring --value 80%\n"
		"syndic tier add 'Premier' --fee-per-year 50k\n"
		"syndic usage-price add --up-to 100 --price 5\n"
		"syndic pipeline add 'Events' --position 5\n"
		"syndic stage add 'Invited' --pipeline events --position 1 --probability 10% --outcome "
		"open\n"
		"syndic initiative add 'Usage Quotas' --problem 'One workshop can spend a month' --price "
		"100k\n"
		"syndic endorsement add --initiative usage-quotas --org bids --letter yes --public yes\n"
		"syndic syndicate add 'Usage Quotas' --initiative usage-quotas --deadline 'in 90 days' "
		"--min-members 4\n"
		"syndic deliverable add 'Meter' --initiative usage-quotas --low-hours 80 --high-hours 140\n"
		"syndic sow add 'Usage Quotas' --syndicate usage-quotas --price 100k\n"
		"syndic slot add 'Usage Quotas' --initiative usage-quotas\n"
		"syndic person-month add 2026-12 --people 2.5 --hours 140 --billable-share 60%\n"
		"syndic acceptance add --deliverable meter --org bids --verdict accept --given-on today\n"
		"syndic setting add slip --value 0,1,4",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = add,
};

const struct command command_edit = {
	.verb = "edit",
	.operands = "REF",
	.summary = "change fields of one",
	.text = "An empty value clears a field.",
	.examples =
		"syndic deal edit bids-2027 --amount 16,500 --owner ''\n"
		"syndic initiative edit usage-quotas --fit 'Every hub on a shared account has this'\n"
		"syndic endorsement edit bids-usage-quotas --public yes\n"
		"syndic syndicate edit usage-quotas --deadline 2027-03-31\n"
		"syndic deliverable edit meter --spent-hours 35\n"
		"syndic sow edit usage-quotas --notes 'They want it by June'\n"
		"syndic slot edit usage-quotas --notes 'After their summer school'\n"
		"syndic person-month edit 2026-12 --leave 40",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = edit,
};

static const struct option_row show_options[] = {
	{"source", NULL, "what each import last said of it, with file and line", 0, false},
};

const struct command command_show = {
	.verb = "show",
	.operands = "REF",
	.summary = "show every field of one",
	.examples = "syndic deal show bids-2027\nsyndic deal show bids-2027 --source\n"
				"syndic initiative show usage-quotas\n"
				"syndic endorsement show bids-usage-quotas\n"
				"syndic deliverable show meter\n"
				"syndic sow show usage-quotas\n"
				"syndic slot show usage-quotas\n"
				"syndic person-month show 2026-12",
	.options = {show_options, sizeof show_options / sizeof *show_options},
	.run = show,
};

static const struct option_row list_options[] = {
	{"sort", "FIELD", "by this field; -FIELD from the greatest down; else by reference", 0, false},
	{"limit", "N", "how many, 0 for all; else all", 0, false},
};

const struct command command_list = {
	.verb = "list",
	.summary = "list those that match",
	.text =
		"Every field is a filter, and all of them must match. A value may begin with !, <, <=, > "
		"or "
		">=; a date may be a period such as 2026-Q2; an empty value asks for what is not known.",
	.examples = "syndic deal list --stage Proposal --sort -amount --limit 10\n"
				"syndic deal list --expected-close 2026-Q4 --amount '>50k'\n"
				"syndic contract list --collected '' --format csv",
	.options = {list_options, sizeof list_options / sizeof *list_options},
	.flags = COMMAND_FILTERS,
	.run = list,
};

const struct command command_rm = {
	.verb = "rm",
	.operands = "REF",
	.summary = "remove one, unless something depends on it",
	.examples = "syndic task rm '#12'",
	.flags = COMMAND_WRITES,
	.run = rm,
};

const struct command command_describe = {
	.verb = "describe",
	.summary = "explain the fields",
	.examples = "syndic contract describe",
	.flags = COMMAND_ALONE,
	.run = describe,
};
