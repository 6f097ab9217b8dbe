#include "report/quiet.h"
#include <stdio.h>
#include <string.h>

int64_t quiet_days(struct syndic *handle)
{
	return setting_int(handle, "quiet_days", 30);
}

bool quiet_seen(const char *first, const char *spoken, const char *since, char seen[DATE_SIZE])
{
	const char *last = spoken && strcmp(spoken, first) > 0 ? spoken : first;

	snprintf(seen, DATE_SIZE, "%.10s", last);
	return strcmp(seen, since) <= 0;
}
