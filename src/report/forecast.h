/*
 * A forecast with what it was made from, for those who keep it. Its figures are explained beside
 * struct syndic_forecast (include/syndic.h) and in portfolio.h.
 */
#ifndef SYNDIC_REPORT_FORECAST_H
#define SYNDIC_REPORT_FORECAST_H
#include "report/portfolio.h"

/* Reads within the transaction that is open. `portfolio->book.deals` are all open deals, each
 * with the chance that it was given, the incomplete ones, too. The arena owns both;
 * portfolio_free frees what the arena does not, also after a failure. Refusals of options are
 * told. */
enum syndic_status forecast_make(struct syndic *handle,
                                 const struct syndic_forecast_options *options, struct arena *arena,
                                 struct portfolio *portfolio, struct syndic_forecast *out);

#endif
