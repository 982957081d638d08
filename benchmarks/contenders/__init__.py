"""The engines that are compared: each builds an index of the same rows, and answers the same queries."""
