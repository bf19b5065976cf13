"""The heads of the other rooms' audit chains, kept where those rooms cannot reach them."""
