"""Make text that strangers wrote harmless wherever it is shown: terminal, log, Markdown, annotation.

Every function takes any text, lone surrogates and control characters included. A text that was made
harmless once stays as it is the second time, so a line may be put together from such pieces.
"""

from __future__ import annotations

# What Markdown could take for markup, wherever it stands in a cell.
_MARKUP = frozenset("\\`*_[]<>#|~&$^")


def escape(text: str) -> str:
    r"""Write what does not print, or would steer a terminal, as an escape.

    Parameters
    ----------
    text
        Any text. A byte that is not UTF-8, read as a lone surrogate, is written as that byte.

    Returns
    -------
    str
        One line that cannot move the cursor or change a colour.

    Examples
    --------
    >>> print(escape("red\x1b[31m"))
    red\x1b[31m
    >>> print(escape("not UTF-8: \udcff"))
    not UTF-8: \xff
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else repr(letter)[1:-1]


def shorten(text: str, length: int) -> str:
    """Cut a text that has more than so many characters, and say so with "…" as its last character.

    Examples
    --------
    >>> shorten("Kazakhstan", 5)
    'Kaza…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def quote(text: str, length: int = 60) -> str:
    r"""Show a piece of a stranger's file in double quotes, escaped, and cut if it is long.

    Parameters
    ----------
    text
        The piece.
    length
        How many of its characters to show.

    Examples
    --------
    >>> print(quote("48,000"))
    "48,000"
    >>> print(quote("red \x1b[31m and a no-break space\xa0"))
    "red \x1b[31m and a no-break space\xa0"
    """
    return f'"{escape(text[:length])}{"…" if len(text) > length else ""}"'


def as_unicode(text: str, length: int = 200) -> str:
    r"""Give the first characters of a text as Unicode that can be encoded, for a record that machines read.

    Examples
    --------
    >>> as_unicode("not UTF-8: \udcff")
    'not UTF-8: �'
    """
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text[:length])


def for_log(text: str) -> str:
    r"""Write a text as one line that neither steers a terminal nor is a command in a workflow's log.

    Examples
    --------
    >>> print(for_log("::error::red\x1b[31m"))
    \x3a:error::red\x1b[31m
    """
    return defuse(escape(text))


def lines_for_log(text: str) -> str:
    """Write every line of a text as `for_log` does; its line breaks stay.

    Only for text whose line breaks are our own: those of a stranger could begin a line that looks like ours.
    """
    return "\n".join(map(for_log, text.split("\n")))


def defuse(line: str) -> str:
    r"""Break what GitHub would take for a command in the log of a workflow.

    It does so wherever ``##[`` stands, and with ``::`` at the beginning of a line, even after blanks.

    Parameters
    ----------
    line
        A line to print, escaped but for its tabs.

    Returns
    -------
    str
        The same, with the first sign of a command written as an escape.

    Examples
    --------
    >>> print(defuse(" ::error::x"))
     \x3a:error::x
    >>> print(defuse("a ##[error]x"))
    a \x23#[error]x
    """
    bare = line.lstrip()
    if bare.startswith("::"):
        line = f"{line[: len(line) - len(bare)]}\\x3a{bare[1:]}"
    return line.replace("##[", "\\x23#[")


def for_markdown(text: str) -> str:
    """Write a text as code in Markdown: nobody is mentioned, nothing is linked, no tag is opened.

    Every character that could mean something to Markdown is written as an entity, because a pipe or a
    backtick would end a cell or a code span otherwise.

    Examples
    --------
    >>> for_markdown("a|b")
    '<code>a&#124;b</code>'
    >>> for_markdown("")
    ''
    """
    if not text:
        return ""
    letters = (
        letter if letter.isalnum() or letter in " ,;()%-" else f"&#{ord(letter)};" for letter in escape(text)
    )
    return f"<code>{''.join(letters)}</code>"


def for_markdown_text(text: str) -> str:
    r"""Write a text as it reads in Markdown, in a cell of a table too; an address may become a link.

    Examples
    --------
    >>> print(for_markdown_text("*5 | <b>"))
    \*5 \| \<b\>
    """
    return "".join(f"\\{letter}" if letter in _MARKUP else letter for letter in escape(text))


def for_annotation(text: str) -> str:
    r"""Write the message of a workflow command such as ``::error::``.

    Examples
    --------
    >>> for_annotation("100 %\n::error::")
    '100 %25%0A::error::'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def for_annotation_property(text: str) -> str:
    """Write the value of a property of a workflow command, such as its file.

    Examples
    --------
    >>> for_annotation_property("C:/a,b.csv")
    'C%3A/a%2Cb.csv'
    """
    return for_annotation(text).replace(":", "%3A").replace(",", "%2C")


def for_sarif(text: str) -> str:
    r"""Write the message of a SARIF result, where brackets make a link and braces a placeholder.

    Examples
    --------
    >>> print(for_sarif("[a](b) {0}"))
    \[a\](b) {{0}}
    """
    for letter in "\\[]":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("{", "{{").replace("}", "}}")


def json_text(value: object, indent: int | None = None) -> str:
    r"""Write JSON in ASCII, whatever the cells hold, in which no log finds a command.

    Examples
    --------
    >>> print(json_text({"name": "##[error]中"}))
    {"name": "\u0023#[error]\u4e2d"}
    """
    import json

    # Only within a string can this stand.
    return json.dumps(value, indent=indent).replace("##[", "\\u0023#[")
