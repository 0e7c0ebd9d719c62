"""Goals sought: the least of something with which a figure reaches what is asked."""
