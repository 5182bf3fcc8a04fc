"""`python -m huiyin` is `huiyin`."""

from huiyin.server.cli import main

if __name__ == "__main__":
    main()
