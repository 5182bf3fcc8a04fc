"""How fast it is: filings over HTTP, whole lives, import rows, pages; at two sizes, on
both databases.

``python -m bench --help``. What is measured, and how, is in docs/reference/benchmarks.md.
"""
