"""What a hostile person tried; each test keeps one way shut."""
