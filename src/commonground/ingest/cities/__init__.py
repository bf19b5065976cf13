"""City files, and those that come with the program.

`city_file` says what a city file may say, `reading` reads one, and the TOML files beside them are
the packs: San Francisco, St. Louis and Tempe.
"""
