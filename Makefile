# Syndic.  `make help` lists what can be made; `make demo` and `make check` install what they need.

BUILD  ?= build
PREFIX ?= /usr/local
JOBS   ?= $(shell nproc 2>/dev/null || echo 2)

VERSION := $(shell sed -n 's/^.define SYNDIC_VERSION "\(.*\)"/\1/p' include/syndic.h)
SONAME  := libsyndic.so.$(firstword $(subst ., ,$(VERSION)))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes
ifneq (,$(CI))
WARNINGS += -Werror
endif
OPTIMISE ?= -O2 -g
ifneq (,$(SANITIZE))
OPTIMISE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
endif
CFLAGS   := -std=c17 $(OPTIMISE) $(WARNINGS) $(EXTRA_CFLAGS)
CPPFLAGS := -D_GNU_SOURCE -Iinclude -Isrc -MMD -MP
LDFLAGS  := -Wl,--as-needed $(EXTRA_LDFLAGS)
LIBS     := -lsqlite3 -lcsv -lutf8proc -ljansson -linih -lm

# Short lines; V=1 shows the commands.
Q    := $(if $(V),,@)
say   = $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),,@printf '%-5s %s\n' $1 '$(patsubst $(BUILD)/%,%,$2)')

objects = $(patsubst %.c,$(BUILD)/o/%.o,$(sort $(wildcard $(addsuffix /*.c,$1))))

library_objects := $(call objects,src/base src/db src/model src/report src/exchange) $(BUILD)/embedded.o
program_objects := $(call objects,src/view src/cli)
migrations      := $(sort $(wildcard migrations/*.sql))
unit_objects    := $(call objects,tests/unit) $(BUILD)/unit_main.o
helpers         := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/*/helper_*.c))
fuzzers         := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))

.DELETE_ON_ERROR:
.PHONY: all help deps install check demo bench accept lint layers format schema fuzz clean
.PHONY: check-parts demo-run bench-run fuzz-run helpers FORCE

all: $(BUILD)/syndic $(BUILD)/libsyndic.a $(BUILD)/libsyndic.so ## program and both libraries

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 12

# ---- what is built ------------------------------------------------------------------------------

$(BUILD)/o/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -c $< -o $@

$(BUILD)/o/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -c $< -o $@

$(BUILD)/%.o: $(BUILD)/%.c
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -fPIC -fvisibility=hidden -c $< -o $@

$(BUILD)/embedded.c: scripts/embed schema/views.sql $(migrations) $(BUILD)/sources
	$(call say,EMBED,$@)
	$(Q)scripts/embed schema/views.sql $(migrations) > $@

$(BUILD)/libsyndic.a: $(library_objects) $(BUILD)/sources
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $(library_objects)

$(BUILD)/libsyndic.so: $(library_objects) $(BUILD)/sources
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -o $(BUILD)/$(SONAME) \
	    $(library_objects) $(LIBS)
	$(Q)ln -sf $(SONAME) $@

$(BUILD)/syndic: $(program_objects) $(BUILD)/libsyndic.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/syndic.1: $(BUILD)/syndic
	$(Q)$< help --man > $@

$(BUILD)/unit_main.c: scripts/unit-main $(BUILD)/sources
	$(Q)scripts/unit-main $(basename $(notdir $(sort $(wildcard tests/unit/*.c)))) > $@

$(BUILD)/unit: $(unit_objects) $(filter-out %/main.o,$(program_objects)) $(BUILD)/libsyndic.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) \
	    $$(pkg-config --libs check 2>/dev/null || echo -lcheck -lsubunit -lm -lrt -pthread)

$(BUILD)/tests/%: tests/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) -MF $@.d $(CFLAGS) -o $@ $<

$(BUILD)/fuzz/%: tests/fuzz/%.c $(wildcard src/*/*.[ch]) $(BUILD)/embedded.c
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)clang $(CPPFLAGS) -std=c17 -O1 -g -fsanitize=fuzzer,address,undefined -MF $@.d -o $@ $< \
	    $(sort $(wildcard src/base/*.c src/db/*.c src/model/*.c src/report/*.c src/exchange/*.c)) \
	    $(BUILD)/embedded.c $(LIBS)

helpers: $(helpers)

# Changes when a file of a wildcard appears or goes.
$(BUILD)/sources: FORCE
	@mkdir -p $(@D)
	@echo '$(library_objects) $(program_objects) $(unit_objects) $(migrations)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
FORCE:

-include $(patsubst %.o,%.d,$(library_objects) $(program_objects) $(unit_objects)) \
    $(addsuffix .d,$(helpers) $(fuzzers))

# ---- what people ask for ------------------------------------------------------------------------

deps: ## names and installs the packages that are missing
	@scripts/deps check

install: all $(BUILD)/syndic.1 ## PREFIX=/usr/local DESTDIR=
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin lib/pkgconfig include share/man/man1)
	install -m 755 $(BUILD)/syndic $(DESTDIR)$(PREFIX)/bin/syndic
	install -m 644 $(BUILD)/libsyndic.a $(DESTDIR)$(PREFIX)/lib/libsyndic.a
	install -m 644 $(BUILD)/$(SONAME) $(DESTDIR)$(PREFIX)/lib/libsyndic.so.$(VERSION)
	ln -sf libsyndic.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libsyndic.so
	install -m 644 include/syndic.h $(DESTDIR)$(PREFIX)/include/syndic.h
	install -m 644 $(BUILD)/syndic.1 $(DESTDIR)$(PREFIX)/share/man/man1/syndic.1
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: syndic' \
	    'Description: sales and membership records of a small non-profit' 'Version: $(VERSION)' \
	    'Cflags: -I$${prefix}/include' 'Libs: -L$${prefix}/lib -lsyndic' \
	    'Libs.private: $(LIBS)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/syndic.pc

demo: ## a database made from the annual plan, and what it answers
	@scripts/deps build
	@$(MAKE) --no-print-directory -s -j$(JOBS) demo-run
demo-run: $(BUILD)/syndic
	@scripts/demo $(BUILD)

check: ## lints, builds and runs every test
	@scripts/deps check
	@$(MAKE) --no-print-directory CI=1 check-parts
check-parts:
	@JOBS=$(JOBS) scripts/check $(BUILD)

bench: ## measures, and writes docs/performance.md
	@scripts/deps check
	@$(MAKE) --no-print-directory -j$(JOBS) bench-run
bench-run: $(BUILD)/syndic $(helpers)
	@tests/bench/run $(BUILD)

accept: all $(helpers) ## rewrites the expected output of the transcripts
	@tests/cli/run --accept $(BUILD)

lint: ## formatting, static analysis, shell scripts, machine paths
	@scripts/lint

layers: ## which room includes what
	@scripts/layers

format: ## formats the C files in place
	clang-format -i $$(git ls-files '*.c' '*.h')

schema: $(BUILD)/syndic ## regenerates schema/schema.sql
	@scripts/schema $< > $(BUILD)/schema.sql && cp $(BUILD)/schema.sql schema/schema.sql

fuzz: ## a short run of each fuzzer; FUZZ_SECONDS=20
	@scripts/deps fuzz
	@$(MAKE) --no-print-directory -j$(JOBS) fuzz-run
fuzz-run: $(fuzzers)
	@scripts/fuzz $(fuzzers)

clean: ## removes what was built
	rm -rf $(BUILD)
