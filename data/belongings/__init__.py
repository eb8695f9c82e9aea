"""What the portal holds about a family, for the family itself: each kind of thing with its rows, in French words."""

from data.belongings.gathering import Belongings, Papers, gather
from data.belongings.sections import Section

__all__ = ["Belongings", "Papers", "Section", "gather"]
