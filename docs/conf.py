"""How Sphinx builds these pages: offline, and with every warning an error."""

from importlib.metadata import version as version_of

project = "Common Ground"
author = "The Common Ground maintainers"
copyright = author
release = version_of("commonground")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "description"
napoleon_google_docstring = False
