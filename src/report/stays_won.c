#include "report/stays_won.h"
#include "report/list.h"
#include "report/order.h"
#include "report/stage_history.h"

struct collector {
	struct arena *arena;
	const struct stage *stages;
	struct stays_won *out;
};

static void add_stays(void *context, const struct stage_path *path)
{
	const struct collector *collector = context;

	for (size_t i = 0; i + 1 < path->count; i++) {
		const struct stage *stage = path->steps[i].stage;
		struct stays_of_stage *stays = &collector->out->stages[stage - collector->stages];

		if (!stage_is(stage, "open")) continue;
		LIST_ADD(collector->arena, stays->days, stays->count,
		         stage_path_stay(path, i, path->steps[i].since));
	}
}

enum syndic_status stays_won_load(struct syndic *handle, struct arena *arena, struct stays_won *out)
{
	struct collector collector = {.arena = arena, .out = out};
	enum syndic_status status;
	size_t count;

	collector.stages = stages_all(handle, &count);
	*out = (struct stays_won){
		.stages = arena_alloc(arena, (count + 1) * sizeof *out->stages),
		.stage_count = count,
	};
	TRY(stage_history_won(handle, add_stays, &collector));
	for (size_t i = 0; i < count; i++)
		order_sort(out->stages[i].days, out->stages[i].count);
out:
	return status;
}
