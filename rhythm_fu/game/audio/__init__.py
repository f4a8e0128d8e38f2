"""The mixer, foley and what is heard of a blow."""
