"""The commands of `huiyin`, one module for each kind of work; each has `register(app)`.
huiyin.server.cli lists them.

They may import any room at their top: the command line sets Django up before it loads them.
"""
