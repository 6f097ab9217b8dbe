/* The verbs of an initiative, and what keeps it from being one. */
#include <string.h>
#include "base/rows.h"
#include "cli/verb.h"

/* ---- lint ---- */

/* Columns as syndic_initiative_lint has them. */
enum { INITIATIVE, DELIVERABLE, FIELD, SEVERITY, FINDING, HELP };

static const char *text_at(const struct syndic_rows *rows, size_t column)
{
	struct syndic_value value = syndic_rows_value(rows, column);
	return value.kind == SYNDIC_STRING ? value.text : "";
}

static size_t count_errors(struct syndic_rows *rows)
{
	size_t errors = 0;
	while (syndic_rows_next(rows) == 1)
		errors += strcmp(text_at(rows, SEVERITY), "error") == 0;
	rows_rewind(rows);
	return errors;
}

static void print_findings(struct cli *cli, struct syndic_rows *rows, size_t errors)
{
	struct buf heading = {0};
	size_t notes = rows_count(rows) - errors;
	print_sentence(cli, "%zu finding%s and %zu note%s.", errors, errors == 1 ? "" : "s", notes,
	               notes == 1 ? "" : "s");
	while (syndic_rows_next(rows) == 1) {
		const char *initiative = text_at(rows, INITIATIVE);
		if (strcmp(buf_text(&heading), initiative) != 0) {
			buf_reset(&heading);
			buf_add(&heading, initiative);
			print(cli, "\n");
			print_heading(cli, initiative);
		}
		print_sentence(cli, "  %s%s", strcmp(text_at(rows, SEVERITY), "note") == 0 ? "(note) " : "",
		               text_at(rows, FINDING));
		print_sentence(cli, "      %s", text_at(rows, HELP));
	}
	buf_free(&heading);
}

/* Findings are no failure, but a script wants to see them: exit 1. */
static enum syndic_status lint(struct cli *cli)
{
	struct syndic_rows *rows;
	size_t errors;
	enum syndic_status status = syndic_initiative_lint(cli->handle, operand(cli, 0), &rows);
	if (status != SYNDIC_OK) return status;
	errors = count_errors(rows);
	if (cli->format == VIEW_TABLE) {
		print_findings(cli, rows, errors);
		syndic_rows_free(rows);
	} else {
		status = show_rows(cli, rows, "findings", "initiative", NULL);
	}
	if (status != SYNDIC_OK || !errors) return status;
	cli->told = true;
	return SYNDIC_FAILED;
}

const struct command command_initiative_lint = {
	.noun = "initiative",
	.verb = "lint",
	.operands = "[INITIATIVE]",
	.summary = "say what an initiative lacks to be proposed or scoped",
	.text =
		"The template (problem, solution, implementation, fit) is a sales sheet of one page: each "
		"part has a least and a most length, so that nobody works out details before there is "
		"money. Deliverables want a definition of done, low and high hours; from candidate on an "
		"initiative wants a deliverable, a price and an upstream plan, too. Notes are worth a look "
		"and in nobody's way. Without INITIATIVE: each that is neither done nor parked. Exit "
		"status 0: no findings, notes excepted; 1: some.",
	.examples = "syndic initiative lint\nsyndic initiative lint usage-quotas",
	.run = lint,
};

/* ---- moves ---- */

static const struct option_row why[] = {WHY_OPTION};

const struct command command_initiative_propose = {
	.noun = "initiative",
	.verb = "propose",
	.operands = "INITIATIVE",
	.summary = "put a draft on the roadmap as a candidate",
	.text = "The parts of its template must be there, each within its length: `syndic initiative "
			"lint` says which are not.",
	.examples = "syndic initiative propose usage-quotas",
	.options = {why, 1},
	.flags = COMMAND_WRITES,
	.next = "syndic initiative scope %r",
	.run = run_verb,
};

const struct command command_initiative_scope = {
	.noun = "initiative",
	.verb = "scope",
	.operands = "INITIATIVE",
	.summary = "say that a candidate is ready to be funded",
	.text =
		"It wants deliverables, each with a definition of done, low and high hours, a price and "
		"an upstream plan.",
	.examples = "syndic initiative scope usage-quotas",
	.options = {why, 1},
	.flags = COMMAND_WRITES,
	.next = "syndic syndicate add 'NAME' --initiative %r",
	.run = run_verb,
};

const struct command command_initiative_park = {
	.noun = "initiative",
	.verb = "park",
	.operands = "INITIATIVE",
	.summary = "set an initiative aside that is not funded",
	.text =
		"Refused while a syndicate of it is open, reached or contracting: cancel or settle that "
		"first.",
	.examples = "syndic initiative park usage-quotas --why \"nobody asked for it this year\"",
	.options = {why, 1},
	.flags = COMMAND_WRITES,
	.next = "syndic initiative resume %r",
	.run = run_verb,
};

const struct command command_initiative_resume = {
	.noun = "initiative",
	.verb = "resume",
	.operands = "INITIATIVE",
	.summary = "make a parked initiative a candidate again",
	.text = "A draft again, if it was parked as one, or if its template has findings.",
	.examples = "syndic initiative resume usage-quotas",
	.options = {why, 1},
	.flags = COMMAND_WRITES,
	.next = "syndic initiative lint %r",
	.run = run_verb,
};

const struct command command_initiative_finish = {
	.noun = "initiative",
	.verb = "finish",
	.operands = "INITIATIVE",
	.summary = "close an initiative whose work is accepted",
	.text =
		"Every deliverable must be accepted or dropped. What upstream thinks of it is waited for "
		"by nobody.",
	.examples = "syndic initiative finish usage-quotas",
	.options = {why, 1},
	.flags = COMMAND_WRITES,
	.next = "syndic roadmap %r",
	.run = run_verb,
};
