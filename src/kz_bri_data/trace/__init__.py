"""Check a reader's own copy of a source against the rows that cite it, figure by figure.

The text of a source is not in the package. Somebody who has it can check here that nothing was misread
or left out: every `figure_as_printed` has to be found at its locator, and every number of the text has
to belong to an observation, to a date or to an omission with its reason.

A locator is the ordinal of a sentence in the running text. All lines and pages are joined by single
spaces, so a footnote stays where it stands; the first or last line of a page is dropped if it is only
a number. A sentence ends at a full stop, question mark or exclamation mark, closing quotes and brackets
after it included, if a space follows and then an upper-case letter, a digit, an opening quote or an
opening bracket. Sentences are counted from 1 from the beginning of the text, title included. The count
depends on the words alone, so a text file and a PDF give the same.

Numbers are words with a digit (`4.4`, `48,000`, `5G`), dates with the English name of a month
(`December 2022`, `5 May`) and the words of `NUMBER_WORDS`. A number is accounted for by a figure that it
is printed within, else by a date of a row of its sentence, else by an omission.
"""

from kz_bri_data.trace.matching import trace, trace_text
from kz_bri_data.trace.patterns import NUMBER_WORDS
from kz_bri_data.trace.records import Figure, Token, Trace, Unmatched
from kz_bri_data.trace.report import render
from kz_bri_data.trace.text import read_text, sentences

__all__ = [
    "NUMBER_WORDS",
    "Figure",
    "Token",
    "Trace",
    "Unmatched",
    "read_text",
    "render",
    "sentences",
    "trace",
    "trace_text",
]
