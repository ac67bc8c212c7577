"""What marketing and sales agreed on: definitions, promises both ways, and the working calendar."""
