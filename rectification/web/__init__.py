"""The hallway of all pages: whole page or part, paging, tables, refusals as answers."""
