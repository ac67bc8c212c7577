"""How one cell is read: dates, amounts, names of companies."""
