"""A small client of the language server protocol: opens files, gathers what the server says."""

import json
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

_PATIENCE = 30
"""Seconds until a server that says nothing is given up."""


class Server:
    """One language server, spoken to over its standard input and output."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._versions: dict[str, int] = {}
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        told = {"textDocument": {"completion": {"completionItem": {
            "documentationFormat": ["markdown", "plaintext"], "snippetSupport": True}},
            "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}},
            "workspace": {"configuration": True}}  # fmt: skip
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=told)
        self._tell("initialized", {})

    def close(self) -> None:
        """End the server."""
        self.ask("shutdown")
        self._tell("exit", {})
        try:
            self._process.wait(_PATIENCE)
        finally:
            self._process.kill()
            self._listener.join(_PATIENCE)
            for stream in (self._process.stdin, self._process.stdout):
                assert stream is not None
                stream.close()

    # ── what a test asks ─────────────────────────────────────────────────────

    def problems(self, file: Path, text: str) -> list[str]:
        """What the server says is wrong with a text, were it in that file."""
        uri = file.as_uri()
        self.diagnostics.pop(uri, None)
        self._show(uri, text)
        while uri not in self.diagnostics:
            self._take()
        return [found["message"] for found in self.diagnostics[uri]]

    def offers(self, file: Path, text: str) -> dict[str, str]:
        """What the server offers at the mark ``|`` in a text: label and what is said of it."""
        before, _, after = text.partition("|")
        self._show(file.as_uri(), before + after)
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        place = {"line": line, "character": column}
        answer = self.ask(
            "textDocument/completion", textDocument={"uri": file.as_uri()}, position=place
        )
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: _plain(item.get("documentation")) for item in items or ()}

    # ── the protocol ─────────────────────────────────────────────────────────

    def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 - JSON of any shape
        """The server's answer to a question."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self._take()
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said
                return said.get("result")

    def _show(self, uri: str, text: str) -> None:
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        document = {"uri": uri, "languageId": "yaml", "version": version}
        if version == 1:
            self._tell("textDocument/didOpen", {"textDocument": {**document, "text": text}})
        else:
            changes = [{"text": text}]
            self._tell(
                "textDocument/didChange", {"textDocument": document, "contentChanges": changes}
            )

    def _take(self) -> dict[str, Any]:
        """The next thing the server says; its own questions are answered."""
        said = self._said.get(timeout=_PATIENCE)
        if said.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[said["params"]["uri"]] = said["params"]["diagnostics"]
        elif said.get("method") == "workspace/configuration":
            result = [self._settings(item["section"]) for item in said["params"]["items"]]
            self._send({"id": said["id"], "result": result})
        elif "method" in said and "id" in said:
            self._send({"id": said["id"], "result": None})
        return said

    @staticmethod
    def _settings(section: str) -> object:
        yaml = {"validate": True, "completion": True, "hover": True,
                "schemaStore": {"enable": False}}  # fmt: skip
        return yaml if section == "yaml" else {}

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.split(b":")[1])
            while stream.readline().strip():
                pass
            self._said.put(cast("dict[str, Any]", json.loads(stream.read(length))))


def _plain(documentation: object) -> str:
    if isinstance(documentation, dict):
        return str(documentation["value"])
    return str(documentation or "")
