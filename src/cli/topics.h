/* What help and the manual page say beside the commands. */
#ifndef SYNDIC_CLI_TOPICS_H
#define SYNDIC_CLI_TOPICS_H

struct topic_row {
	const char *term, *text;
};
struct topic {
	const char *name, *title;     /* `syndic help NAME`; heading of the manual page's section */
	const char *text;             /* paragraphs, or NULL */
	const struct topic_row *rows; /* ended by a NULL term; or NULL */
};
extern const struct topic topics[]; /* ended by a NULL name */

#endif
