"""What is still to agree, to fill in or to look up."""
