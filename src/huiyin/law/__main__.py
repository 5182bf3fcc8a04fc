"""``python -m huiyin.law``: the law's commands without the rest of the product."""

from huiyin.law.tools.cli import app

if __name__ == "__main__":
    app(prog_name="python -m huiyin.law")
