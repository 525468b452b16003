"""The report site: pages, figures and files from answers handed in."""
