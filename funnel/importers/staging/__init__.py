"""From recognised files to typed rows: the views `staged_<object>`."""
