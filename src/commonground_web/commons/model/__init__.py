"""The model that a site follows, as versioned data: phases, steps and what is checked in each."""
