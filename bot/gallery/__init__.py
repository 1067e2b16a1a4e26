"""The gallery: every letter as its readers get it, beside what the school changed in it."""
