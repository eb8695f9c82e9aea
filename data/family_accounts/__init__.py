"""The families’ accounts before the office: who has one, how they learn of it, and what can be done with it."""
