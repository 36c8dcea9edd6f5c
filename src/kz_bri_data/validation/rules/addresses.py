"""Addresses that differ only in how they are written."""

from __future__ import annotations


def plain_address(url: str) -> str:
    """Write an address without what does not tell two pages apart: scheme, www, fragment and last slash.

    Examples
    --------
    >>> plain_address("http://www.Rail.example/News/#top")
    'rail.example/News'
    """
    rest = url.partition("://")[2].partition("#")[0].rstrip("/")
    host, slash, path = rest.partition("/")
    return host.lower().removeprefix("www.") + slash + path
