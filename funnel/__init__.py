"""Shared Funnel: one funnel that marketing and sales read together."""
