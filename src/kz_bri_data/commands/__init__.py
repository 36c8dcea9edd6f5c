"""The commands, a module each: what it takes (`add_arguments`) and what it does (`run`).

A command parses, calls, prints and exits; what it prints is computed elsewhere. Only the module of the
wanted command is imported, and what that needs to run only when it runs.
"""

# Name of a command -> its module here, and what it does.
COMMANDS = {
    "list": ("list_", "list the tables"),
    "show": ("show", "print a table"),
    "describe": ("describe", "say what a table and its columns hold"),
    "find": ("find", "find indicators, entities, projects, events, claims and places by words"),
    "entity": ("entity", "show all that the tables say of one entity"),
    "claims": ("claims", "list the claims of the paper with their verdicts, or show one"),
    "overview": ("overview", "list the series there are, with their periods and gaps"),
    "series": ("series", "print one series of an indicator"),
    "latest": ("latest", "print the last period of one series"),
    "mirror": ("mirror", "set side by side what two areas say of the same trade"),
    "plot": ("plot", "draw series as a chart: SVG, PNG, or a specification of Vega-Lite"),
    "cite": ("cite", "print the references of a figure, a series or a table"),
    "validate": ("validate", "check data packages, or single CSVs, and print one line per problem"),
    "explain": ("explain", "say what a code of `validate` means, with an example"),
    "trace": ("trace", "check your own copy of a source against the rows that cite it"),
    "fix": ("fix", "correct what can only be corrected in one way, and show the change"),
    "diff": (
        "diff",
        "compare two versions of the data, and say which version number the changes require",
    ),
    "template": ("template", "write an empty spreadsheet for a table, with drop-downs"),
    "import": ("import_", "bring a spreadsheet back: print it as CSV, or add its rows to a table"),
    "export": ("export", "write all tables as Parquet, SQLite, DuckDB, Excel, JSON or CSV"),
    "build": ("build", "render the descriptor, schemas and data dictionary in a checkout"),
}
