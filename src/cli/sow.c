/* The verbs of a statement of work. */
#include "cli/verb.h"

const struct command command_sow_approve = {
	.noun = "sow",
	.verb = "approve",
	.operands = "SOW",
	.summary = "agree the scope and its price",
	.text = "Each deliverable of its initiative has a definition of done, low and high hours. "
			"Without a "
			"price: what the syndicate raises, or the deal's amount.",
	.examples = "syndic sow approve usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.next = "syndic sow issue %r",
	.run = run_verb,
};

const struct command command_sow_issue = {
	.noun = "sow",
	.verb = "issue",
	.operands = "SOW",
	.summary = "send it to be signed: within 30 days",
	.text = "The syndicate is reached, and contracting from then on.",
	.examples = "syndic sow issue usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.next = "syndic sow sign %r PLEDGE",
	.run = run_verb,
};

static const struct option_row sign_options[] = {
	{"signed-on", "DATE", "when; else today", 0, false},
};
const struct command command_sow_sign = {
	.noun = "sow",
	.verb = "sign",
	.operands = "SOW [PLEDGE]",
	.summary = "record a signature: the pledge is won, its contract is its share",
	.text = "The SOW of one deal is signed by that; the SOW of a syndicate by each of its binding "
			"pledges. Before all have signed, the contracts of those who did follow their shares.",
	.examples = "syndic sow sign usage-quotas-sow usage-quotas-helix --signed-on yesterday",
	.options = {sign_options, sizeof sign_options / sizeof *sign_options},
	.flags = COMMAND_WRITES,
	.next = "syndic sow execute %r",
	.run = run_verb,
};

const struct command command_sow_execute = {
	.noun = "sow",
	.verb = "execute",
	.operands = "SOW",
	.summary = "all have signed: what is signed, and the bridge, is the price to the cent",
	.examples = "syndic sow execute usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_sow_activate = {
	.noun = "sow",
	.verb = "activate",
	.operands = "SOW",
	.summary = "work begins; pulling its slot does the same",
	.examples = "syndic sow activate usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_sow_accept = {
	.noun = "sow",
	.verb = "accept",
	.operands = "SOW",
	.summary = "all deliverables are accepted or dropped",
	.examples = "syndic sow accept usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_sow_close = {
	.noun = "sow",
	.verb = "close",
	.operands = "SOW",
	.summary = "nothing is left to do; its slot is delivered",
	.examples = "syndic sow close usage-quotas-sow",
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

static const struct option_row why_options[] = {WHY_OPTION};

const struct command command_sow_amend = {
	.noun = "sow",
	.verb = "amend",
	.operands = "SOW",
	.summary = "change what was agreed: another revision",
	.text =
		"Before anybody signed it is a draft again; after it was executed it is amended, and "
		"executed "
		"anew once signatures and price agree. A slot that waits in the queue is held meanwhile.",
	.examples = "syndic sow amend usage-quotas-sow --why 'the quota page is left out'",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.next = "syndic sow execute %r",
	.run = run_verb,
};

const struct command command_sow_terminate = {
	.noun = "sow",
	.verb = "terminate",
	.operands = "SOW",
	.summary = "end it before it is accepted; an unstarted slot lapses",
	.text = "Before it is executed what was signed is void: pledges are Binding again, their "
			"contracts go. "
			"After that contracts stand until each pledge is withdrawn.",
	.examples = "syndic sow terminate usage-quotas-sow --why 'the consortium was dissolved'",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};
