"""Pages for everyone: rights, filing, following, rating."""
