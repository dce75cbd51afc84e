"""The door for volunteers and visits on a phone or tablet."""
