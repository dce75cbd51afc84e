"""The law of Korea as rules, one folder per benefit. No folder knows the engine beyond `rule`."""
