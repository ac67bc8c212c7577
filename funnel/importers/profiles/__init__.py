"""What is known of each tool's exports, and which of them a file is."""
