/* The verbs of a deal. */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "cli/commands.h"

static enum syndic_status move(struct cli *cli)
{
	size_t count;
	struct syndic_input *inputs = field_inputs(cli, cli->entity, &count);
	enum syndic_status status =
		syndic_deal_move(cli->handle, operand(cli, 0), operand(cli, 1), inputs, count);
	free(inputs);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) say_next(cli, "syndic pipeline");
	return status;
}

static enum syndic_status win(struct cli *cli)
{
	size_t count;
	struct syndic_input *inputs = field_inputs(cli, syndic_entity_find("contract"), &count);
	enum syndic_status status =
		syndic_deal_win(cli->handle, operand(cli, 0), option(cli, "contract"),
	                    option(cli, "closed-on"), inputs, count);
	free(inputs);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic deal show %s (names its contract)",
		         syndic_last_write(cli->handle)->reference);
	return status;
}

static enum syndic_status lose(struct cli *cli)
{
	const char *reason = option(cli, "lost-reason");
	const struct syndic_field *field =
		&cli->entity->fields[syndic_field_find(cli->entity, "lost_reason")];
	struct buf choices = {0}, answer = {0}, question = {0};
	enum syndic_status status = SYNDIC_MISUSE;
	for (size_t i = 0; field->choices[i]; i++)
		buf_printf(&choices, "%s%s", i ? ", " : "", field->choices[i]);
	if (!reason && can_ask(cli)) {
		buf_printf(&question, "why was it lost? (%s)", buf_text(&choices));
		if (ask(cli, buf_text(&question), &answer) && answer.length) reason = buf_text(&answer);
	}
	if (!reason)
		misuse(cli, "syndic deal lose DEAL --lost-reason no-answer",
		       "why was it lost? --lost-reason is one of %s", buf_text(&choices));
	else
		status = syndic_deal_lose(cli->handle, operand(cli, 0), reason, option(cli, "closed-on"));
	buf_free(&choices);
	buf_free(&question);
	buf_free(&answer);
	return status == SYNDIC_OK ? tell_write(cli) : status;
}

static enum syndic_status reopen(struct cli *cli)
{
	enum syndic_status status =
		syndic_deal_reopen(cli->handle, operand(cli, 0), option(cli, "stage"));
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic deal edit %s --expected-close DATE",
		         syndic_last_write(cli->handle)->reference);
	return status;
}

/* ---- link ---- */

struct proposal {
	char *deal, *name, *org, *kind, *why;
	int64_t score;
};

enum { DEAL, NAME, ORG, KIND, SCORE, WHY };

static char *text_at(struct syndic_rows *rows, size_t index, struct arena *arena)
{
	struct syndic_value value = syndic_rows_value(rows, index);
	return value.kind == SYNDIC_STRING ? arena_copy(arena, value.text) : NULL;
}

/* The proposals in memory, so that nothing is held open while a person is asked. */
static struct proposal *read_proposals(struct syndic_rows *rows, struct arena *arena, size_t *count)
{
	struct proposal *proposals = NULL;
	*count = 0;
	while (syndic_rows_next(rows) > 0) {
		proposals = mem_resize(proposals, (*count + 1) * sizeof *proposals);
		proposals[(*count)++] = (struct proposal){
			text_at(rows, DEAL, arena), text_at(rows, NAME, arena),
			text_at(rows, ORG, arena),  text_at(rows, KIND, arena),
			text_at(rows, WHY, arena),  syndic_rows_value(rows, SCORE).number,
		};
	}
	return proposals;
}

enum verdict { TAKEN, LEFT, ENOUGH };

static enum verdict ask_proposal(struct cli *cli, const struct proposal *proposal)
{
	struct buf question = {0}, answer = {0};
	enum verdict verdict = ENOUGH;
	buf_printf(&question, "%s (%s): ", proposal->deal, proposal->name);
	if (proposal->org) buf_printf(&question, "org %s, ", proposal->org);
	if (proposal->kind) buf_printf(&question, "kind %s, ", proposal->kind);
	buf_add(&question, "score ");
	ratio_add_plain(&question, proposal->score);
	if (proposal->why) buf_printf(&question, ", since %s", proposal->why);
	buf_add(&question, ". Take it? y, n or q (stop):");
	while (ask(cli, buf_text(&question), &answer)) {
		const char *word = buf_text(&answer);
		if (strcmp(word, "q") == 0) break;
		if (strcmp(word, "y") != 0 && strcmp(word, "n") != 0) continue;
		verdict = *word == 'y' ? TAKEN : LEFT;
		break;
	}
	buf_free(&question);
	buf_free(&answer);
	return verdict;
}

/* Takes the proposals that a person, or with --yes the score, finds good. */
static enum syndic_status link_proposals(struct cli *cli, const struct proposal *proposals,
                                         size_t count, int64_t least)
{
	enum syndic_status status = SYNDIC_OK;
	struct syndic_link *links = mem_alloc((count + 1) * sizeof *links);
	size_t taken = 0;
	for (size_t i = 0; i < count; i++) {
		const struct proposal *proposal = &proposals[i];
		enum verdict verdict = proposal->score >= least ? TAKEN : LEFT;
		if (verdict == TAKEN && !cli->yes) verdict = ask_proposal(cli, proposal);
		if (verdict == ENOUGH) break;
		if (verdict == LEFT) continue;
		links[taken++] = (struct syndic_link){proposal->deal, proposal->org, proposal->kind};
	}
	if (taken > 0) {
		status = syndic_deal_link(cli->handle, links, taken);
		if (status == SYNDIC_OK) status = tell_write(cli);
	}
	free(links);
	if (status == SYNDIC_OK) say(cli, "linked %zu of %zu deals", taken, count);
	return status;
}

static enum syndic_status link_deals(struct cli *cli)
{
	const char *deal = operand(cli, 0), *org = option(cli, "org"), *kind = option(cli, "kind");
	const char *score = option(cli, "min-score");
	int64_t least = cli->yes ? 800000 : 0;
	struct syndic_rows *rows = NULL;
	struct proposal *proposals = NULL;
	struct arena arena = {0};
	size_t count = 0;
	const char *why = score ? ratio_parse(score, &least) : NULL;
	if (why) return misuse(cli, NULL, "--min-score %s: %s", score, why);
	if ((org || kind) && !deal)
		return misuse(cli, "syndic deal link DEAL --org ORG", "which deal belongs to it?");
	if (org || kind) {
		struct syndic_link link = {deal, org, kind};
		enum syndic_status status = syndic_deal_link(cli->handle, &link, 1);
		return status == SYNDIC_OK ? tell_write(cli) : status;
	}
	enum syndic_status status = syndic_deal_link_proposals(cli->handle, deal, &rows);
	if (status != SYNDIC_OK) goto out;
	if (!cli->yes && !can_ask(cli)) {
		status = show_rows(cli, rows, "proposals", "deal", "there is nothing to propose");
		rows = NULL;
		if (status == SYNDIC_OK) say_next(cli, "syndic deal link --yes --min-score 0.8");
		goto out;
	}
	proposals = read_proposals(rows, &arena, &count);
	if (count == 0)
		say(cli, "there is nothing to propose");
	else
		status = link_proposals(cli, proposals, count, least);
out:
	syndic_rows_free(rows);
	free(proposals);
	arena_free(&arena);
	return status;
}

const struct command command_deal_move = {
	.noun = "deal",
	.verb = "move",
	.operands = "DEAL STAGE",
	.summary = "move a deal to another stage of its pipeline",
	.text = "Fields of the deal can be set with it.",
	.examples = "syndic deal move bids-2027 Proposal --next-step 'wait for their lawyer'",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = move,
};

static const struct option_row win_options[] = {
	{"closed-on", "DATE", "when it was won; else today", 0, false},
	{"contract", "CONTRACT", "link this contract instead of making one", 0, false},
};

const struct command command_deal_win = {
	.noun = "deal",
	.verb = "win",
	.operands = "DEAL",
	.summary = "win a deal; its contract is made from it",
	.text = "The contract takes organisation, type, amount and dates from the deal; the other "
			"options set "
			"its own fields. The contract of a membership brings the membership.",
	.examples = "syndic deal win bids-2027\n"
				"syndic deal win bids-2027 --closed-on fri --signed-on fri --billing upfront",
	.options = {win_options, sizeof win_options / sizeof *win_options},
	.fields_of = "contract",
	.flags = COMMAND_FIELDS | COMMAND_WRITES,
	.run = win,
};

static const struct option_row lose_options[] = {
	{"lost-reason", "CHOICE", "why, in one word: `syndic deal lose DEAL` lists the choices", 0,
     false},
	{"closed-on", "DATE", "when it was lost; else today", 0, false},
};

const struct command command_deal_lose = {
	.noun = "deal",
	.verb = "lose",
	.operands = "DEAL",
	.summary = "lose a deal, and say why",
	.examples = "syndic deal lose iveda-2027 --lost-reason budget",
	.options = {lose_options, sizeof lose_options / sizeof *lose_options},
	.flags = COMMAND_WRITES,
	.run = lose,
};

static const struct option_row reopen_options[] = {
	{"stage", "STAGE", "where it stands now; else where it stood before", 0, false},
};

const struct command command_deal_reopen = {
	.noun = "deal",
	.verb = "reopen",
	.operands = "DEAL",
	.summary = "open a closed deal again",
	.text = "The contract that was made for it goes, unless money was received on it.",
	.examples = "syndic deal reopen iveda-2027 --stage Outreach",
	.options = {reopen_options, sizeof reopen_options / sizeof *reopen_options},
	.flags = COMMAND_WRITES,
	.run = reopen,
};

static const struct option_row link_options[] = {
	{"org", "ORG", "its organisation", 0, false},
	{"kind", "CHOICE", "new, renewal or expansion", 0, false},
	{"min-score", "RATIO", "only proposals at least so likely; with --yes else 0.8", 0, false},
};

const struct command command_deal_link = {
	.noun = "deal",
	.verb = "link",
	.operands = "[DEAL]",
	.summary = "find the organisation and kind of deals that lack them",
	.text = "Proposes them from the names and from what an organisation had before, and asks deal "
			"by deal. "
			"With --yes all proposals from a score on are taken; where nobody can be asked they "
			"are only "
			"listed.",
	.examples = "syndic deal link\nsyndic deal link --yes --min-score 0.9\n"
				"syndic deal link bids-2027 --org bids --kind renewal",
	.options = {link_options, sizeof link_options / sizeof *link_options},
	.flags = COMMAND_WRITES,
	.run = link_deals,
};
