"""The record of every contact that advises, in any channel, market days included."""
