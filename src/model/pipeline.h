/* Stages, held in memory while a handle is open: forgotten when a stage or a change is written. */
#ifndef SYNDIC_MODEL_PIPELINE_H
#define SYNDIC_MODEL_PIPELINE_H
#include "model/store.h"

struct stage {
	const char *id, *slug, *name, *outcome;
	int64_t probability, position;
	const char *pipeline, *pipeline_slug; /* id and slug */
};
/* All, by pipeline and position. */
const struct stage *stages_all(struct syndic *handle, size_t *count);
const struct stage *stages_find(struct syndic *handle, const char *id); /* NULL if there is none */
/* The first stage of a pipeline (an id), or the first with an outcome; NULL if there is none. */
const struct stage *stages_first(struct syndic *handle, const char *pipeline);
const struct stage *stages_with_outcome(struct syndic *handle, const char *pipeline,
                                        const char *outcome);
bool stage_is(const struct stage *stage, const char *outcome); /* NULL is nothing */
void stages_forget(struct syndic *handle);

#endif
