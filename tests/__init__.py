"""The list of promises. ``cast`` holds the people, ``factories`` the rows, ``services`` the servers the suite runs on."""
