"""Reading what may be hostile happens in a child process with limits (security IN-4)."""
