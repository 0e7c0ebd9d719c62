# Every target does its own set-up; on Windows run the same line with `py`.
PYTHON ?= python3

.PHONY: help demo test check
help:
	@echo "make demo   run the main job on the Worcestershire case; ends with the report's path"
	@echo "make test   run the tests"
	@echo "make check  format, lint, types, contracts, generated pages, the wheel by itself"

demo test check:
	@$(PYTHON) scripts/bootstrap.py $@
