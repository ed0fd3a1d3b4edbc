"""From a repository to a report: plan, judge, cache, workers."""
