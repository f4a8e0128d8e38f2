"""A fight: chart, judge and style together; press, advance, view, finish."""
