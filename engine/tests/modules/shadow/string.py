mine = "my string"
