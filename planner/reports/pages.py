"""Pages that hold everything themselves: no request, no script, and a policy that says so."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from planner.reports.extras import import_extra
from planner.units import format_day, format_pounds


def plural(count: int, noun: str) -> str:
    """
    Return a count with its noun.

    Examples
    --------
    >>> plural(1, "pupil"), plural(0, "school day")
    ('1 pupil', '0 school days')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def rendered(template: str, **context: object) -> str:
    """
    Return the text of a page; the same context gives the same text.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    jinja = import_extra("jinja2")
    environment = jinja.Environment(
        loader=jinja.PackageLoader("planner.reports", "templates"),
        autoescape=True,
        undefined=jinja.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pounds"] = format_pounds
    environment.filters["day"] = format_day
    environment.globals["plural"] = plural
    style = environment.get_template("style.css").render()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    page: str = environment.get_template(template).render(
        **context, style=style, style_digest=digest
    )
    return page
