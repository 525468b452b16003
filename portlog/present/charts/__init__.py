"""Charts: each is told, tabled and downloadable first, drawn second, live when touched."""
