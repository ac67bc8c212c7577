"""Where things are kept: the workspace on disk, and the only DuckDB connection."""
