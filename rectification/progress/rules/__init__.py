"""What the room decides; values in, answer or refusal out."""
