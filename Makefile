# SPDX-License-Identifier: Apache-2.0
# A thin front: meson builds, scripts/run_tests.py tests. Every target is quick when nothing is
# missing, and installs nothing that it does not need.

BUILD ?= build
PREFIX ?= /usr/local

.PHONY: run build test check soak bench coverage fuzz install clean cases-accept docs
.NOTPARALLEL:

run: build
	@$(BUILD)/aval demo
	@echo
	@$(BUILD)/aval serve --sample $(BUILD)/sample

build: setup-run
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) >$(BUILD).log || { cat $(BUILD).log; exit 1; }
	@ninja -C $(BUILD) --quiet

test: setup-test
	@python3 scripts/run_tests.py test

check: setup-test
	@python3 scripts/run_tests.py check

soak: setup-soak
	@python3 scripts/run_tests.py soak

bench: setup-bench build
	@python3 tests/bench/bench.py --build $(BUILD)
	@python3 tests/bench/bench_http.py --build $(BUILD)

coverage: setup-test
	@python3 scripts/coverage.py

fuzz: setup-test
	@python3 scripts/fuzz.py

install: build
	@meson configure $(BUILD) -Dprefix=$(PREFIX)
	@meson install -C $(BUILD)

# Rewrites the expected parts of the cases, for review by git diff.
cases-accept: build
	@python3 tests/cases/run_cases.py --aval $(BUILD)/aval --accept

# Writes the generated pages of docs/ anew.
docs: build
	@python3 scripts/make_traceability.py
	@python3 scripts/make_pages.py --aval $(BUILD)/aval
	@python3 scripts/make_lifecycles.py $(BUILD)/tests/schema/lifecycles
	@python3 scripts/make_schema.py $(BUILD)/tests/schema/decision-schema
	@python3 scripts/make_examples.py $(BUILD)/aval
	@python3 scripts/make_partner_center.py src/api/partner_center/routes.c
	@python3 scripts/make_webhooks.py src/api/webhooks/events.def

clean:
	@rm -rf $(BUILD) $(BUILD).log build-*

setup-%:
	@sh scripts/setup.sh $*
