"""The template workbook: a sheet for each table, with notes and drop-down lists."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.errors import OutputRefused
from planner.tables.files.steady import steady_workbook
from planner.tables.schemas import SCHEMAS, Column, Kind, Schema
from planner.tables.template.wording import codes_of, empty_means, form_of

_LAST_ROW = 5_000
"""Drop-down lists reach to this row."""

_LONGEST_LIST = 255
"""Excel takes no longer list of choices inside a validation. [characters]"""

_REQUIRED_FILL = PatternFill("solid", fgColor="1F4E79")
_OPTIONAL_FILL = PatternFill("solid", fgColor="DDEBF7")
_NUMBER_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.POUNDS: "#,##0.00"}
_AS_TEXT = frozenset(
    {Kind.TEXT, Kind.IDENTIFIER, Kind.POSTCODE, Kind.YEAR_GROUPS, Kind.MONTH, Kind.CODES}
)
_MADE = date(2000, 1, 1)

_GUIDE = (
    "How to fill this workbook",
    "",
    "One sheet for each table; leave the column names in the first row as they are.",
    "Dark headings must be filled in every row. Hold the pointer over a heading for its meaning.",
    "Leave a sheet empty, or delete it, where the table is optional and you have no rows.",
    "Days are read year first or day first (2025-09-30, 30/9/2025), never month first.",
    "A pupil is a pseudonym of your own. Never enter a UPN, a name or a date of birth.",
    "A sheet of your own is left alone if its name starts with an underscore.",
    "",
)


def write_template(path: Path) -> None:
    """
    Write an empty workbook to be filled, with notes and drop-down lists.

    The same version writes the same bytes.

    Raises
    ------
    OutputRefused
        If the file cannot be written.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill_guide(workbook.create_sheet("Guide"))
    for schema in SCHEMAS.values():
        _fill_table(workbook.create_sheet(schema.name), schema)
    _fill_codes(workbook.create_sheet("Codes"))
    content = _same_bytes(workbook)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OutputRefused(
            f"The template cannot be written to {path} ({error.strerror}). "
            "Name a file that you may write."
        ) from error


def _fill_guide(sheet: Worksheet) -> None:
    for line in _GUIDE:
        sheet.append([line])
    sheet.append(["table", "needed", "what it holds"])
    heading_row = sheet.max_row
    for schema in SCHEMAS.values():
        sheet.append([schema.name, "required" if schema.required else "optional", schema.says])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[heading_row]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["C"].width = 100


def _fill_codes(sheet: Worksheet) -> None:
    sheet.append(["table", "column", "code", "meaning"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for schema in SCHEMAS.values():
        for column in schema.columns:
            for code, says in codes_of(column):
                sheet.append([schema.name, column.name, code, says])
    for letter, width in zip("ABCD", (16, 18, 28, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _fill_table(sheet: Worksheet, schema: Schema) -> None:
    for place, column in enumerate(schema.columns, start=1):
        letter = get_column_letter(place)
        cell = sheet.cell(row=1, column=place, value=column.name)
        cell.fill = _REQUIRED_FILL if column.required else _OPTIONAL_FILL
        cell.font = Font(bold=True, color="FFFFFF" if column.required else "000000")
        cell.alignment = Alignment(vertical="top")
        cell.comment = Comment(_note(column), "AP planner", height=160, width=320)
        dimension = sheet.column_dimensions[letter]
        dimension.width = max(12, len(column.name) + 3)
        dimension.number_format = (
            "@" if column.kind in _AS_TEXT else _NUMBER_FORMATS.get(column.kind, "General")
        )
        validation = _validation(column)
        if validation is not None:
            sheet.add_data_validation(validation)
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.freeze_panes = "A2"


def _note(column: Column) -> str:
    lines = [column.says, f"Written as {form_of(column)}."]
    if column.unit:
        lines.append(f"Unit: {column.unit}.")
    lines.append(f"Empty: {empty_means(column)}.")
    if column.source:
        lines.append(f"Source: {column.source}.")
    return "\n".join(lines)


def _validation(column: Column) -> DataValidation | None:
    rule = _list_rule(column) or _range_rule(column)
    if rule is None:
        return None
    rule.errorTitle = column.name
    rule.error = f"Write {form_of(column)}."[:_LONGEST_LIST]
    rule.showErrorMessage = True
    return rule


def _list_rule(column: Column) -> DataValidation | None:
    choices = ",".join(code for code, _ in codes_of(column))
    if column.kind is Kind.YES_NO:
        choices = "yes,no"
    elif column.kind is not Kind.CODE or len(choices) > _LONGEST_LIST:
        choices = ""
    if choices:
        return DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    if len(column.refers_to) == 1:
        table, _, name = column.refers_to[0].partition(".")
        letter = get_column_letter(SCHEMAS[table].column_names.index(name) + 1)
        area = f"{table}!${letter}$2:${letter}${_LAST_ROW}"
        return DataValidation(type="list", formula1=area, allow_blank=True)
    return None


def _range_rule(column: Column) -> DataValidation | None:
    if column.kind not in {Kind.WHOLE, Kind.GRID}:
        return None
    return DataValidation(
        type="whole",
        operator="between",
        formula1=str(column.minimum),
        formula2=str(column.maximum),
        allow_blank=True,
    )


def _same_bytes(workbook: Workbook) -> bytes:
    """Save a workbook without the moment of its making."""
    saved = io.BytesIO()
    workbook.properties.creator = "AP planner"
    workbook.save(saved)
    return steady_workbook(saved.getvalue(), day=_MADE)
