#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/cli.h"

const char *unit_name(enum syndic_unit unit)
{
	static const char *const names[] = {
		[SYNDIC_UNIT_MONEY] = "money",  [SYNDIC_UNIT_COUNT] = "count",
		[SYNDIC_UNIT_SHARE] = "share",  [SYNDIC_UNIT_HOURS] = "hours",
		[SYNDIC_UNIT_RATIO] = "ratio",  [SYNDIC_UNIT_DAYS] = "days",
		[SYNDIC_UNIT_MONTHS] = "months"};
	return names[unit];
}

void json_member_figure(struct json *json, const char *key, struct syndic_figure figure,
                        enum syndic_unit unit)
{
	json_key(json, key);
	if (!figure.known)
		json_text(json, NULL);
	else if (unit == SYNDIC_UNIT_MONEY)
		json_money(json, figure.value);
	else
		json_ratio(json, figure.value);
}

void rows_add_plain(struct syndic_rows *rows, struct syndic_figure figure, enum syndic_unit unit)
{
	struct buf text = {0};
	if (figure.known && unit == SYNDIC_UNIT_MONEY)
		money_add_plain(&text, figure.value);
	else if (figure.known)
		ratio_add_plain(&text, figure.value);
	rows_add_text(rows, figure.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

/* A count in millionths, with one decimal where it is not whole. */
static void add_count(struct buf *out, int64_t millionths)
{
	int64_t tenths = muldiv(millionths, 10, RATIO_ONE), size = llabs(tenths);
	buf_printf(out, "%s%" PRId64, tenths < 0 ? "-" : "", size / 10);
	if (size % 10) buf_printf(out, ".%" PRId64, size % 10);
}

/* Hours or a ratio in millionths, with two decimals. */
static void add_hundredths(struct buf *out, int64_t millionths)
{
	int64_t hundredths = muldiv(millionths, 100, RATIO_ONE);
	int64_t size = llabs(hundredths);
	buf_printf(out, "%s%" PRId64 ".%02" PRId64, hundredths < 0 ? "-" : "", size / 100, size % 100);
}

void figure_add(struct buf *out, struct syndic_figure figure, enum syndic_unit unit, bool brief)
{
	if (!figure.known) return;
	if (unit == SYNDIC_UNIT_COUNT || unit == SYNDIC_UNIT_DAYS || unit == SYNDIC_UNIT_MONTHS)
		add_count(out, figure.value);
	else if (unit == SYNDIC_UNIT_HOURS || unit == SYNDIC_UNIT_RATIO)
		add_hundredths(out, figure.value);
	else if (unit == SYNDIC_UNIT_SHARE)
		buf_printf(out, "%" PRId64 " %%", muldiv(figure.value, 100, RATIO_ONE));
	else if (brief)
		money_add_brief(out, figure.value);
	else
		money_add(out, figure.value, 1);
}

void chance_add(struct buf *out, struct syndic_figure probability)
{
	bool certain = probability.value == 0 || probability.value == RATIO_ONE;
	if (probability.known && !certain && probability.value < RATIO_ONE / 100)
		buf_add(out, "<1 %");
	else if (probability.known && !certain && probability.value > RATIO_ONE - RATIO_ONE / 100)
		buf_add(out, ">99 %");
	else
		figure_add(out, probability, SYNDIC_UNIT_SHARE, false);
}

void rows_add_chance(struct syndic_rows *rows, struct syndic_figure chance)
{
	struct buf text = {0};
	chance_add(&text, chance);
	rows_add_text(rows, chance.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

void rows_add_share(struct syndic_rows *rows, struct syndic_figure share)
{
	struct buf text = {0};
	figure_add(&text, share, SYNDIC_UNIT_SHARE, false);
	rows_add_text(rows, share.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

void count_add(struct buf *out, int64_t count, const char *noun)
{
	money_add(out, count * 100, 1);
	buf_printf(out, " %s%s", noun, count == 1 ? "" : "s");
}

void measure_add(struct buf *out, struct syndic_figure figure, const char *unit)
{
	int64_t tenths = muldiv(figure.value, 10, RATIO_ONE),
			whole = muldiv(figure.value, 1, RATIO_ONE);
	if (!figure.known) return;
	if (strcmp(unit, "ratio") == 0)
		buf_printf(out, "%" PRId64 " %%", muldiv(figure.value, 100, RATIO_ONE));
	else if (strcmp(unit, "months") != 0 || tenths % 10 == 0)
		buf_printf(out, "%" PRId64 " %.*s", whole, (int)strlen(unit) - (whole == 1), unit);
	else
		buf_printf(out, "%s%d.%d %s", tenths < 0 ? "-" : "", (int)(llabs(tenths) / 10),
		           (int)(llabs(tenths) % 10), unit);
}

void error_add(const struct cli *cli, struct buf *out, int64_t error)
{
	if (error == 0) return;
	buf_add(out, cli->view.ascii ? " +- " : " ± ");
	ratio_add_percent(out, error);
}

void json_member_estimated(struct json *json, const struct syndic_estimated_round *rounds,
                           size_t count)
{
	json_member_open(json, "estimated_rounds", '[');
	for (size_t i = 0; i < count; i++) {
		json_open(json, '{');
		json_member_text(json, "syndicate", rounds[i].syndicate);
		json_member_ratio(json, "probability", rounds[i].probability);
		json_member_ratio(json, "probability_error", rounds[i].error);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void print_estimated(struct cli *cli, const struct syndic_estimated_round *rounds, size_t count)
{
	struct buf list = {0};
	for (size_t i = 0; i < count; i++) {
		buf_printf(&list, "%s%s: ", i ? "; " : "", rounds[i].syndicate);
		chance_add(&list, (struct syndic_figure){true, rounds[i].probability});
		error_add(cli, &list, rounds[i].error);
	}
	if (count)
		print_sentence(cli,
		               "Chances to reach a round that are estimated, and with them what its "
		               "pledges should bring: %s.",
		               buf_text(&list));
	buf_free(&list);
}
