/* Money as whole cents, ratios as whole millionths: the one parser and the one printer of each. */
#ifndef SYNDIC_BASE_MONEY_H
#define SYNDIC_BASE_MONEY_H
#include <stdint.h>
#include "base/buf.h"

#define RATIO_ONE INT64_C(1000000)
#define MONEY_MAX INT64_C(100000000000000) /* 1,000,000,000,000.00: no figure of ours is larger */

/* Reads `15000`, `15,000.00`, `$300k`, `1.48M`, `-1.50`, `USD 20`; spaces around are allowed. NULL
 * on success, else why not, as a phrase. Refused: a third decimal, `1.234` and `1,23` (ambiguous),
 * anything beyond MONEY_MAX. */
const char *money_parse(const char *text, int64_t *cents);
/* The same for a column whose decimal mark is known: ',' reads `1.234,56`, `1 234,5`; '.' as above,
 * and then `1.234` is still refused (a third decimal) but `1,234` is a thousand. */
const char *money_parse_style(const char *text, char decimal_mark, int64_t *cents);
/* NULL unless `text`, which money_parse has read, names another currency than `currency`, such as
 * "USD"; then why that cannot be, as a phrase. `$` names any dollar or peso. */
const char *money_check_currency(const char *text, const char *currency);
/* `15000.00`: what machines read. */
void money_add_plain(struct buf *buf, int64_t cents);
/* `15,000.00`; without cents where `whole` (rounded half away from zero): `15,000`. */
void money_add(struct buf *buf, int64_t cents, int whole);
/* With its cents where there are any: `15,000`, `15,000.50`. */
void money_add_short(struct buf *buf, int64_t cents);
/* Three digits and the unit, rounded half away from zero: `1.48M`, `300K`, `97.9K`, `950`. What is
 * a billion or more keeps all digits of its millions: `1000000M`. */
void money_add_brief(struct buf *buf, int64_t cents);

/* Reads `0.3`, `.3`, `1`, `30%`, `30 %` as millionths; a value beyond six decimals is refused. */
const char *ratio_parse(const char *text, int64_t *millionths);
/* Reads hours, people and the like: `12.5`, `80`, `1,200`; not negative, no percentage, at most
 * DECIMAL_MAX. `1.200` is refused, since it can be read in two ways. */
const char *decimal_parse(const char *text, int64_t *millionths);
/* `12.5`, and `1.2340` where three decimals could be read as thousands. */
void decimal_add_plain(struct buf *buf, int64_t millionths);
#define DECIMAL_MAX (INT64_C(1000000) * RATIO_ONE)
/* `0.3`: no trailing zeros, at least one decimal unless whole (`1`, `0`). */
void ratio_add_plain(struct buf *buf, int64_t millionths);
/* `30 %`, with one decimal where it is not whole: `33.3 %`. */
void ratio_add_percent(struct buf *buf, int64_t millionths);

/* a × b ÷ c, rounded half away from zero, computed in 128 bits; c ≠ 0. */
int64_t muldiv(int64_t a, int64_t b, int64_t c);
/* Splits `cents` into `count` parts of equal size that sum to it: the first parts take the
 * remainder. Part `index` of it. */
int64_t money_share_equal(int64_t cents, int64_t count, int64_t index);
/* Splits `cents` in proportion to `weights` (all ≥ 0, sum > 0) by largest remainder, ties to the
 * earlier: out[i] sum to cents. */
void money_split(int64_t cents, const int64_t *weights, int64_t *out, int64_t count);

#endif
