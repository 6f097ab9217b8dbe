/* A program outside the house: the public header alone, linked with the installed library. */
#include <stdio.h>
#include <syndic.h>

int main(void)
{
	const struct syndic_options options = {.as_of = "2026-11-22"};
	struct syndic *handle = NULL;
	struct syndic_pipeline *pipeline = NULL;
	enum syndic_status status = syndic_create("uses.db", "USD", &options, &handle);

	if (status == SYNDIC_OK) status = syndic_report_pipeline(handle, &pipeline);
	if (status != SYNDIC_OK) fprintf(stderr, "%s\n", syndic_last_error(handle)->message);
	if (pipeline) printf("%lld open deals\n", (long long)pipeline->count);
	syndic_pipeline_free(pipeline);
	syndic_close(handle);
	return status == SYNDIC_OK ? 0 : 1;
}
