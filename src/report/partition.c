#include "report/partition.h"
#include <string.h>

struct partition partition_of(const struct partition_facts *facts, const char *as_of,
                              const char *first)
{
	struct partition partition = {.state = PARTITION_ACTIVE};

	if (facts->ends_on && strcmp(facts->ends_on, facts->open ? as_of : first) < 0) {
		partition.state = PARTITION_INACTIVE;
		return partition;
	}
	if (!facts->starts_on) partition.lacks |= LACKS_START;
	if (!facts->ends_on) partition.lacks |= LACKS_END;
	if (!facts->has_amount) partition.lacks |= LACKS_AMOUNT;
	if (partition.lacks) partition.state = PARTITION_INCOMPLETE;
	return partition;
}

struct partition partition_sale(const struct sale *sale, const char *as_of, const char *first)
{
	const struct partition_facts facts = {sale->starts_on, sale->ends_on, sale->has_amount,
	                                      sale->open};

	/* Its end may have moved with its start; `over` says that it had passed. */
	if (sale->open && sale->over) return (struct partition){.state = PARTITION_INACTIVE};
	return partition_of(&facts, as_of, first);
}
