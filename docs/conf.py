"""How Sphinx builds the site; `make site` runs it."""

import sys
from pathlib import Path

import kz_bri_data

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "kz-bri-data"
author = "kz-bri-data contributors"
copyright = "kz-bri-data contributors. Data: CC-BY-4.0, code: MIT"
release = version = kz_bri_data.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "site_pages", "browser_check"]
# For claims.md, which is for readers of the repository, the site has pages of its own.
exclude_patterns = ["_*", "recipes", "node_modules", "claims.md"]
source_suffix = {".md": "markdown"}
root_doc = "index"
language = "en"
# It has no colours for all that GitHub has.
suppress_warnings = ["misc.highlighting_failure"]

# site: is a page or a file that is made of data, from the root.
myst_url_schemes = {"http": None, "https": None, "mailto": None, "site": "{{path}}"}
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "attrs_block"]

default_role = "py:obj"
autodoc_typehints = "none"
napoleon_use_ivar = True
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "pydata_sphinx_theme"
html_title = "kz-bri-data"
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
templates_path = ["_templates"]
# charts.css is written with the pages.
html_css_files = ["site.css", "charts.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_permalinks_icon = "#"
html_theme_options = {
    "logo": {"text": "kz-bri-data"},
    "navbar_align": "left",
    "navbar_center": ["sections.html"],
    "navbar_end": ["languages.html", "theme-switcher.html"],
    "navbar_persistent": ["search-button.html"],
    "primary_sidebar_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": ["version.html"],
    "search_bar_text": "Search: Хоргос, 口岸, cashless …",
    "show_prev_next": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
html_sidebars = {"**": []}
