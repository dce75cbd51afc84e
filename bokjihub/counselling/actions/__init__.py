"""What changes when somebody was advised: the record, the market day, typing over."""
