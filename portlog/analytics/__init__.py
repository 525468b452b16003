"""The questions that the blog asks, as data frames."""
