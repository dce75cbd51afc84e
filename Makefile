# The one front door: `make` lists the targets. Every target does the set-up it needs; what is done is not done again.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python
UV := $(shell command -v uv 2>/dev/null || true)

# Images of containers often forbid Python to keep what it compiled; then every process compiles the whole house anew,
# which is half the time of a start and of a test run. The checkout and its environment are ours to write to.
unexport PYTHONDONTWRITEBYTECODE

# Office networks often look into TLS: uv, pip and npm trust what the machine trusts.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(CERTIFICATES),)
export UV_SYSTEM_CERTS ?= 1
export UV_NATIVE_TLS ?= 1
export PIP_CERT ?= $(CERTIFICATES)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif

# An environment that is a link was made elsewhere and is used as it is.
LINKED := $(shell test -L .venv && echo yes)
ifeq ($(LINKED),yes)
READY := .setup/assets
READY_DEV := .setup/assets
else
READY := .setup/package .setup/assets
READY_DEV := .setup/package .setup/python-dev .setup/assets
endif

say = printf '\033[1m▸ %s\033[0m\n' '$(1)'
stop = { printf '\n%s\n' '$(1)' >&2; exit 1; }

.PHONY: pictures counts one-more help setup demo up test quick check types style contract migrations browser fix migrate lock bench bench-full soak faults docs

help: ## 목록 (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) .data/demo.stamp ## 합성 남원시를 만들고 켭니다 (make the synthetic town, start, print address and accounts)
	@$(BIN)/bokjihub up --port $(PORT)

up: $(READY) ## 켭니다 (start on the data there is; PORT=8000)
	@$(BIN)/bokjihub up --port $(PORT)

test: browser check ## 모든 검사 (everything: style, types, contract, migrations, all tests)
	@$(call say,시험 (all tests))
	@$(RUN) -m pytest -n 2 --dist loadgroup --durations=25 --durations-min=5

quick: $(READY_DEV) ## 1분 검사 (nothing slow, no browser; database tests of the rooms changed, a few of the others)
	@$(call say,모양과 방 사이의 약속 (ruff, import contract))
	@$(BIN)/ruff check --quiet . || $(call stop,모양이 다릅니다. 고치기: make fix)
	@$(BIN)/lint-imports >/dev/null || $(BIN)/lint-imports
	@$(call say,빠른 시험 (what can be known within a minute))
	@$(RUN) -m pytest -n 2 --dist loadgroup --quick

check: style types contract migrations ## 시험을 뺀 모든 검사 (all checks but the tests)

style: $(READY_DEV)
	@$(call say,모양 (ruff, djlint))
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . || $(call stop,모양이 다릅니다. 고치기: make fix)
	@$(BIN)/djlint bokjihub --lint --quiet

types: $(READY_DEV)
	@$(call say,자료형 (mypy))
	@$(BIN)/mypy

contract: $(READY_DEV)
	@$(call say,방 사이의 약속 (import contract))
	@$(BIN)/lint-imports >/dev/null || $(BIN)/lint-imports

migrations: $(READY_DEV)
	@$(call say,빠진 이행 (missing migrations))
	@$(RUN) manage.py makemigrations --check --dry-run || $(call stop,모형이 바뀌었습니다. 이행 만들기: $(BIN)/bokjihub manage makemigrations)

browser:
	@command -v "$${BOKJIHUB_CHROMIUM:-chromium}" chromium chromium-browser google-chrome >/dev/null || \
	  $(call stop,Chromium이 없습니다. 설치 (missing; install it): apt-get install -y --no-install-recommends chromium fonts-noto-cjk)

pictures: browser $(READY_DEV) ## 화면 그림 (pictures of every screen into artefacts/, today's into the README)
	@$(RUN) -m tests.journeys.pictures artefacts && cp artefacts/today.png docs/pictures/today.png

one-more: $(READY_DEV) ## 남원 2016에 생계지원 한 건을 화면으로 더 (the report before and after: 266 → 267)
	@$(RUN) -m tests.journeys.one_more_grant

fix: $(READY_DEV) ## 모양을 고칩니다 (ruff and djlint mend what they can)
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint bokjihub --reformat --quiet

migrate: $(READY) ## 데이터베이스를 최신으로 (bring the database up to date)
	@$(BIN)/bokjihub manage migrate

bench: $(READY_DEV) ## 성능 기준 (measure the bars, 10 minutes)
	@test -n "$$(ls bench/bench_*.py 2>/dev/null)" || $(call stop,이 판에는 bench/bench_*.py가 없습니다 (no benchmarks in this version))
	@for one in bench/bench_*.py; do printf '▸ %s\n' "$$one"; $(RUN) "$$one"; done

bench-full: export BOKJIHUB_BENCH := full
bench-full: bench ## 시간 제한 없이 (the same without limit)

soak: browser $(READY_DEV) ## 되풀이되는 장애 (SOAK=20 rounds of kill -9 under writers; a week of three tablets, 500 visits; five builds)
	@for round in $$(seq $${SOAK:-20}); do $(RUN) -m pytest tests/pgserver/test_crashes.py || exit 1; done
	@BOKJIHUB_SOAK=$${SOAK_VISITS:-500} $(RUN) -m pytest tests/field/test_soak.py -s
	@BOKJIHUB_UPGRADES=$${SOAK_BUILDS:-5} $(RUN) -m pytest tests/field/test_tablet_app.py -k newer_build --reruns 0

counts: browser $(READY_DEV) ## 방문 한 번의 누름과 칸을 세어 docs/routine-visit.md에 (count one visit in the browser)
	@BOKJIHUB_COUNTS=1 $(RUN) -m pytest tests/field/test_tablet_app.py -k killed_during_a_sync

faults: $(READY_DEV) ## 심은 결함 (plant each of the faults in a copy of the tree; every one must be caught by a test)
	@$(RUN) -m tests.faults.run

docs: $(READY) ## 명령 목록과 급여 안내서 (docs/commands.md and docs/benefits/ from the commands and rules themselves)
	@{ printf '# 명령 (commands)\n\n```\n'; COLUMNS=110 $(BIN)/bokjihub --help; printf '```\n'; } > docs/commands.md
	@$(BIN)/bokjihub benefits pages docs/benefits

lock: ## 잠금 파일을 새로 (write the lock files; needs uv)
	@test -n "$(UV)" || $(call stop,uv가 필요합니다 (needs uv): $(PYTHON) -m pip install uv)
	@compile() { printf 'setuptools>=77\nuv\n' | $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml - "$$@"; }; \
	  compile -o requirements.lock; compile --extra dev -c requirements.lock -o requirements-dev.lock

# ── set-up, step by step; each leaves a stamp ────────────────────────────────────────────────────────────────────────
setup: $(READY_DEV) ## 준비만 (set up everything, run nothing)

.setup/venv:
	@$(call say,가상 환경 (virtual environment))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  $(call stop,Python 3.11 이상이 필요합니다 (needs Python 3.11 or later): make PYTHON=python3.12 …)
	@if [ -n "$(UV)" ]; then $(UV) venv --quiet --clear --python "$$(command -v $(PYTHON))" .venv; \
	  else $(PYTHON) -m venv --clear .venv >/dev/null || $(call stop,venv를 만들 수 없습니다 (cannot make it): apt-get install -y python3-venv); \
	  mkdir -p .setup; sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .setup/uv.lock; \
	  $(BIN)/pip install --quiet --require-hashes -r .setup/uv.lock || echo 'uv 없이 계속합니다 (going on without uv, slower)'; fi
	@mkdir -p .setup && touch $@

# uv of the machine, else the one just put into the environment, else pip: always against the hashes.
install = if [ -n "$(UV)" ]; then $(UV) pip install --python $(RUN) --quiet $(1); \
	elif [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --python $(RUN) --quiet $(1); \
	else $(BIN)/pip install --quiet $(1); fi || \
	$(call stop,꾸러미를 받지 못했습니다. 네트워크나 프록시를 확인하고 다시 하세요 (packages could not be fetched; look at network or proxy and repeat))

.setup/python: .setup/venv requirements.lock
	@$(call say,실행에 필요한 꾸러미 (packages to run))
	@$(call install,--require-hashes -r requirements.lock)
	@touch $@

.setup/python-dev: .setup/python requirements-dev.lock
	@$(call say,시험에 필요한 꾸러미 (packages to test))
	@$(call install,--require-hashes -r requirements-dev.lock)
	@touch $@

.setup/package: .setup/python pyproject.toml
	@$(call say,복지허브 자신 (the checkout itself))
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

ifneq ($(LINKED),yes)
.setup/assets: .setup/python
endif
.setup/assets: package-lock.json bokjihub/ui/build_assets.py
	@$(call say,화면 자료 (browser assets))
	@$(RUN) -m bokjihub.ui.build_assets
	@mkdir -p .setup && touch $@

# Loaded once: what somebody tried out in the demo stays until `bokjihub demo load` is asked for again.
.data/demo.stamp: | $(READY)
	@$(call say,합성 자료. 한 번만 싣고 1분쯤 걸립니다 (the synthetic town: once; about a minute))
	@$(BIN)/bokjihub demo load >/dev/null && touch $@
