"""Report definitions. Reads every domain, writes none; every figure is a query over entries."""
