"""From an export as the tool wrote it to rows of known columns: read, recognise, clean, refuse."""
