"""Plain numbers in, frozen results out: no database, no clock, no screen."""
