"""What the office sets for everybody: its practice, and its own days of the working calendar."""
