#include "cli/topics.h"
#include <stddef.h>

static const struct topic_row references[] = {
	{"bids-2027", "a slug, the short name that every list shows"},
	{"#12", "the number of a task, activity or change; in a shell between quotes, or without #"},
	{"ana@example.org", "the e-mail address of a person"},
	{"berkeley", "a part of a name that no other record has"},
	{NULL, NULL},
};

static const struct topic_row dates[] = {
	{"2026-11-22", "a day"},
	{"today, yesterday, tomorrow", "seen from the day that counts as today"},
	{"fri, next fri", "the next Friday; the Friday of next week"},
	{"in 2 weeks, 3 days ago", "also months"},
	{"eom, eoq, eoy", "the last day of the month, quarter or year"},
	{"2026-11, 2026-Q2, 2026, FY26", "a period, where one is meant"},
	{NULL, NULL},
};

static const struct topic_row amounts[] = {
	{"15000, 15,000.00, $15,000", "whole cents"},
	{"300k, 1.48M", "thousands and millions"},
	{"-1.50", "less than nothing, for a refund"},
	{"0.3, 30%", "a ratio"},
	{"12.5, 1,200", "hours, people"},
	{NULL, NULL},
};

static const struct topic_row rounds[] = {
	{"initiative add", "what is missing, in a page; `initiative lint` says what it lacks, "
                       "`propose` puts it on the roadmap"},
	{"deliverable add", "its parts: hours low and high, a definition of done"},
	{"initiative scope", "it has parts, a price and an upstream plan: it can be sold"},
	{"syndicate add", "the round: threshold, deadline, least number of members, rules"},
	{"log", "every conversation, with its minutes: what a pledge takes is learned from them"},
	{"pledge add", "one organisation's interest, and then `pledge soft`, `pledge bind`"},
	{"syndicate next", "whom to call: what an hour adds to the chance"},
	{"syndicate open", "the rules are frozen; `syndicate show` and `solve` say what is missing"},
	{"syndicate settle", "reached: a slot is held. Else: `bridge`, `extend`, a subset, or lapse"},
	{"sow add", "one scope; `sow approve`, `sow issue`: 30 days to sign"},
	{"sow sign", "each pledge becomes a contract of its share; then `sow execute`"},
	{"syndicate commit", "the initiative is funded"},
	{"slot queue", "a place in the queue, and a receipt for its estimate; `slot pull` begins"},
	{"deliverable build", "`demo`, `accept` by those who pay; `upstream` for what maintainers say"},
	{"slot deliver", "then `sow accept`, `sow close`, `syndicate close`, `initiative finish`"},
	{NULL, NULL},
};

static const struct topic_row formats[] = {
	{"table", "for people, on a terminal fitted to its width"},
	{"list", "one field a line; `show` uses it"},
	{"json", "one object: \"format\":1, and the list under the plural of the noun"},
	{"jsonl", "one object a line"},
	{"csv", "every field; the input of `import`"},
	{"md", "a Markdown table"},
	{"ids", "references alone, one a line"},
	{NULL, NULL},
};

static const struct topic_row environment[] = {
	{"SYNDIC_DB", "the database, unless --db names one"},
	{"SYNDIC_TODAY", "the day that counts as today, unless --as-of says it"},
	{"SYNDIC_ACTOR", "who is written down as the author of a change; else USER, LOGNAME"},
	{"XDG_DATA_HOME", "the data folder; else ~/.local/share"},
	{"NO_COLOR, CLICOLOR_FORCE, TERM", "whether there is colour, unless --color says it"},
	{"COLUMNS", "the width of the terminal"},
	{"LC_ALL, LC_CTYPE, LANG", "where they name no UTF-8 locale, output for people is ASCII"},
	{NULL, NULL},
};

static const struct topic_row files[] = {
	{"./syndic.db", "the database, where none is named"},
	{"$XDG_DATA_HOME/syndic/syndic.db", "the database, where this folder has none"},
	{"FILE.rejects.csv", "the rejected rows of an import, with line, column and reason"},
	{NULL, NULL},
};

static const struct topic_row exits[] = {
	{"0", "done"},
	{"1", "failed: disk, permission, a damaged or foreign file"},
	{"2", "misuse: an option, field or value that cannot be meant"},
	{"3", "a reference names nothing, or several"},
	{"4", "rows of an import were rejected"},
	{"5", "another process is writing, or the record's state forbids it"},
	{NULL, NULL},
};

const struct topic topics[] = {
	{"references", "References",
     "How a record is named in a command. Nothing is ever made from a misspelt "
     "reference; one that names several records lists them.",
     references},
	{"dates", "Days and periods",
     "The day that was understood is told after the write. 03/04/2026 and days that do not "
     "exist are refused.",
     dates},
	{"amounts", "Amounts",
     "One currency a database. 1.234 is refused, since it can be read in two ways, and "
     "so is a third decimal.",
     amounts},
	{"rounds", "A round of co-funding",
     "From the first conversation to delivered work. A verb that is not legal yet says which guard "
     "fails and what would make it legal; each move keeps who, when and why, and can be undone. A "
     "slot is sold, never a date.",
     rounds},
	{"formats", "Formats",
     "What --format takes. Answers go to standard output, sentences to standard error. In "
     "JSON amounts are numbers with two decimals and \"currency\" beside them, ratios 0 to "
     "1, and what is unknown is null.",
     formats},
	{"environment", "Environment", NULL, environment},
	{"files", "Files", NULL, files},
	{"exit-status", "Exit status", NULL, exits},
	{NULL, NULL, NULL, NULL},
};
