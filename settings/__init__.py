"""What an operator changes without touching code."""
