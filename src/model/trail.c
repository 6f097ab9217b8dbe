/* What the program alone writes: imports and changes, as entities that can be listed. */
#include "model/entity.h"

static const struct syndic_field import_batch_fields[] = {
	FIELD_ID,
	{"entity", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what was imported"},
	{"source", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "system that it came from"},
	{"file", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "name of the file"},
	{"sha256", SYNDIC_TEXT, 0, NULL, NULL, NULL, "hash of the file"},
	{"at", SYNDIC_TIME, SYNDIC_LISTED, NULL, NULL, NULL, "when"},
	{"header", SYNDIC_TEXT, 0, NULL, NULL, NULL, "its header row"},
	{"mapping", SYNDIC_TEXT, 0, NULL, NULL, NULL, "what its columns became (JSON)"},
};
const struct syndic_entity entity_import_batch = {"import_batch",
                                                  "import_batches",
                                                  "one import",
                                                  "id",
                                                  SYNDIC_TRAIL | SYNDIC_LOG,
                                                  import_batch_fields,
                                                  FIELD_COUNT(import_batch_fields),
                                                  NULL};

static const struct syndic_field import_row_fields[] = {
	{"number", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "running number"},
	{"batch", SYNDIC_REF, SYNDIC_LISTED, "import_batch", NULL, NULL, "the import"},
	{"entity", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what it is about"},
	{"source", SYNDIC_TEXT, 0, NULL, NULL, NULL, "system that it came from"},
	{"external_id", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "its key there"},
	{"record", SYNDIC_TEXT, 0, NULL, NULL, NULL, "id of our record"},
	{"line", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "line of the file"},
	{"raw", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "the row as it came"},
	{"said", SYNDIC_TEXT, 0, NULL, NULL, NULL, "the values that it stood for (JSON)"},
};
const struct syndic_entity entity_import_row = {"import_row",
                                                "import_rows",
                                                "what a source said of a record",
                                                "number",
                                                SYNDIC_TRAIL | SYNDIC_LOG,
                                                import_row_fields,
                                                FIELD_COUNT(import_row_fields),
                                                NULL};

static const struct syndic_field change_fields[] = {
	{"number", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "running number"},
	{"at", SYNDIC_TIME, SYNDIC_LISTED, NULL, NULL, NULL, "when (UTC)"},
	{"actor", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who"},
	{"command", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "by which command"},
	{"first_row", SYNDIC_INT, 0, NULL, NULL, NULL, "number of its first row"},
	{"row_count", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "records added, edited or removed"},
	{"undoes", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "the change that it took back"},
	{"undone_by", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "the change that took it back"},
};
const struct syndic_entity entity_change = {"change",
                                            "changes",
                                            "one write, however large",
                                            "number",
                                            SYNDIC_TRAIL | SYNDIC_LOG,
                                            change_fields,
                                            FIELD_COUNT(change_fields),
                                            NULL};

static const struct syndic_field change_row_fields[] = {
	{"number", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "running number"},
	{"entity", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what it is about"},
	{"record", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "id of the record"},
	{"operation", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "add, edit or remove"},
	{"before", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what was known (JSON)"},
	{"after", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what is known since (JSON)"},
};
const struct syndic_entity entity_change_row = {"change_row",
                                                "change_rows",
                                                "one record of a change",
                                                "number",
                                                SYNDIC_TRAIL | SYNDIC_LOG,
                                                change_row_fields,
                                                FIELD_COUNT(change_row_fields),
                                                NULL};
