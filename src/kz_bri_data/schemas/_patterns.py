"""Forms of text that columns of several tables have."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
WORDS = r"[a-z0-9]+(?:_[a-z0-9]+)*"
PATH = rf"{WORDS}(?:/[A-Za-z0-9_]+)?"
# ISO 639-1, by first letters; "kz" and "cn" are codes of countries.
LANGUAGE = (
    "a[abefkmnrsvyz]|b[aeghimnors]|c[aehorsuvy]|d[aevz]|e[elnostu]|f[afijory]|g[adlnuv]|h[aeiortuyz]"
    "|i[adegikostu]|j[av]|k[agijklmnorsuvwy]|l[abgintouv]|m[ghiklnrsty]|n[abdeglnorvy]|o[cjmrs]|p[ailst]"
    "|qu|r[mnouw]|s[acdegiklmnoqrstuvw]|t[aeghiklnorstwy]|u[grkz]|v[eio]|w[ao]|xh|y[io]|z[ahu]"
)
# A date as exact as it is known: a year, a month or a day.
PARTIAL_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"

# A web address whose host has a name (its last part begins with no digit, so it is no bare IP address, and
# ends without a dot), and whose parameters are not those that count visitors (utm_source and the like).
_LABEL = r"[^\s/?#:.@]"
_HOST = rf"(?:{_LABEL}+\.)+[^\s/?#:.@0-9]{_LABEL}*"
_REST = r"[^\s&#]*"
_PARAMETER = rf"(?:[^\s&#u]{_REST}|u(?:[^\s&#t]{_REST}|t(?:[^\s&#m]{_REST}|m(?:[^\s&#_]{_REST})?)?)?)?"
ADDRESS = rf"https?://{_HOST}(?::[0-9]+)?(?:/[^\s?#]*)?(?:\?{_PARAMETER}(?:&{_PARAMETER})*)?(?:#\S*)?"
