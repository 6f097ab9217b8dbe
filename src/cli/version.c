#include "cli/commands.h"

static enum syndic_status version(struct cli *cli)
{
	struct buf text = {0};
	struct json json = {.out = &text};
	if (cli->format == VIEW_JSON) {
		json_open(&json, '{');
		json_member_int(&json, "format", 1);
		json_member_text(&json, "version", SYNDIC_VERSION);
		json_close(&json, '}');
		buf_add_char(&text, '\n');
	} else
		buf_add(&text, "syndic " SYNDIC_VERSION "\n");
	print(cli, buf_text(&text));
	buf_free(&text);
	return SYNDIC_OK;
}

const struct command command_version = {
	.noun = "version",
	.summary = "print the version",
	.flags = COMMAND_ALONE,
	.run = version,
};
