"""The review terminal: what a department's reviewers and heads see and do."""
