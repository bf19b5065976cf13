"""Arrays in, arrays out: the mathematics under every chapter, with no column and no noun in it."""
