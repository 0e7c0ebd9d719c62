"""A number that is not known for sure: an interval, a range or a list where one value may stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Annotated, Any, TypeAlias

from pydantic import (
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from planner.scenario.reading.fields import SAID, SPAN_SCHEMAS, Face, refusal
from planner.scenario.reading.nearest import did_you_mean, nearest

MOST_VALUES = 1_000
"""Most values that one range or list may try."""
KEYS = ("low", "high", "likely", "step", "values")
"""The keys that may stand in place of a number; in place of a day only ``values``."""


@dataclass(frozen=True, slots=True)
class Between:
    """Marks a number of a change for which an interval, a range or a list may be written."""

    schema: str = "number"

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe to editors what may stand instead of the number."""
        schema = handler(core_schema)
        return {"anyOf": [*schema.get("anyOf", [schema]), SPAN_SCHEMAS[self.schema]]}


BETWEEN = Between()
LISTED_DAYS = Between("day")
"""Marks a day of a change for which a list of days may be written."""


@dataclass(frozen=True, slots=True)
class Span:
    """What stands in place of one number: its ends, the value in between, and what is tried."""

    low: Decimal
    high: Decimal
    central: Decimal
    """The value wherever one number is needed."""
    likely: Decimal | None = None
    """The central value where it was written."""
    step: Decimal | None = None
    """Distance between the values tried; None for an interval or a list."""
    values: tuple[Decimal, ...] = ()
    """The values tried, one after the other; empty for an interval."""
    days: bool = False
    """Whether the values are days, each by its number from the first of all days."""

    @property
    def plain(self) -> int | Decimal | date:
        """The central value as a field holds it."""
        return date.fromordinal(int(self.central)) if self.days else _number(self.central)

    def written(self) -> dict[str, object]:
        """Return the keys that read back as the same."""
        if self.days:
            return {"values": [date.fromordinal(int(each)) for each in self.values]}
        keys: dict[str, object] = {"low": self.low, "high": self.high, "step": self.step}
        if self.values and self.step is None:
            keys = {"values": list(self.values)}
        return {key: v for key, v in (keys | {"likely": self.likely}).items() if v is not None}


_Number: TypeAlias = int | Decimal
_Value: TypeAlias = int | Decimal | date
_Location: TypeAlias = tuple[int | str, ...]


class Estimated(Face):
    """A face whose numbers may be intervals: its fields hold the central values."""

    _spans: dict[str, Span] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _with_spans(cls, value: Any, handler: ModelWrapValidatorHandler[Estimated]) -> Estimated:
        if not isinstance(value, Mapping):
            made = handler(value)
            made._spans = dict(value._spans) if isinstance(value, Estimated) else {}
            return made
        plain, spans, faults = _read_spans(cls, value)
        try:
            made = handler(plain)
        except ValidationError as error:
            refused = {fault["loc"][0] for fault in faults}
            faults += [each for each in _again(error) if not _is_missing(each, refused)]
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        made._spans = spans
        return made

    @property
    def spans(self) -> Mapping[str, Span]:
        """The intervals, ranges and lists by the key in whose place they stand."""
        return self._spans


def may_be_between(info: FieldInfo) -> bool:
    """Say whether an interval may be written for a field."""
    return BETWEEN in info.metadata


def may_be_listed(info: FieldInfo) -> bool:
    """Say whether a list of days may be written for a field."""
    return LISTED_DAYS in info.metadata


def _read_spans(
    face: type[Face], value: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Span], list[InitErrorDetails]]:
    """Return the keys with a central value for each interval, the intervals, and the faults."""
    plain, spans = dict(value), {}
    faults: list[InitErrorDetails] = []
    for key, info in face.model_fields.items():
        written = value.get(info.alias or key)
        if isinstance(written, Mapping) and (may_be_between(info) or may_be_listed(info)):
            reader = _Reader(face, key)
            span = reader.span(written)
            if span is None:
                faults += reader.faults
                del plain[info.alias or key]
            else:
                spans[key] = span
                plain[info.alias or key] = span.plain
    return plain, spans, faults


def _again(error: ValidationError) -> list[InitErrorDetails]:
    """Return an error's details in the form in which they can be raised again."""
    return [
        InitErrorDetails(
            type=_said(each["ctx"]) if each["type"] == SAID else each["type"],
            loc=each["loc"],
            input=each["input"],
            ctx=each.get("ctx", {}),
        )
        for each in error.errors(include_url=False)
    ]


def _said(context: Mapping[str, Any]) -> PydanticCustomError:
    return PydanticCustomError(SAID, "refused", dict(context))


def _is_missing(fault: InitErrorDetails, refused: set[int | str]) -> bool:
    """Say whether a key is only missing because what stood there was refused already."""
    return fault["type"] == "missing" and fault["loc"][0] in refused


def _number(value: Decimal) -> _Number:
    return int(value) if value == int(value) else value


@cache
def _adapter(face: type[Face], key: str) -> TypeAdapter[_Value | None]:
    info = face.model_fields[key]
    field: Any = Annotated[info.annotation, *info.metadata]
    return TypeAdapter(field)


class _Reader:
    """Reads what stands in place of one number, noting every fault with its location."""

    def __init__(self, face: type[Face], key: str) -> None:
        self.faults: list[InitErrorDetails] = []
        self._adapter = _adapter(face, key)
        self._key = face.model_fields[key].alias or key
        self._days = may_be_listed(face.model_fields[key])

    def span(self, written: Mapping[str, Any]) -> Span | None:
        """Return the interval, range or list, or None where something is wrong."""
        is_list = "values" in written
        self._check_keys(written, is_list=is_list)
        read = {key: self._value((key,), written[key]) for key in KEYS[:3] if key in written}
        if "step" in written:
            read["step"] = self._step(written["step"])
        values = self._values(written["values"]) if is_list else ()
        if self.faults:
            return None
        return self._checked(
            {k: number for k, number in read.items() if number is not None}, values
        )

    def _check_keys(self, written: Mapping[str, Any], *, is_list: bool) -> None:
        for key in sorted({*written} - {*KEYS}):
            what = f'the key "{key}" is not known in place of a number.'
            said = {"what": what, "fix": did_you_mean(key, KEYS), "at_key": True}
            self._refuse((key,), key, _said(said))
        if is_list or self._days:
            fix = "Keep values, or low and high."
            what = "stands beside a list of values."
            if self._days:
                what, fix = "cannot be said of a day.", "Write values: [2027-09-01, 2028-01-01]."
            not_here = {*KEYS[: 3 if self._days else 2], "step"}
            for key in sorted({*written} & not_here):
                self._refuse((key,), key, refusal(what, fix))
            if not is_list and not self.faults:
                self._refuse((), written, refusal('the key "values" is missing.', fix))
            return
        meant = {nearest(key, KEYS) for key in written}
        for key in ("low", "high"):
            if key not in meant:
                what = f'the key "{key}" is missing.'
                self._refuse((), written, refusal(what, "Write low and high, or values."))

    def _checked(self, numbers: Mapping[str, Decimal], values: tuple[Decimal, ...]) -> Span | None:
        likely, step = numbers.get("likely"), numbers.get("step")
        low = min(values) if values else numbers["low"]
        high = max(values) if values else numbers["high"]
        if step is not None:
            values = self._range(low, high, step)
        if low > high:
            self._refuse(("low",), low, refusal("runs backwards.", "Write the lower end as low."))
        elif low == high:
            self._refuse((), low, refusal("has no width.", "Write the number itself."))
        elif likely is not None and not low <= likely <= high:
            what = f"is not between {low} and {high}."
            self._refuse(("likely",), likely, refusal(what, "Move it, or widen the interval."))
        if self.faults:
            return None
        central = self._central(low, high, likely, values)
        return Span(low, high, central, likely, step, values, self._days)

    def _central(
        self, low: Decimal, high: Decimal, likely: Decimal | None, values: tuple[Decimal, ...]
    ) -> Decimal:
        if likely is not None:
            return likely
        if values:
            return values[(len(values) - 1) // 2]
        middle = (low + high) / 2
        whole = isinstance(self._adapter.validate_python(_number(low)), int)
        return middle.quantize(Decimal(1) if whole else Decimal("0.01"), ROUND_HALF_UP)

    def _range(self, low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, ...]:
        steps = (high - low) / step
        if not 1 <= steps < MOST_VALUES or steps != int(steps):
            fix = f"Write a step that divides the way from {low} to {high}."
            self._refuse(("step",), step, refusal("does not lead from low to high.", fix))
            return ()
        return tuple(low + step * number for number in range(int(steps) + 1))

    def _step(self, written: Any) -> Decimal | None:
        try:
            step = Decimal(str(written).strip())
        except ArithmeticError:
            step = Decimal(0)
        if not (step.is_finite() and step > 0):
            self._refuse(("step",), written, refusal("must be above 0.", "Write it in digits."))
            return None
        return step

    def _values(self, written: Any) -> tuple[Decimal, ...]:
        if not isinstance(written, list | tuple) or not 2 <= len(written) <= MOST_VALUES:
            what = "must be a list of two values or more."
            self._refuse(("values",), written, refusal(what, "Write it like [4, 8, 12]."))
            return ()
        read = [self._value(("values", place), each) for place, each in enumerate(written)]
        values = tuple(each for each in read if each is not None)
        if len({*values}) < len(values):
            self._refuse(("values",), written, refusal("names a value twice.", "Keep it once."))
        return values

    def _value(self, at: _Location, written: Any) -> Decimal | None:
        try:
            number = self._adapter.validate_python("" if written is None else written)
        except ValidationError as error:
            for each in _again(error):
                self.faults.append({**each, "loc": (self._key, *at)})
            return None
        if isinstance(number, date):
            return Decimal(number.toordinal())
        return None if number is None else Decimal(number)

    def _refuse(self, at: _Location, found: Any, said: PydanticCustomError) -> None:
        self.faults.append(InitErrorDetails(type=said, loc=(self._key, *at), input=found))
