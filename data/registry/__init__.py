"""The office keeps the records itself: it looks, corrects, adds by hand, and says who belongs to whom."""
