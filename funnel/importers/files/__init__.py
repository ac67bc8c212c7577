"""From a file as it came to tables of text: encodings, formats, layout."""
