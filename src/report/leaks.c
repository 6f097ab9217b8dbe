#include "report/leaks.h"
#include <stdlib.h>
#include "base/text.h"
#include "report/list.h"
#include "report/order.h"

/* "starts_on,ends_on,amount" of enum partition_lack. */
static const char *fields_of(unsigned lacks)
{
	static const char *const fields[] = {
		[LACKS_START] = "starts_on",
		[LACKS_END] = "ends_on",
		[LACKS_START | LACKS_END] = "starts_on,ends_on",
		[LACKS_AMOUNT] = "amount",
		[LACKS_START | LACKS_AMOUNT] = "starts_on,amount",
		[LACKS_END | LACKS_AMOUNT] = "ends_on,amount",
		[LACKS_START | LACKS_END | LACKS_AMOUNT] = "starts_on,ends_on,amount",
	};

	return fields[lacks];
}

static void sum_add(struct leak_sum *sum, bool has_amount, int64_t amount, int64_t probability)
{
	sum->count++;
	if (has_amount) {
		sum->amount += amount;
		sum->weight += (weight_t)amount * probability;
	} else {
		sum->unknown++;
		sum->unknown_chances += probability;
	}
}

static struct leak_line *line_of(struct leaks *leaks, bool open, const char *group, unsigned lacks)
{
	const struct leak_line line = {.open = open, .group = group, .lacks = lacks};

	for (size_t i = 0; i < leaks->line_count; i++)
		if (leaks->lines[i].open == open && leaks->lines[i].lacks == lacks &&
		    text_equal(leaks->lines[i].group, group))
			return &leaks->lines[i];
	LIST_ADD(leaks->arena, leaks->lines, leaks->line_count, line);
	return &leaks->lines[leaks->line_count - 1];
}

static struct leak_amounts *group_find(struct leaks *leaks, bool open, const char *group)
{
	for (size_t i = 0; i < leaks->group_count; i++)
		if (leaks->groups[i].open == open && text_equal(leaks->groups[i].group, group))
			return &leaks->groups[i];
	return NULL;
}

static void note_amount(struct leaks *leaks, bool open, const char *group, int64_t amount)
{
	struct leak_amounts *amounts = group_find(leaks, open, group);
	const struct leak_amounts fresh = {.open = open, .group = group};

	if (!amounts) {
		LIST_ADD(leaks->arena, leaks->groups, leaks->group_count, fresh);
		amounts = &leaks->groups[leaks->group_count - 1];
	}
	LIST_ADD(leaks->arena, amounts->amounts, amounts->count, amount);
}

void leaks_add(struct leaks *leaks, const struct partition_facts *facts, const char *group,
               int64_t amount, int64_t probability)
{
	struct partition partition = partition_of(facts, leaks->as_of, leaks->first);

	sum_add(&leaks->parts[facts->open][partition.state], facts->has_amount, amount, probability);
	if (partition.state == PARTITION_INCOMPLETE)
		sum_add(&line_of(leaks, facts->open, group, partition.lacks)->sum, facts->has_amount,
		        amount, probability);
	if (facts->has_amount && (facts->open || partition.state == PARTITION_ACTIVE))
		note_amount(leaks, facts->open, group, amount);
}

/* The one with most amounts, of deals or of contracts. */
static struct leak_amounts *group_largest(struct leaks *leaks, bool open)
{
	struct leak_amounts *largest = NULL;

	for (size_t i = 0; i < leaks->group_count; i++)
		if (leaks->groups[i].open == open && (!largest || leaks->groups[i].count > largest->count))
			largest = &leaks->groups[i];
	return largest;
}

struct syndic_figure leaks_typical(struct leaks *leaks, bool open, const char *group, size_t *cases)
{
	struct leak_amounts *amounts = group_find(leaks, open, group);
	struct syndic_figure typical = {0};

	*cases = amounts ? amounts->count : 0;
	if (!amounts) amounts = group_largest(leaks, open);
	if (!amounts) return typical;
	if (!amounts->sorted) order_sort(amounts->amounts, amounts->count);
	amounts->sorted = true;
	typical.known = true;
	typical.value = order_median(amounts->amounts, amounts->count);
	return typical;
}

static struct syndic_leak report_line(struct leaks *leaks, const struct leak_line *line)
{
	struct syndic_leak leak = {
		.entity = line->open ? "deal" : "contract",
		.pipeline = line->open ? arena_copy(leaks->arena, line->group) : NULL,
		.revenue_type = line->open ? NULL : line->group,
		.fields = fields_of(line->lacks),
		.count = line->sum.count,
		.amount = line->sum.amount,
		.weighted = weight_cents(line->sum.weight),
		.amount_unknown = line->sum.unknown,
	};
	struct syndic_figure typical;
	size_t cases;

	if (!leak.amount_unknown) return leak;
	typical = leaks_typical(leaks, line->open, line->group, &cases);
	leak.typical_cases = (int64_t)cases;
	if (cases < SYNDIC_FEWEST_CASES) return leak;
	leak.typical = typical;
	leak.hidden = (struct syndic_figure){true, typical.value * leak.amount_unknown};
	leak.hidden_weighted = (struct syndic_figure){true, weight_cents((weight_t)typical.value *
	                                                                 line->sum.unknown_chances)};
	return leak;
}

/* Most money first; what may be hidden decides where amounts are unknown. */
static int by_amount(const void *a, const void *b)
{
	const struct syndic_leak *x = a, *y = b;
	int64_t money_x = x->amount + x->hidden.value, money_y = y->amount + y->hidden.value;
	const char *group_x = x->pipeline ? x->pipeline : x->revenue_type;
	const char *group_y = y->pipeline ? y->pipeline : y->revenue_type;
	int order = (money_x < money_y) - (money_x > money_y);

	if (!order) order = (x->count < y->count) - (x->count > y->count);
	if (!order) order = strcmp(x->entity, y->entity);
	if (!order) order = strcmp(group_x ? group_x : "", group_y ? group_y : "");
	return order ? order : strcmp(x->fields, y->fields);
}

void leaks_report(struct leaks *leaks, struct syndic_review *out)
{
	static const char *const states[] = {
		[PARTITION_ACTIVE] = "active",
		[PARTITION_INCOMPLETE] = "incomplete",
		[PARTITION_INACTIVE] = "inactive",
	};

	for (size_t i = 0; i < leaks->line_count; i++)
		LIST_ADD(leaks->arena, out->leaks, out->leak_count, report_line(leaks, &leaks->lines[i]));
	if (out->leak_count) qsort(out->leaks, out->leak_count, sizeof *out->leaks, by_amount);
	for (size_t open = 0; open < 2; open++) {
		for (size_t state = 0; state < PARTITION_STATES; state++) {
			const struct leak_sum *sum = &leaks->parts[open][state];
			out->partition[open * PARTITION_STATES + state] = (struct syndic_partition){
				open ? "deal" : "contract", states[state], sum->count, sum->amount,
				weight_cents(sum->weight),  sum->unknown,
			};
		}
	}
}
