"""From an upload to the version in force, and back."""
