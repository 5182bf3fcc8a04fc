"""Pages for officers and window clerks: duties, cases, counter."""
