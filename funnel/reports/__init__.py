"""What an analysis needs is read here and handed to it: pages and commands ask the same."""
