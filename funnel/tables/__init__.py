"""The canonical tables, one `.sql` a table, built from what the importers staged."""
