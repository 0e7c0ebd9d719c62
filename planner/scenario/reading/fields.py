"""Kinds of value that a scenario may hold, each read from text and refused in plain words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from planner.domain.codes import Need, PlaceType, Route
from planner.units import KeyStage

_Value = TypeVar("_Value")

SAID = "said"
"""Type of our own errors: their context holds ``what`` and ``fix`` ready to print."""


class Face(BaseModel):
    """Base of everything that may be written in a scenario: frozen, and typos refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        revalidate_instances="always",
        serialize_by_alias=True,
    )


def refusal(what: str, fix: str) -> PydanticCustomError:
    """Return an error that says what is wrong and what to do, in whole sentences."""
    return PydanticCustomError(SAID, "refused", {"what": what, "fix": fix})


def _whole(value: object) -> object:
    if isinstance(value, bool | float | Decimal):
        raise refusal("must be a whole number.", "Write it without a decimal point.")
    if not isinstance(value, str):
        return value
    text = value.strip()
    if re.fullmatch(r"[-+]?[0-9]{1,15}", text):
        return int(text)
    bare = re.sub(r"(?<=[0-9])[,_ ](?=[0-9]{3})", "", text)
    digits = re.match(r"[-+]?[0-9]{1,15}(?![0-9.])", bare)
    fix = f"Write {digits[0]}." if digits else "Write it in digits, such as 12."
    raise refusal("must be a whole number.", fix)


def _pounds(value: object) -> object:
    if isinstance(value, bool):
        raise refusal("must be an amount in pounds.", "Write it in digits, such as 8500.")
    if isinstance(value, float):
        return Decimal(repr(value))
    if not isinstance(value, str):
        return value
    text = value.strip()
    if re.fullmatch(r"[-+]?[0-9]{1,12}(\.[0-9]{1,12})?", text):
        return Decimal(text)
    bare = text.lstrip("£").strip().replace(",", "")
    is_amount = re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", bare)
    fix = f"Write {bare}." if is_amount else "Write pounds in digits, such as 8500 or 8500.50."
    raise refusal("must be an amount in pounds.", fix)


def _factor(value: object) -> object:
    text = repr(value) if isinstance(value, float) else str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9](\.[0-9]{1,2})?", text):
        raise refusal("must be a factor such as 1.2.", "Write it in digits, at most two decimals.")
    return Decimal(text)


def percentage(value: object) -> object:
    """Return a percentage as written, such as 3.5 or -1."""
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]{1,4}(\.[0-9]{1,2})?", value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(repr(value) if isinstance(value, float) else value)
    raise refusal("must be per cent.", "Write it in digits, such as 3.5 or -1.")


def described_number(**limits: int) -> WithJsonSchema:
    """Return what editors are told of a number within limits, in JSON Schema's words."""
    return WithJsonSchema({"type": "number", **limits})


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise refusal("is no day of the calendar.", "Check the day and the month.") from None
    raise refusal("must be a date.", f"Write year-month-day, such as {_guess_of(text)}.")


def _guess_of(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text)
    if found:
        day, month, year = (int(part) for part in found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass
    return "2026-09-01"


_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})


def _yes_or_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in _YES | _NO:
        return word in _YES
    raise refusal("must be yes or no.", "Write yes or no.")


def _words(value: object) -> object:
    """Return a list for ``SEMH ASD`` as well as for ``[SEMH, ASD]``."""
    return re.split(r"[\s,;]+", value.strip()) if isinstance(value, str) else value


def _year_groups(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    if not isinstance(value, str):
        return value
    years: list[object] = []
    for part in re.split(r"[\s,;]+", value.strip()):
        span = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", part)
        if span and int(span[1]) > int(span[2]):
            raise refusal("runs backwards.", f"Write {span[2]}-{span[1]}.")
        years.extend(range(int(span[1]), int(span[2]) + 1) if span else [part])
    return years


def _number(schema: dict[str, Any]) -> None:
    """Describe an amount to editors as one number, not as a number or a text."""
    schema.pop("anyOf", None)
    schema.update({"type": "number", "minimum": 0})


def _needs_or_all(value: object) -> object:
    if isinstance(value, str) and value.strip() == "all":
        return frozenset()
    if isinstance(value, list | tuple) and not value:
        raise refusal("is empty.", "Write all for every need, or the needs' codes.")
    return _words(value)


def _codes_or_all(value: object) -> object:
    """Return a list for one code, several or all; the empty one stands for all."""
    if isinstance(value, str) and value.strip() == "all":
        return frozenset()
    if isinstance(value, list | tuple) and not value:
        raise refusal("is empty.", "Write all, or one or more.")
    return _words(value)


def _texts_or_all(value: object) -> object:
    """Return a list for one name, several or all; names may hold spaces."""
    found = _codes_or_all([value] if isinstance(value, str) and value.strip() != "all" else value)
    return () if found == frozenset() else found


def _codes_schema(*words: str) -> WithJsonSchema:
    """Describe one code, or a list of codes, to editors."""
    code = {"type": "string", "enum": list(words)}
    return WithJsonSchema({"anyOf": [{"type": "array", "items": code}, {"type": "string"}]})


_ALL = PlainSerializer(lambda chosen: chosen or "all")
_YEARS_SCHEMA = {
    "anyOf": [
        {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 11}},
        {"type": "string"},
        {"type": "integer", "minimum": 0, "maximum": 11},
    ]
}
_NEEDS_SCHEMA = {
    "anyOf": [
        {"type": "array", "items": {"type": "string", "enum": [need.value for need in Need]}},
        {"type": "string"},
    ]
}

Whole: TypeAlias = Annotated[int, BeforeValidator(_whole), Field(strict=True)]
_AMOUNT = Field(ge=0, le=10_000_000_000, decimal_places=2, json_schema_extra=_number)
Pounds: TypeAlias = Annotated[Decimal, BeforeValidator(_pounds), _AMOUNT]
Factor: TypeAlias = Annotated[
    Decimal, BeforeValidator(_factor), WithJsonSchema({"type": "number", "minimum": 1})
]
Day: TypeAlias = Annotated[date, BeforeValidator(_day), Field(strict=True)]
YesNo: TypeAlias = Annotated[
    bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": [True, False, "yes", "no"]})
]
Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S(.*\S)?$")]
Codes = Annotated[_Value, BeforeValidator(_words)]
YearGroup: TypeAlias = Annotated[Whole, Field(ge=0, le=11)]
YearGroups: TypeAlias = Annotated[
    frozenset[YearGroup],
    BeforeValidator(_year_groups),
    Field(min_length=1),
    WithJsonSchema(_YEARS_SCHEMA),
]
Needs: TypeAlias = Annotated[
    frozenset[Need], BeforeValidator(_words), WithJsonSchema(_NEEDS_SCHEMA)
]
NeedsOrAll: TypeAlias = Annotated[
    frozenset[Need],
    BeforeValidator(_needs_or_all),
    PlainSerializer(lambda needs: needs or "all"),
    WithJsonSchema(_NEEDS_SCHEMA),
]
"""Needs, where the empty set stands for every need and none and is written ``all``."""


Routes: TypeAlias = Annotated[
    frozenset[Route],
    BeforeValidator(_words),
    Field(min_length=1),
    _codes_schema(*Route),
]
RoutesOrAll: TypeAlias = Annotated[
    frozenset[Route], BeforeValidator(_codes_or_all), _ALL, _codes_schema(*Route)
]
KeyStages: TypeAlias = Annotated[
    frozenset[KeyStage], BeforeValidator(_codes_or_all), _ALL, _codes_schema(*KeyStage)
]
PlaceTypesOrAll: TypeAlias = Annotated[
    frozenset[PlaceType], BeforeValidator(_codes_or_all), _ALL, _codes_schema(*PlaceType)
]
TextsOrAll: TypeAlias = Annotated[
    tuple[Text, ...],
    BeforeValidator(_texts_or_all),
    _ALL,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Percentage: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(percentage),
    Field(gt=-100, le=1000, decimal_places=2),
    described_number(exclusiveMinimum=-100, maximum=1000),
]


def pence(amount: Decimal) -> int:
    """Return pounds as whole pence; the field has refused parts of a penny."""
    return int(amount * 100)


_NUMBER_SPAN: dict[str, Any] = {
    # No description of its own: an editor would show it in place of the key's.
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "low": {"type": "number", "description": "Lowest value that is thought possible."},
        "high": {"type": "number", "description": "Highest value that is thought possible."},
        "likely": {
            "type": "number",
            "description": "The most likely value, used wherever one number is needed; left out, "
            "the middle.",
        },
        "step": {
            "type": "number",
            "description": "Distance between the values that a sweep tries, from low to high.",
        },
        "values": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "description": "The values that a sweep tries, instead of low and high.",
        },
    },
    "anyOf": [{"required": ["low", "high"]}, {"required": ["values"]}],
}
_DAY_LIST: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["values"],
    "properties": {
        "values": {
            "type": "array",
            "items": {"type": "string", "format": "date"},
            "minItems": 2,
            "description": "The days that a sweep tries.",
        }
    },
}
SPAN_SCHEMAS = {"number": _NUMBER_SPAN, "day": _DAY_LIST}
"""What may stand in place of a number or a day, described to editors."""
