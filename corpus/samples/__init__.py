"""Documents written for this project: invented content in the true form of such papers."""
