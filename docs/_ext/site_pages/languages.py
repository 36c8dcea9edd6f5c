"""What names are called in other languages: a script a language, loaded when it is asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from site_pages.book import Book, Row
from site_pages.page import File


def pages(book: Book) -> Iterator[File]:
    """Give the script of each language that the table `labels` has beside English."""
    languages: dict[str, list[Row]] = defaultdict(list)
    for row in book.rows("labels"):
        languages[row["language"]].append(row)
    for language in languages.keys() - {"en"}:
        # Kind and identifier -> the name, and whether a native reader has checked it.
        names = {
            f"{row['kind']}:{row['id']}": [row["text"], row["reviewed"] == "yes"]
            for row in languages[language]
        }
        text = json.dumps(names, ensure_ascii=False, separators=(",", ":"))
        yield File(f"labels-{language}.js", f"siteLabels.{language} = {text};\n")
