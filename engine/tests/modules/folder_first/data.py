kind = "file"
