#include "model/entity.h"

static const struct syndic_field assumption_fields[] = {
	FIELD_ID,
	{"key", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what is assumed; the key of a setting, where it is one"},
	{"value", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "its value"},
	{"why", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "why this value"},
	{"source", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "where it comes from"},
};

const struct syndic_entity entity_assumption = {"assumption",
                                                "assumptions",
                                                "what the projections take for granted, and why",
                                                "key",
                                                0,
                                                assumption_fields,
                                                FIELD_COUNT(assumption_fields),
                                                NULL};
