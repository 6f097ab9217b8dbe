#include "report/effort.h"
#include <string.h>
#include "base/money.h"
#include "model/pipeline.h"

#define MINUTES_AN_HOUR 60

/* The kind of deals of a pipeline (an id). */
static enum effort_kind kind_of(struct syndic *handle, const char *pipeline)
{
	const struct stage *stage = pipeline ? stages_first(handle, pipeline) : NULL;

	if (stage && strcmp(stage->pipeline_slug, "cofunding") == 0) return EFFORT_COFUNDED;
	if (stage && strcmp(stage->pipeline_slug, "project") == 0) return EFFORT_PROJECT;
	return EFFORT_OTHER;
}

static enum syndic_status load_conversations(struct syndic *handle, const char *from,
                                             const char *after, struct effort *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT d.pipeline, count(*), count(a.minutes), coalesce(sum(a.minutes), 0)"
	               " FROM activity AS a JOIN deal AS d ON d.id = a.deal"
	               " WHERE a.at >= $1 AND a.at < $2"
	               " GROUP BY d.pipeline",
	               &stmt));
	db_bind_text(stmt, 1, from);
	db_bind_text(stmt, 2, after);
	while ((step = db_step(stmt)) == 1) {
		struct effort *effort = &out[kind_of(handle, db_text(stmt, 0))];
		effort->conversations += db_int(stmt, 1);
		effort->timed += db_int(stmt, 2);
		effort->minutes += db_int(stmt, 3);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status load_signed(struct syndic *handle, const char *from, const char *after,
                                      struct effort *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT d.pipeline, count(*), count(c.amount), coalesce(sum(c.amount), 0)"
	               " FROM contract AS c JOIN deal AS d ON d.id = c.deal"
	               " WHERE c.signed_on >= $1 AND c.signed_on < $2"
	               " GROUP BY d.pipeline",
	               &stmt));
	db_bind_text(stmt, 1, from);
	db_bind_text(stmt, 2, after);
	while ((step = db_step(stmt)) == 1) {
		struct effort *effort = &out[kind_of(handle, db_text(stmt, 0))];
		effort->contracts += db_int(stmt, 1);
		effort->unknown += db_int(stmt, 1) - db_int(stmt, 2);
		effort->amount += db_int(stmt, 3);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status effort_load(struct syndic *handle, const char *from, const char *to,
                               struct effort out[EFFORT_KINDS])
{
	enum syndic_status status;
	char after[DATE_SIZE];

	memset(out, 0, EFFORT_KINDS * sizeof *out);
	/* Times of a day begin with it: they are less than the day after it. */
	date_add_days(to, 1, after);
	TRY(load_conversations(handle, from, after, out));
	TRY(load_signed(handle, from, after, out));
out:
	return status;
}

struct effort effort_sum(const struct effort *a, const struct effort *b)
{
	return (struct effort){
		.conversations = a->conversations + b->conversations,
		.timed = a->timed + b->timed,
		.minutes = a->minutes + b->minutes,
		.contracts = a->contracts + b->contracts,
		.amount = a->amount + b->amount,
		.unknown = a->unknown + b->unknown,
	};
}

struct syndic_figure effort_hours(const struct effort *effort)
{
	if (effort->amount <= 0 || effort->timed == 0) return (struct syndic_figure){0};
	return (struct syndic_figure){true, muldiv(effort->minutes * EFFORT_PER, RATIO_ONE,
	                                           effort->amount * MINUTES_AN_HOUR)};
}

struct syndic_figure effort_conversations(const struct effort *effort)
{
	if (effort->amount <= 0 || effort->conversations == 0) return (struct syndic_figure){0};
	return (struct syndic_figure){true, muldiv(effort->conversations * EFFORT_PER, RATIO_ONE,
	                                           effort->amount)};
}
