"""Lists that are sorted, filtered, paged and, where policy allows, exported."""
