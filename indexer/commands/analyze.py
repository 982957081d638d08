"""`ketluan analyze`: the terms that a text becomes."""

from __future__ import annotations

import json

import click

from indexer.commands.options import json_option
from indexer.console import DONE, Command

_KINDS = {"word": "từ", "syllable": "tiếng", "folded": "không dấu", "number": "số hiệu"}


@click.command("analyze", cls=Command)
@click.argument("text")
@json_option
def analyze_command(text: str, as_json: bool) -> int:
    """Cho xem một câu được tách thành những từ, tiếng, tiếng không dấu và số hiệu nào.

    \b
    Ví dụ:
      ketluan analyze "Giao Sở Y tế thực hiện Thông báo số 707-TB/TU"
    """
    from analyzers.pipeline import shared_analyzer

    terms = shared_analyzer().analyze(text)
    if as_json:
        rows = [
            {"text": t.text, "kind": t.kind.value, "position": t.position, "start": t.span.start, "end": t.span.end}
            for t in terms
        ]
        click.echo(json.dumps({"text": text, "terms": rows}, ensure_ascii=False))
        return DONE
    for term in terms:
        place = f"{term.span.start}-{term.span.end}"
        click.echo(f"{term.position:>4}  {place:<9}  {_KINDS[term.kind]:<9}  {term.text}")
    return DONE
