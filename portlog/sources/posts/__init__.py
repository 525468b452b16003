"""Posts of a blog: Markdown with front matter in folders, Hugo's among them, and feeds."""
