"""Schema migrations; `casework.database.migrate` runs them."""
