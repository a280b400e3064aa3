from second import one

two = 2
