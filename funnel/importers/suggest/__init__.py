"""Which column of an unknown table may mean what."""
