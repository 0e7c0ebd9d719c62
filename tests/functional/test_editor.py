"""What an editor completes and explains, driven through a real language server.

Runs where ``yaml-language-server`` is on the path: ``npm install --global yaml-language-server``.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.scenario.changes.register import CHANGES
from planner.scenario.schema import json_schema

SERVER = shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="yaml-language-server is not installed")

TEXT = """\
title: A
base: base.yaml
changes:
  - change: change_referrals
    per_cent:
      low: 5
      @
    because: x
    @
  - change: set_rules
    because: x
    rules:
      travel_cap_minutes: 45
      @
  - change: phase_places
    commission: A
    because: x
    phases:
      - from: 2026-09-01
        @
  - change: @
"""


class Editor:
    """An editor with one open scenario, speaking to the server over its standard streams."""

    def __init__(self, folder: Path, text: str) -> None:
        schema = folder / "scenario.schema.json"
        schema.write_text(json.dumps(json_schema()), encoding="utf-8")
        self.lines = text.split("\n")
        self._uri = (folder / "s.yaml").as_uri()
        self._number = 0
        self._settings = {
            "schemas": {schema.as_uri(): ["*.yaml"]},
            "completion": True,
            "hover": True,
            "validate": True,
        }
        assert SERVER is not None
        self._server = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
        self._tell("initialized")
        opened = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        # The server asks for its settings, and works once it has them.
        self._answer(self._receive())
        self._tell("textDocument/didOpen", textDocument=opened)
        # The text has faults; once they are marked the schema has been read.
        while not (self._receive().get("params") or {}).get("diagnostics"):
            pass

    def completed(self, line: int, column: int) -> set[str]:
        """Return the words that the editor offers at a place."""
        found = self._at("textDocument/completion", line, column)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"] for item in items}

    def explained(self, line: int, word: str) -> str:
        """Return what the editor says when the mouse rests on a word."""
        found = self._at("textDocument/hover", line, self.lines[line].index(word) + 1)
        return str(found["contents"]["value"]) if found else ""

    def close(self) -> None:
        """End the server."""
        for stream in (self._server.stdin, self._server.stdout):
            assert stream is not None
            stream.close()
        self._server.kill()
        self._server.wait()

    def _at(self, method: str, line: int, column: int) -> Any:
        place = {"line": line, "character": column}
        return self._ask(method, textDocument={"uri": self._uri}, position=place)

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while (answer := self._receive()).get("id") != self._number or "method" in answer:
            self._answer(answer)
        return answer.get("result")

    def _answer(self, request: dict[str, Any]) -> None:
        if request.get("method") == "workspace/configuration":
            asked = request["params"]["items"]
            wanted = [self._settings if each["section"] == "yaml" else {} for each in asked]
            self._send({"id": request["id"], "result": wanted})
        elif "id" in request:
            self._send({"id": request["id"], "result": None})

    def _tell(self, method: str, **parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        length = 0
        while line := self._server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return dict(json.loads(self._server.stdout.read(length)))


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    opened = Editor(tmp_path_factory.mktemp("editor"), TEXT.replace("@", ""))
    yield opened
    opened.close()


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(TEXT.split("\n")) if text in line)


def test_every_kind_of_change_is_offered(editor: Editor) -> None:
    line = line_of("- change: @")
    assert {*CHANGES} <= editor.completed(line, len("  - change: "))


def test_the_keys_of_the_change_that_is_being_written_are_offered(editor: Editor) -> None:
    offered = editor.completed(line_of("    because: x") + 1, 4)
    assert {"districts", "key_stages", "until", "owner"} <= offered
    assert "to_commission" not in offered


def test_the_keys_below_a_change_are_offered(editor: Editor) -> None:
    rules = editor.completed(line_of("travel_cap_minutes") + 1, 6)
    assert {"guide_minutes_primary", "non_school_limits"} <= rules
    assert "places" in editor.completed(line_of("from: 2026") + 1, 8)


def test_the_ends_of_an_interval_are_offered(editor: Editor) -> None:
    offered = editor.completed(line_of("low: 5") + 1, 6)
    assert {"high", "likely", "step"} <= offered


@pytest.mark.parametrize(
    ("line", "word", "said"),
    [
        ("per_cent", "per_cent", "below nothing for fewer"),
        ("per_cent", "per_cent", "or an interval with low and high"),
        ("low: 5", "low", "Lowest value that is thought possible"),
        ("change: change_referrals", "change_referrals", "More or fewer referrals"),
        ("travel_cap_minutes", "travel_cap_minutes", "Longest one-way journey allowed"),
        ("from: 2026", "from", "First day with this number of places"),
    ],
)
def test_keys_are_explained_inside_changes(editor: Editor, line: str, word: str, said: str) -> None:
    assert said in editor.explained(line_of(line), word)
