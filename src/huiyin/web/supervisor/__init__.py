"""Pages for supervisors, leaders and auditors."""
