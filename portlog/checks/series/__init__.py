"""What can be wrong with a series of posts, and with the site that is built from it."""
