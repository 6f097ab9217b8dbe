/* The verbs of a syndicate: from its opening to its end. */
#include "cli/verb.h"

const struct command command_syndicate_open = {
	.noun = "syndicate",
	.verb = "open",
	.operands = "SYNDICATE",
	.summary = "open the round: its rules are frozen from now on",
	.text =
		"Its initiative is scoped, its deadline lies ahead, its threshold is not above its "
		"price, which is not above its ceiling. What is left out is filled in: the initiative's "
		"price, the price as threshold, one member, proportional shares and the overshoot rule "
		"that goes with them.",
	.examples = "syndic syndicate open usage-quotas",
	.flags = COMMAND_WRITES,
	.next = "syndic syndicate next %r",
	.run = run_verb,
};

static const struct option_row settle_options[] = {
	{"lapse", NULL, "after the deadline: give up, and release all", 0, false},
	{"subset", NULL, "after the deadline: build what the money pays; all consent anew", 0, false},
};
const struct command command_syndicate_settle = {
	.noun = "syndicate",
	.verb = "settle",
	.operands = "SYNDICATE",
	.summary = "say what the round has come to: reached, or what is missing",
	.text = "A round that has what it needs is reached, also before its deadline, and holds a "
			"slot. One "
			"that has not after its deadline wants a choice, once: a bridge, a subset, an "
			"extension, or "
			"to lapse. One that is not signed in time lapses. Settling again changes nothing.",
	.examples =
		"syndic syndicate settle usage-quotas\nsyndic syndicate settle usage-quotas --lapse",
	.options = {settle_options, sizeof settle_options / sizeof *settle_options},
	.flags = COMMAND_WRITES,
	.next = "syndic syndicate show %r",
	.run = run_verb,
};

static const struct option_row extend_options[] = {
	{"deadline", "DATE", "the new last day to pledge", 0, false},
	{"days", "N", "or so many days after the old one, at most 60", 0, false},
	WHY_OPTION,
};
const struct command command_syndicate_extend = {
	.noun = "syndicate",
	.verb = "extend",
	.operands = "SYNDICATE",
	.summary = "move the deadline, once, by 60 days at most",
	.examples = "syndic syndicate extend usage-quotas --days 30 --why 'two budgets close in May'",
	.options = {extend_options, sizeof extend_options / sizeof *extend_options},
	.flags = COMMAND_WRITES,
	.next = "syndic syndicate next %r",
	.run = run_verb,
};

static const struct option_row why_options[] = {WHY_OPTION};

const struct command command_syndicate_bridge = {
	.noun = "syndicate",
	.verb = "bridge",
	.operands = "SYNDICATE [AMOUNT]",
	.summary = "declare that we pay what is missing, a tenth of the price at most",
	.text = "Without an amount: all that is missing. It must reach the threshold.",
	.examples = "syndic syndicate bridge usage-quotas 2,500 --why 'we use it ourselves'",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.next = "syndic sow add 'NAME' --syndicate %r",
	.run = run_verb,
};

const struct command command_syndicate_cancel = {
	.noun = "syndicate",
	.verb = "cancel",
	.operands = "SYNDICATE",
	.summary = "give the round up, and release all",
	.examples = "syndic syndicate cancel usage-quotas --why 'upstream builds it itself'",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_syndicate_commit = {
	.noun = "syndicate",
	.verb = "commit",
	.operands = "SYNDICATE",
	.summary = "all have signed: the initiative is funded",
	.text = "Its statement of work is executed.",
	.examples = "syndic syndicate commit usage-quotas",
	.flags = COMMAND_WRITES,
	.next = "syndic slot list --syndicate %r",
	.run = run_verb,
};

const struct command command_syndicate_close = {
	.noun = "syndicate",
	.verb = "close",
	.operands = "SYNDICATE",
	.summary = "the work is accepted: the round is over",
	.examples = "syndic syndicate close usage-quotas",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};
