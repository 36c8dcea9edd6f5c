"""Forms of text that columns of several tables have."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
WORDS = r"[a-z0-9]+(?:_[a-z0-9]+)*"
PATH = rf"{WORDS}(?:/[A-Za-z0-9_]+)?"
LANGUAGE = r"[a-z]{2}"
# A date as exact as it is known: a year, a month or a day.
PARTIAL_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"

# A web address whose host has a name (its last part begins with no digit, so it is no bare IP address, and
# ends without a dot), and whose parameters are not those that count visitors (utm_source and the like).
_LABEL = r"[^\s/?#:.@]"
_HOST = rf"(?:{_LABEL}+\.)+[^\s/?#:.@0-9]{_LABEL}*"
_REST = r"[^\s&#]*"
_PARAMETER = rf"(?:[^\s&#u]{_REST}|u(?:[^\s&#t]{_REST}|t(?:[^\s&#m]{_REST}|m(?:[^\s&#_]{_REST})?)?)?)?"
ADDRESS = rf"https?://{_HOST}(?::[0-9]+)?(?:/[^\s?#]*)?(?:\?{_PARAMETER}(?:&{_PARAMETER})*)?(?:#\S*)?"
