"""Reading: periods, duties, reports, the board, summaries."""
