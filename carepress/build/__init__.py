"""What is stale and why; jobs, workers and results; the only writer of output/."""
