#include "model/share.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/money.h"
#include "base/text.h"

static const char *const share_names[] = {"equal", "proportional", "tiered", "fixed"};
static const char *const overshoot_names[] = {"cap", "rebate", "stretch", "next"};

enum share_rule share_rule_read(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (text_equal(share_names[i], name)) return (enum share_rule)i;
	return SHARE_PROPORTIONAL;
}

enum overshoot_rule overshoot_rule_read(const char *name, enum share_rule share)
{
	for (int i = 0; i < 4; i++)
		if (text_equal(overshoot_names[i], name)) return (enum overshoot_rule)i;
	return share == SHARE_EQUAL || share == SHARE_TIERED ? OVERSHOOT_CAP : OVERSHOOT_REBATE;
}

const char *share_rule_name(enum share_rule rule)
{
	return share_names[rule];
}

const char *overshoot_rule_name(enum overshoot_rule rule)
{
	return overshoot_names[rule];
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t share_raised(const struct share_terms *terms, int64_t offered)
{
	int64_t most = terms->price;
	if (terms->overshoot == OVERSHOOT_STRETCH && terms->ceiling > most) most = terms->ceiling;
	return least(offered, most);
}

/* Those whose offer is below their part pay it; what is left is divided anew, until all others
 * can pay theirs. */
static void fill(int64_t raised, const int64_t *offers, const int64_t *weights, size_t count,
                 int64_t *shares)
{
	int64_t *open = mem_alloc((count + 1) * 2 * sizeof *open), *parts = open + count;
	bool again = true;
	for (size_t i = 0; i < count; i++) {
		open[i] = weights && weights[i] > 0 ? weights[i] : 1;
		shares[i] = 0;
	}
	while (again) {
		again = false;
		int64_t sum = 0;
		for (size_t i = 0; i < count; i++)
			sum += open[i];
		if (sum == 0) break;
		money_split(raised, open, parts, (int64_t)count);
		for (size_t i = 0; i < count; i++) {
			if (open[i] == 0 || parts[i] <= offers[i]) continue;
			shares[i] = offers[i];
			again = true;
		}
		for (size_t i = 0; i < count; i++) {
			if (open[i] == 0 || parts[i] <= offers[i]) continue;
			raised -= offers[i];
			open[i] = 0;
		}
		if (again) continue;
		for (size_t i = 0; i < count; i++)
			if (open[i] > 0) shares[i] = parts[i];
	}
	free(open);
}

static void in_order(int64_t raised, const int64_t *offers, size_t count, int64_t *shares)
{
	for (size_t i = 0; i < count; i++) {
		shares[i] = least(offers[i], raised);
		raised -= shares[i];
	}
}

static void divide(const struct share_terms *terms, int64_t raised, const int64_t *offers,
                   const int64_t *weights, size_t count, int64_t *shares)
{
	enum share_rule rule = terms->share;
	if (terms->overshoot == OVERSHOOT_CAP && rule != SHARE_TIERED) rule = SHARE_EQUAL;
	if (terms->overshoot == OVERSHOOT_REBATE) rule = SHARE_PROPORTIONAL;
	switch (rule) {
	case SHARE_EQUAL: fill(raised, offers, NULL, count, shares); break;
	case SHARE_TIERED: fill(raised, offers, weights, count, shares); break;
	case SHARE_FIXED: in_order(raised, offers, count, shares); break;
	case SHARE_PROPORTIONAL: money_split(raised, offers, shares, (int64_t)count); break;
	}
}

int64_t share_out(const struct share_terms *terms, const int64_t *offers, const int64_t *weights,
                  size_t count, int64_t *shares)
{
	int64_t offered = 0, raised;
	for (size_t i = 0; i < count; i++)
		offered += offers[i];
	raised = share_raised(terms, offered);
	if (raised == offered)
		memcpy(shares, offers, count * sizeof *shares);
	else
		divide(terms, raised, offers, weights, count, shares);
	return raised;
}
