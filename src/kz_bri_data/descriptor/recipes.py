"""The recipes for other tools, as the page about them shows them: each file with what it prints."""

from __future__ import annotations

from pathlib import Path

_LANGUAGES = {".R": "r", ".mjs": "js", ".py": "py", ".sh": "sh", ".sql": "sql"}


def recipes(folder: Path) -> dict[str, str]:
    """Render every recipe of a folder.

    Parameters
    ----------
    folder
        Recipes, and beside each a file `.out` of the same name that holds what it prints.

    Returns
    -------
    dict of str to str
        Two blocks of Markdown by the name of the recipe's file.
    """
    return {path.name: _shown(path) for path in sorted(folder.glob("*")) if path.suffix in _LANGUAGES}


def _shown(path: Path) -> str:
    program, printed = (
        one.read_text(encoding="utf-8").rstrip("\n") for one in (path, path.with_suffix(".out"))
    )
    return f"```{_LANGUAGES[path.suffix]}\n{program}\n```\n\nIt prints:\n\n```text\n{printed}\n```"
