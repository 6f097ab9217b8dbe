/* The verbs of a deliverable. */
#include "cli/verb.h"

static const struct option_row why[] = {WHY_OPTION};
static const struct option_row demo_options[] = {
	{"demo-on", "DATE", "when; else today", 0, false},
	WHY_OPTION,
};
static const struct option_row accept_options[] = {
	{"org", "ORG", "who accepts it; without: silence does, once its days are over", 0, false},
	{"words", "TEXT", "in their words", 0, false},
	WHY_OPTION,
};
static const struct option_row rework_options[] = {
	{"org", "ORG", "who wants it", 0, false},
	WHY_OPTION,
};
static const struct option_row upstream_options[] = {
	{"url", "URL", "where that can be seen", 0, false},
	{"outcome", "OUTCOME",
     "what became of it where it was rejected: rework, separate-package, carried-patch", 0, false},
	WHY_OPTION,
};

const struct command command_deliverable_build = {
	.noun = "deliverable",
	.verb = "build",
	.operands = "DELIVERABLE",
	.summary = "begin the work on a deliverable",
	.text = "Its initiative must be in-flight: its slot has been pulled.",
	.examples = "syndic deliverable build quota-api",
	.options = {why, sizeof why / sizeof *why},
	.flags = COMMAND_WRITES,
	.next = "syndic deliverable demo %r",
	.run = run_verb,
};

const struct command command_deliverable_demo = {
	.noun = "deliverable",
	.verb = "demo",
	.operands = "DELIVERABLE",
	.summary = "say that a deliverable was shown to those who pay",
	.text =
		"What they said of an earlier demo does not count for this one. From its day on they have "
		"14 days to object.",
	.examples = "syndic deliverable demo quota-api --demo-on yesterday",
	.options = {demo_options, sizeof demo_options / sizeof *demo_options},
	.flags = COMMAND_WRITES,
	.next = "syndic deliverable accept %r --org ORG",
	.run = run_verb,
};

const struct command command_deliverable_accept = {
	.noun = "deliverable",
	.verb = "accept",
	.operands = "DELIVERABLE",
	.summary = "record that one of those who pay accepts a demo",
	.text =
		"It is accepted once those who accept hold more than half of the shares of those who pay: "
		"the pledges of the initiative's syndicate, else the organisation of its statement of "
		"work's deal. A later word of the same organisation replaces the earlier. Without --org "
		"silence accepts, 14 days after the demo, if nobody wanted rework. Upstream is not waited "
		"for.",
	.examples = "syndic deliverable accept quota-api --org iveda --words \"just what we need\"\n"
				"syndic deliverable accept quota-api",
	.options = {accept_options, sizeof accept_options / sizeof *accept_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_deliverable_rework = {
	.noun = "deliverable",
	.verb = "rework",
	.operands = "DELIVERABLE",
	.summary = "record that one of those who pay wants a demo reworked",
	.text = "One of them is enough, whatever its share.",
	.examples = "syndic deliverable rework quota-api --org iveda --why \"no limit by group\"",
	.options = {rework_options, sizeof rework_options / sizeof *rework_options},
	.flags = COMMAND_WRITES,
	.next = "syndic deliverable build %r",
	.run = run_verb,
};

const struct command command_deliverable_drop = {
	.noun = "deliverable",
	.verb = "drop",
	.operands = "DELIVERABLE",
	.summary = "leave a deliverable out of its initiative",
	.examples = "syndic deliverable drop quota-report --why \"Grafana does it now\"",
	.options = {why, sizeof why / sizeof *why},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};

const struct command command_deliverable_upstream = {
	.noun = "deliverable",
	.verb = "upstream",
	.operands = "DELIVERABLE STATE",
	.summary = "record how far a deliverable is in the upstream project",
	.text =
		"States: endorsed, proposed, in-review, merged, released, rejected. What is rejected wants "
		"--why, then or later an --outcome, and may be proposed again once that is rework. "
		"Acceptance and invoices never wait for it.",
	.examples = "syndic deliverable upstream quota-api proposed --url https://example.org/pull/12\n"
				"syndic deliverable upstream quota-api rejected --why \"out of scope\" "
				"--outcome carried-patch",
	.options = {upstream_options, sizeof upstream_options / sizeof *upstream_options},
	.flags = COMMAND_WRITES,
	.run = run_verb,
};
