"""What a council needs to fill its tables: template workbook, data dictionary, JSON Schema."""

from planner.tables.template.dictionary import data_dictionary
from planner.tables.template.json_schema import json_schema
from planner.tables.template.workbook import write_template

__all__ = ["data_dictionary", "json_schema", "write_template"]
