"""Empty: there are no sockets."""
